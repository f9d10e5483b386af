"""The page's doors over real sockets: commands, buttons, forms, the channel, news, pictures."""

import asyncio
from pathlib import Path

import aiohttp
import pytest

from bot.domain.ids import ChannelId, SpaceId
from bot.engine import commands as c
from bot.engine import views as v
from bot.engine.ports.platform import Post, Trace
from tests.platforms.local import samples
from tests.platforms.local.fakes import FakeEngine, Studio, Visitor, studio


@pytest.mark.asyncio
async def test_the_page_itself_has_no_inline_script_or_style(ana: Visitor) -> None:
    async with ana.session.get("/") as response:
        text = await response.text()
    assert response.status == 200
    assert "style=" not in text
    assert "<style" not in text
    assert text.count("<script") == text.count("<script src=")


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "file",
    ["static/page.css", "static/messages.css", "static/app.js", "look/look.css", "look/theme.js", "look/logo.svg"],
)
async def test_static_files_are_served_and_asked_for_again(ana: Visitor, file: str) -> None:
    async with ana.session.get(f"/{file}") as response:
        assert response.status == 200
        assert response.headers["Cache-Control"] == "no-cache"


@pytest.mark.asyncio
async def test_a_typed_line_becomes_a_command_of_that_visitor(home: Studio, ana: Visitor) -> None:
    reply = await ana.command("/quiz beginner 3")
    command, asker = home.engine.heard[-1]
    assert command == c.StartQuiz("beginner", 3)
    assert (asker.name, asker.member.user, asker.member.space, asker.channel) == (
        "Ana", "ana", "local:studio", "daily-question")  # fmt: skip
    assert (reply["kind"], reply["replaces"], reply["dialog"], reply["good"]) == ("quiz", True, False, True)


@pytest.mark.asyncio
async def test_a_mistyped_value_is_answered_by_a_notice_and_asks_the_engine_nothing(home: Studio, ana: Visitor) -> None:
    reply = await ana.command("/leaderboard 2000 3")
    assert (reply["kind"], reply["good"]) == ("notice", False)
    assert home.engine.heard == []


@pytest.mark.asyncio
async def test_words_without_a_slash_offer_the_answer_button_of_the_open_question(ana: Visitor) -> None:
    reply = await ana.command("it is overfitting")
    assert reply["kind"] == "notice"
    assert 'data-token="answer:12:"' in reply["html"]


@pytest.mark.asyncio
async def test_words_without_a_slash_name_commands_where_nothing_is_open(home: Studio, ana: Visitor) -> None:
    home.engine.posts.clear()
    reply = await ana.command("hello")
    assert 'data-fill="/quiz"' in reply["html"]
    assert "data-token" not in reply["html"]


@pytest.mark.asyncio
async def test_a_button_opens_a_dialog_and_the_form_gives_a_receipt(home: Studio, ana: Visitor) -> None:
    form = await ana.press("answer:12:")
    assert (form["dialog"], form["kind"]) == (True, "form")
    _, receipt = await ana.post("/api/submit", {"token": "answer:12:", "fields": {"text": "Factors below one."}})
    assert receipt["kind"] == "receipt"
    assert home.engine.answers == {"ana": "Factors below one."}


@pytest.mark.asyncio
async def test_an_answer_of_ten_thousand_characters_gets_the_engines_own_refusal(ana: Visitor) -> None:
    status, reply = await ana.post("/api/submit", {"token": "answer:12:", "fields": {"text": "🙂" * 10_000}})
    assert (status, reply["kind"], reply["good"]) == (200, "notice", False)
    assert "10,000" in reply["html"]


@pytest.mark.asyncio
@pytest.mark.parametrize("token", ["", "nonsense", "answer:x:", "wrong:1:", "pick:5:a", "answer:1:" + "x" * 200])
async def test_a_button_of_another_version_is_answered_by_a_notice(ana: Visitor, token: str) -> None:
    reply = await ana.press(token)
    assert (reply["kind"], reply["good"]) == ("notice", False)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/command", {}), ("/api/command", {"line": 3}), ("/api/command", []), ("/api/press", {"token": None}),
        ("/api/submit", {"token": "answer:1:"}), ("/api/submit", {"token": "answer:1:", "fields": {"text": 1}}),
    ],
)  # fmt: skip
async def test_a_request_of_the_wrong_shape_is_refused_with_a_sentence(ana: Visitor, path: str, body: object) -> None:
    status, answer = await ana.post(path, body)
    assert status == 400
    assert answer["says"].endswith(".")


@pytest.mark.asyncio
async def test_a_body_that_is_no_json_is_refused(ana: Visitor) -> None:
    headers = ana.headers | {"Content-Type": "application/json"}
    async with ana.session.post("/api/command", data=b"{", headers=headers) as response:
        assert response.status == 400


@pytest.mark.asyncio
async def test_a_visitor_without_a_name_is_asked_for_one(home: Studio) -> None:
    nobody = Visitor(home, "")
    status, answer = await nobody.get("/api/feed")
    await nobody.session.close()
    assert (status, answer["says"]) == (
        400, "The page did not say who you are. Choose a name at the top of the page.")  # fmt: skip


