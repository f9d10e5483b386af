"""Interview kits in the local page's timeline: the preview, and a file that is served until others take its place."""

import re
from collections.abc import AsyncIterator

import pytest

from bot.engine.ports.exporter import File
from bot.platforms.local.shelf import MOST, Shelf
from tests.kitpage.house import House, house
from tests.world import World


@pytest.fixture
async def home(world: World) -> AsyncIterator[House]:
    async with house(world) as running:
        yield running


async def typed(home: House, line: str, name: str = "Ana") -> dict[str, object]:
    headers = {"X-Study-Bot": "page", "X-Visitor": name}
    async with home.session.post(f"{home.here.url}api/command", json={"line": line}, headers=headers) as response:
        return await response.json()  # type: ignore[no-any-return]


async def test_a_typed_kit_is_shown_and_leads_to_the_kit_page_by_its_code(home: House) -> None:
    answer = await typed(home, "/kit expert 30 title=Scientist")
    assert answer["kind"] == "kit"
    assert re.search(r'href="/kit#code=K1-[0-9A-Z-]+&amp;title=Scientist"', str(answer["html"]))
    assert (await typed(home, "/kit"))["dialog"] is True


async def test_a_file_is_downloaded_by_the_address_that_only_its_asker_was_told(home: House) -> None:
    answer = await typed(home, "/kit expert 30 pdf")
    found = re.search(r'href="(/files/[\w-]{22})" download="interview-kit-interviewer.pdf"', str(answer["html"]))
    assert found is not None
    async with home.session.get(home.here.url.rstrip("/") + found[1]) as response:
        assert response.status == 200
        assert "interview-kit-interviewer.pdf" in response.headers["Content-Disposition"]
    async with home.session.get(f"{home.here.url}files/guessed") as response:
        assert response.status == 400
        assert "Press its button again" in await response.text()


async def test_the_second_visitor_makes_no_kits(home: House) -> None:
    await typed(home, "/study me")
    assert "Only" in str((await typed(home, "/kit expert 30", "Ben"))["html"])


def test_the_oldest_file_makes_room() -> None:
    shelf = Shelf()
    addresses = [shelf.put(File(f"{number}.md", "text/markdown", b"x")) for number in range(MOST + 1)]
    assert shelf.get(addresses[0].rpartition("/")[2]) is None
    kept = shelf.get(addresses[-1].rpartition("/")[2])
    assert kept is not None
    assert kept.name == f"{MOST}.md"
