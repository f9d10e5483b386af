"""Interview kits on Slack: form, preview, changes, and a file that nobody else gets."""

from dataclasses import replace
from pathlib import Path
from socket import socket
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import ClientSession

from bot.engine import kit_commands as k
from bot.engine import views as v
from bot.platforms.slack.message import parts
from bot.platforms.slack.render import render
from bot.wiring import Config, assemble
from tests.harness import FakeSlack
from tests.harness.common import needs_specs
from tests.harness.validate_slack import check_blocks
from tests.kitpage.house import PlainExporter
from tests.platforms.slack.workspace import Make, Surface, Workspace
from tests.world import World, seen

pytestmark = needs_specs
FORM = {"title": "Senior ML engineer", "level": "expert", "minutes": 60, "draw": ["llm", "generative-ai"], "seed": 4}


def quick(team: Workspace, length: int = 0) -> Workspace:
    """With files that are written in no time; what they look like is for other tests."""
    team.engine._exporter = PlainExporter(length)
    return team


async def made(team: Workspace, user: Surface | None = None) -> Surface:
    """The preview of a kit, by the form."""
    who = user or team.boss
    await team.fake.command("/kit", "", user=who, channel=team.study)
    form = await team.fake.wait_modal(who)
    before = len(team.private(who))
    sent = await team.fake.submit(form, FORM, user=who)
    assert sent.in_time
    return await team.fake.wait_ephemeral(who, after=before)


def questions(team: Workspace, kit: Surface) -> list[str]:
    """The questions' titles, in order."""
    rows = [one["text"]["text"] for one in kit["blocks"] if one.get("accessory", {}).get("type") == "overflow"]
    return [row.split("\n")[0].strip("*").split(". ", 1)[1] for row in rows]


async def choose(team: Workspace, kit: Surface, place: int, deed: str) -> None:
    """Chooses a deed in the menu beside a question, and waits until the preview has changed in its place."""
    menu = [one["accessory"] for one in kit["blocks"] if one.get("accessory", {}).get("type") == "overflow"][place]
    before = team.text(kit)
    sent = await team.fake.click(kit, menu["action_id"], value=deed, user=team.boss)
    assert sent.in_time
    await team.fake.wait_until(lambda: team.text(kit) != before, 5, deed)


async def test_a_kit_is_made_by_a_form_changed_in_place_and_arrives_as_a_file_for_the_asker_alone(
    team: Workspace,
) -> None:
    quick(team)
    kit = await made(team)
    first, second, *_ = questions(team, kit)
    assert "Senior ML engineer" in team.text(kit)
    assert "of 60 minutes" in team.text(kit)
    await choose(team, kit, 0, "Down")
    assert questions(team, kit)[:2] == [second, first]
    await choose(team, kit, 1, "Lock")
    assert "locked" in team.text(kit)
    await choose(team, kit, 0, "Swap")
    assert second not in questions(team, kit)
    assert len(team.private(team.boss)) == 1
    before = len(team.private(team.boss))
    await team.fake.click(kit, "kit-file", value="Word for the candidate", user=team.boss)
    said = await team.fake.wait_ephemeral(team.boss, after=before)
    assert "in your direct messages" in team.text(said)
    (message,) = team.fake.messages(team.fake.dm(team.boss))
    assert message["files"][0]["name"] == "interview-kit-candidate.docx"
    assert team.fake.bot_messages(team.study) == []
    for other in (team.ana, team.ben):
        assert team.private(other) == []
        assert team.fake.messages(team.fake.dm(other)) == []
    team.fake.assert_clean()


async def test_whoever_may_not_is_told_so_and_whoever_is_named_may(make: Make) -> None:
    team = quick(await make(kit_users=["U0MANAGER"]))
    refused = await team.type_("/kit expert", team.ana)
    assert "Only" in team.text(refused)
    assert "minutes" not in team.text(refused)
    manager = team.fake._mk_user("U0MANAGER", "manager", "T0HARNESS")
    team.study["_members"].append(manager["id"])
    assert "of 30 minutes" in team.text(await team.type_("/kit beginner 30", manager))
    assert "Only admins can" in team.text(await team.type_("/study status", manager))


def withhold(team: Workspace, scope: str) -> None:
    """Takes a scope away, as Slack's next answer to `auth.test` would say."""
    assert team.slack._one is not None
    assert team.slack._one._found is not None
    assert team.slack._one._found.scopes is not None
    team.slack._one._found = replace(team.slack._one._found, scopes=team.slack._one._found.scopes - {scope})


async def test_without_the_scope_for_direct_messages_a_file_says_what_to_do(team: Workspace) -> None:
    kit = await made(quick(team))
    withhold(team, "im:write")
    before = len(team.private(team.boss))
    await team.fake.click(kit, "kit-file", value="PDF for the interviewer", user=team.boss)
    said = await team.fake.wait_ephemeral(team.boss, after=before)
    assert "may not send files" in team.text(said)
    assert "Choose Markdown, which is shown as text" in team.text(said)
    assert not team.fake.find("files.getUploadURLExternal")