@pytest.mark.asyncio
async def test_a_bug_in_the_engine_reaches_the_visitor_as_a_reference(home: Studio, ana: Visitor) -> None:
    home.engine.broken = True
    status, answer = await ana.post("/api/press", {"token": "answer:12:"})
    assert status == 500
    assert "secret" not in str(answer)
    assert len(answer["reference"]) == 8


@pytest.mark.asyncio
async def test_the_channel_comes_with_keys_threads_and_hashes_that_change_with_the_facts(
    home: Studio, ana: Visitor
) -> None:
    _, before = await ana.get("/api/feed")
    home.engine.clock.at = samples.CLOSES
    _, later = await ana.get("/api/feed")
    await ana.post("/api/submit", {"token": "answer:12:", "fields": {"text": "Factors below one."}})
    _, after = await ana.get("/api/feed")
    hashes = [{post["key"]: post["hash"] for post in feed["posts"]} for feed in (before, later, after)]
    assert hashes[0] == hashes[1]
    changed = {key for key in hashes[0] if hashes[0][key] != hashes[2][key]}
    assert changed == {"question:1:2026-11-23"}
    assert [post["reply_to"] for post in after["posts"]] == [None, "question:1:2026-11-20", None]
    assert (before["is_admin"], before["demo"], before["skip"]) == (True, True, "Skip to the close")


@pytest.mark.asyncio
async def test_without_a_demo_there_is_nothing_to_skip(tmp_path: Path) -> None:
    async with studio(tmp_path) as plain:
        visitor = Visitor(plain)
        _, feed = await visitor.get("/api/feed")
        status, _ = await visitor.post("/api/skip", {})
        await visitor.session.close()
    assert (feed["demo"], feed["skip"], status) == (False, None, 404)


@pytest.mark.asyncio
async def test_skipping_moves_the_demo_and_says_so(ana: Visitor) -> None:
    status, answer = await ana.post("/api/skip", {})
    _, feed = await ana.get("/api/feed")
    assert (status, answer["says"][:21]) == (200, "Question 12 is closed")
    assert len(feed["posts"]) == 4


@pytest.mark.asyncio
async def test_completion_offers_verbs_and_then_words_of_the_bank(ana: Visitor) -> None:
    _, verbs = await ana.get("/api/complete?line=%2Fqui")
    _, words = await ana.get("/api/complete?line=%2Fquiz%20int")
    assert [offer["line"] for offer in verbs] == ["/quiz"]
    assert words == [{"line": "/quiz intermediate", "about": "section intermediate"}]


async def _events(response: aiohttp.ClientResponse, number: int) -> list[str]:
    found: list[str] = []
    async with asyncio.timeout(3):
        while len(found) < number:
            line = (await response.content.readline()).decode().strip()
            if line.startswith("event:"):
                found.append(line.removeprefix("event: "))
    return found


@pytest.mark.asyncio
async def test_every_open_page_hears_of_a_post_and_of_an_edit(home: Studio, ana: Visitor) -> None:
    space, channel = SpaceId("local:studio"), ChannelId("daily-question")
    post = Post("question:1:2026-11-24", space, channel, samples.question(13), None, samples.NOW)
    async with ana.session.get("/events") as one, ana.session.get("/events") as other:
        assert await _events(one, 1) == await _events(other, 1) == ["hello"]
        assert await home.platform.post(post) == "local:question:1:2026-11-24"
        assert await _events(one, 1) == await _events(other, 1) == ["feed"]
        await home.platform.edit(space, channel, "local:x", samples.question(13))
        assert await _events(one, 1) == ["feed"]
        assert one.headers["Content-Type"].startswith("text/event-stream")
        assert one.headers["Cache-Control"] == "no-store"
    assert await home.platform.trace(post) == (Trace.ABSENT, None)


@pytest.mark.asyncio
async def test_pages_that_were_closed_are_forgotten(home: Studio, ana: Visitor) -> None:
    async with ana.session.get("/events") as page:
        await _events(page, 1)
    for _ in range(40):
        home.platform._pages.publish()
        if not home.platform._pages._flags:
            break
        await asyncio.sleep(0.05)
    assert not home.platform._pages._flags


@pytest.mark.asyncio
async def test_the_server_stops_at_once_although_pages_are_open(tmp_path: Path) -> None:
    async with (
        studio(tmp_path) as running,
        aiohttp.ClientSession(running.url) as session,
        session.get("/events") as page,
    ):
        await _events(page, 1)
        async with asyncio.timeout(1):
            await running.server.stop()
        assert await page.content.read() == b"data: .\n\n"  # the end of the greeting, and nothing after it


@pytest.mark.asyncio
async def test_upper_and_lower_case_are_one_person(home: Studio) -> None:
    for name in ("Ana", "ANA"):
        visitor = Visitor(home, name)
        await visitor.command("/study me")
        await visitor.session.close()
    assert {asker.member.user for _, asker in home.engine.heard} == {"ana"}


@pytest.mark.asyncio
async def test_a_channel_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    class Silent(FakeEngine):
        async def handle(self, command: c.Command, asker: c.Asker) -> v.View:
            return v.NoticeView("The database is away.", "Try again soon.")

    async with studio(tmp_path, engine=Silent()) as running:
        visitor = Visitor(running)
        _, feed = await visitor.get("/api/feed")
        await visitor.session.close()
    assert (feed["posts"], feed["problem"]) == ([], "The database is away. Try again soon.")
