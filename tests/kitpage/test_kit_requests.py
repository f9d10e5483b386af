"""What the kit page asks of the server: who may, what comes back, and what is refused."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.domain.ids import ChannelId, Member, SpaceId, UserId
from bot.engine import kit_commands as k
from bot.engine import views as v
from bot.engine.commands import Asker
from bot.kitpage.listen import FILE
from bot.kitpage.seals import KEY
from tests.kitpage.house import House, engine_of, house, pages_of
from tests.world import World, seen

MANAGER = Asker(Member(SpaceId("slack:T1"), UserId("U1")), "Mia", ChannelId("C1"), may_hire=True)


@pytest.fixture
async def home(world: World) -> AsyncIterator[House]:
    async with house(world) as running:
        yield running


async def linked(home: House) -> tuple[str, v.KitView]:
    """The sealed part of a manager's link, and the kit that it leads to."""
    view = seen(await home.engine.handle(k.MakeKit(title="ML engineer", seed="3"), MANAGER), v.KitView)
    address = await home.pages.link(MANAGER, view)
    assert urlsplit(address).path == "/kit"
    assert not urlsplit(address).query
    return parse_qs(urlsplit(address).fragment)["link"][0], view


async def test_the_page_brings_no_script_or_style_of_its_own_and_tells_nobody_where_it_came_from(home: House) -> None:
    async with home.session.get(f"{home.here.url}kit") as response:
        text = await response.text()
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "style=" not in text
    assert "<style" not in text
    assert text.count("<script") == text.count("<script src=")
    assert "http" not in text.replace("http-equiv", "")
    assert "Nothing about a candidate is asked for or stored here." in text


async def test_the_static_files_of_the_page_are_served(home: House) -> None:
    for name in ("kit.js", "kit.css", "dom.js"):
        async with home.session.get(f"{home.outside.url}kit/static/{name}") as response:
            assert response.status == 200


async def test_a_kit_is_made_changed_and_found_again_by_its_code(home: House) -> None:
    start = await home.post("start", {"kit": None})
    assert start["form"]["minutes"] == 45
    assert {item["id"] for item in start["items"]} == {one.id for one in home.world.bank.items.values()}
    made = (await home.post("make", {"title": "Data scientist", "minutes": "40", "level": "beginner", "seed": "5"}))[
        "kit"
    ]
    assert made["timing"].endswith("5 to close")
    second = made["lines"][1]["item"]
    moved = (await home.post("change", {"kit": made["id"], "deed": "move", "item": second, "to": 0}))["kit"]
    assert moved["lines"][0]["item"] == second
    locked = (await home.post("change", {"kit": made["id"], "deed": "lock", "item": second}))["kit"]
    assert locked["lines"][0]["locked"]
    again = await home.post("open", {"code": made["code"], "title": "Data scientist", "locked": [second]})
    assert [line["item"] for line in again["kit"]["lines"]] == [line["item"] for line in made["lines"]]
    assert [line["item"] for line in again["kit"]["lines"] if line["locked"]] == [second]
    assert again["form"]["title"] == "Data scientist"


async def test_what_is_wrong_comes_back_as_a_sentence(home: House) -> None:
    assert (await home.post("make", {"minutes": "many"}))["notice"]["next"] == "Write a whole number."
    assert "notice" in await home.post("open", {"code": "K1-NOT-A-CODE"})
    assert "not here any more" in (await home.post("change", {"kit": 99, "deed": "show"}))["notice"]["says"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("make", {"title": 7}),
        ("make", {"title": "x" * 3000}),
        ("make", {"kit": "1"}),
        ("open", {"code": "K1", "locked": "all"}),
        ("change", {"kit": 1, "deed": "burn"}),
        ("change", {"deed": "show"}),
        ("change", {"kit": 1, "deed": "move", "to": "top"}),
        ("file", {"kit": 1, "format": "exe", "copy": "candidate"}),
        ("file", {"format": "pdf", "copy": "candidate"}),
        ("make", []),
    ],
)
async def test_requests_that_no_page_of_ours_sends_are_refused(home: House, path: str, body: object) -> None:
    assert (await home.post(path, body))["status"] == 400  # type: ignore[arg-type]


async def test_a_request_without_the_header_of_our_pages_is_refused(home: House) -> None:
    async with home.session.post(f"{home.here.url}kit/api/start", json={}) as response:
        assert response.status == 403