@pytest.mark.parametrize("length", [0, 70_000], ids=["short", "long"])
async def test_without_the_scope_for_direct_messages_markdown_is_shown_as_text_in_private_parts(
    team: Workspace, length: int
) -> None:
    kit = await made(quick(team, length))
    withhold(team, "im:write")
    before = len(team.private(team.boss))
    await team.fake.click(kit, "kit-file", value="Markdown for the interviewer", user=team.boss)
    await team.fake.wait_ephemeral(team.boss, lambda one: "The end." in team.text(one), after=before)
    shown = team.private(team.boss)[before:]
    assert len(shown) > length // 12_000
    assert all(one["user_to"] == team.boss["id"] for one in shown)
    assert team.fake.bot_messages(team.study) == []
    assert team.fake.messages(team.fake.dm(team.boss)) == []
    team.fake.assert_clean()


async def test_where_the_rest_of_a_long_text_finds_no_way_it_is_told(team: Workspace) -> None:
    kit = await made(quick(team, 70_000))
    withhold(team, "files:write")
    team.fake.faults.add("chat.postEphemeral", "error", error="user_not_in_channel", times=9)
    before = len(team.private(team.boss))
    await team.fake.click(kit, "kit-file", value="Markdown for the interviewer", user=team.boss)
    said = await team.fake.wait_ephemeral(team.boss, lambda one: "does not fit here" in team.text(one), after=before)
    assert "/invite" in team.text(said)


async def test_a_token_that_turns_out_to_lack_a_scope_is_no_dead_end(team: Workspace) -> None:
    kit = await made(quick(team))
    team.fake.faults.add("conversations.open", "error", error="missing_scope")
    before = len(team.private(team.boss))
    await team.fake.click(kit, text="PDF for you", user=team.boss)
    assert "may not send files" in team.text(await team.fake.wait_ephemeral(team.boss, after=before))


async def test_a_file_that_got_lost_is_told_and_can_be_asked_for_again(team: Workspace) -> None:
    kit = await made(quick(team))
    team.fake.faults.add("files.upload_bytes", "status", status=503)
    before = len(team.private(team.boss))
    await team.fake.click(kit, text="PDF for you", user=team.boss)
    assert "Press the button again" in team.text(await team.fake.wait_ephemeral(team.boss, after=before))


async def test_the_preview_carries_the_link_that_the_web_server_gives(make: Make) -> None:
    team = quick(await make())

    async def link(asker: Any, view: v.KitView) -> str:
        assert asker.member.user == team.boss["id"]
        return f"https://kits.example.com/kit#link=sealed&code={view.code}"

    team.slack._doors._kits._link = link
    kit = await made(team)
    button = next(one for one in team.fake.elements(kit) if one.get("url"))
    assert button["url"].startswith("https://kits.example.com/kit#link=sealed")
    team.fake.assert_clean()


async def test_the_largest_kit_stays_one_message_that_slack_takes(world: World) -> None:
    view = seen(await world.do(k.MakeKit(minutes="480", seed="1"), admin=True), v.KitView)
    large = replace(view, lines=view.lines * 2, link="https://kits.example.com/kit#link=x")
    assert len(large.lines) > 40
    for one in (view, large):
        (message,) = parts(render(one))
        assert [issue for issue in check_blocks(list(message.blocks), "message") if issue[1] == "error"] == []


@pytest.mark.parametrize("scope", ["files:write", "im:write"])
def test_the_manifest_says_what_the_scopes_for_files_are_for(scope: str) -> None:
    from bot.platforms.slack.manifest import manifest, reasons

    assert scope in manifest()["oauth_config"]["scopes"]["bot_optional"]
    assert "kits" in reasons()[scope]


async def test_over_http_the_link_in_the_preview_opens_the_kit_page_at_slacks_address(
    fake: FakeSlack, database: Path
) -> None:
    with socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    running = await assemble(
        Config.model_validate(
            {
                "database": f"sqlite:///{database}",
                "platforms": {
                    "slack": {
                        "enabled": True,
                        "mode": "http",
                        "bot_token": fake.bot_token,
                        "signing_secret": fake.signing_secret,
                        "api_base_url": fake.api_url,
                        "public_url": "https://study.example.com",
                        "port": port,
                    }
                },
            }
        )
    )
    parts_ = {part.name: part for part in running.parts}
    here = f"http://127.0.0.1:{port}"
    fake.request_url = f"{here}/slack/events"
    boss = fake.add_user("boss", is_admin=True)
    channel = fake.add_channel("study", members=[boss])
    await parts_["slack"].start()
    try:
        await fake.command("/kit", "expert 30", user=boss, channel=channel, via="http")
        kit = await fake.wait_ephemeral(boss)
        address = next(one["url"] for one in fake.elements(kit) if one.get("url"))
        assert address.startswith("https://study.example.com/kit#")
        behind = parse_qs(urlsplit(address).fragment)
        headers = {"X-Kit-Link": behind["link"][0], "X-Study-Bot": "kit"}
        async with ClientSession() as session:
            body = {"code": behind["code"][0], "title": behind["title"][0]}
            async with session.post(f"{here}/kit/api/open", json=body, headers=headers) as response:
                opened = await response.json()
            async with session.get(f"{here}/kit") as page:
                assert page.status == 200
        assert opened["kit"]["code"] in fake.text_of(kit)
    finally:
        await parts_["slack"].stop()
        await parts_["database"].stop()