async def test_only_who_may_make_kits_gets_one(home: House) -> None:
    await home.post("start", {})  # Ana comes first, and so the page is hers
    answer = await home.post("start", {}, **{"X-Visitor": "Ben"})
    assert "notice" in answer
    assert "items" not in answer


async def test_files_come_with_their_names_and_their_type(home: House) -> None:
    made = (await home.post("make", {"title": "Data scientist", "seed": "1"}))["kit"]
    file = await home.post("file", {"kit": made["id"], "format": "pdf", "copy": "candidate"})
    assert file["headers"][FILE] == "interview-kit-candidate.pdf"
    assert file["headers"]["Cache-Control"] == "no-store"
    assert file["bytes"].startswith(b"# Data scientist")
    quiz = await home.post("file", {"kit": made["id"], "format": "apkg", "copy": "candidate"})
    assert "notice" in quiz


async def test_the_print_view_is_the_html_copy_under_a_policy_that_runs_nothing(home: House) -> None:
    made = (await home.post("make", {"title": "Printed", "seed": "1"}))["kit"]
    wanted = {"kit": made["id"], "format": "html", "copy": "interviewer"}
    address = (await home.post("print", wanted))["address"]
    async with home.session.get(home.here.url.rstrip("/") + address) as response:
        assert "<h1>Printed</h1>" in await response.text()
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    home.world.clock.at += timedelta(minutes=11)
    async with home.session.get(home.here.url.rstrip("/") + address) as response:
        assert response.status == 400
        assert "has run out" in await response.text()


async def test_a_link_opens_the_page_for_its_person_and_for_an_hour(home: House) -> None:
    sealed, view = await linked(home)
    start = await home.post("start", {"kit": view.kit}, home.outside, **{"X-Kit-Link": sealed})
    assert start["form"]["title"] == "ML engineer"
    opened = await home.post("open", {"code": view.code, "title": view.title}, home.outside, **{"X-Kit-Link": sealed})
    assert opened["kit"]["id"] == view.kit
    home.world.clock.at += timedelta(minutes=61)
    late = await home.post("start", {}, home.outside, **{"X-Kit-Link": sealed})
    assert late["notice"] == {"says": "This link has run out.", "next": "Type `/kit` again for a new one."}
    print_ = await home.post("print", {"kit": 1, "format": "html", "copy": "candidate"}, home.outside)
    assert "not complete" in print_["notice"]["says"]


async def test_a_link_that_was_changed_or_made_for_something_else_opens_nothing(home: House) -> None:
    sealed, view = await linked(home)
    ticket = await home.post(
        "print", {"kit": view.kit, "format": "html", "copy": "candidate"}, home.outside, **{"X-Kit-Link": sealed}
    )
    other = parse_qs(urlsplit(ticket["address"]).query)["ticket"][0]
    for forged in (sealed[:-2], "x" + sealed, other, "no link at all"):
        answer = await home.post("start", {}, home.outside, **{"X-Kit-Link": forged})
        assert "not complete" in answer["notice"]["says"]
    # On the outside, a name proves nothing.
    assert "notice" in await home.post("start", {}, home.outside, **{"X-Visitor": "Ana"})


async def test_a_link_is_never_an_admin_and_stays_in_its_space(home: House) -> None:
    sealed, view = await linked(home)
    asker = await home.pages._links.who(_Request(sealed))  # type: ignore[arg-type]
    assert (asker.is_admin, asker.may_hire, asker.member) == (False, True, MANAGER.member)
    elsewhere = await home.post("change", {"kit": view.kit, "deed": "show"})  # Ana's own space is another
    assert "not here any more" in elsewhere["notice"]["says"]


async def test_the_key_is_made_once_and_outlives_a_restart(home: House, database: Path) -> None:
    sealed, _ = await linked(home)
    key = await home.world.store.run(lambda tx: tx.note(KEY))
    assert key is not None
    assert len(key) == 64
    pages = pages_of(home.world, engine_of(home.world), "https://kits.example.com")
    assert (await pages._links.who(_Request(sealed))).member == MANAGER.member  # type: ignore[arg-type]


async def test_without_an_address_outside_no_link_is_given(home: House) -> None:
    _, view = await linked(home)
    assert await pages_of(home.world, home.engine).link(MANAGER, view) == ""


class _Request:
    def __init__(self, link: str) -> None:
        self.headers = {"X-Kit-Link": link}
