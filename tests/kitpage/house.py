"""The kit page on a real server, with the real engine, bank and database behind it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bot.domain.ids import SpaceId
from bot.domain.kits.values import FOR_CANDIDATES, Copy, Format, Sheet
from bot.domain.questions import selectors
from bot.engine.engine import Engine
from bot.engine.ports.exporter import File
from bot.kitpage.pages import KitPages
from bot.platforms.local.platform import LocalPlatform
from bot.platforms.local.settings import LocalSettings
from bot.web.server import WebServer
from tests.world import World

Json = dict[str, Any]
SPACE = SpaceId("local:studio")
TYPES = {Format.MARKDOWN: "text/markdown; charset=utf-8", Format.HTML: "text/html; charset=utf-8"}
PAGE = (
    "<!doctype html><html lang='en'><style>h1 {{ color: rgb(1, 2, 3) }}</style><title>{0}</title><h1>{0}</h1>{1}</html>"
)


class PlainExporter:
    """Writes titles, and what only interviewers may read, as text. `padding` makes files larger."""

    def __init__(self, padding: int = 0) -> None:
        self.padding = padding

    def export(self, sheet: Sheet, format: Format, copy: Copy) -> File:
        assert copy is Copy.INTERVIEWER or format in FOR_CANDIDATES
        lines = [entry.item.prompt if copy is Copy.CANDIDATE else entry.item.full for entry in sheet.kit.entries]
        text = f"# {sheet.kit.title or 'Interview kit'}\n\n" + "\n\n".join(lines)
        if format is Format.HTML:
            text = PAGE.format(sheet.kit.title or "Interview kit", "<p>printed</p>")
        name = f"interview-kit-{copy}.{format}"
        text += "\n\n" + "padding " * (self.padding // 8) + "\n\nThe end."
        return File(name, TYPES.get(format, "application/octet-stream"), text.encode())


def engine_of(world: World, exporter: PlainExporter | None = None) -> Engine:
    """The world's engine, which can write files as well."""
    return Engine(
        world.store, world.bank, world.clock, world.judge, world.rules, zone="UTC",
        exporter=exporter or PlainExporter(),
    )  # fmt: skip


def pages_of(world: World, engine: Engine, base: str = "") -> KitPages:
    items = world.bank.items.values()
    return KitPages(
        engine, items, selectors(items, world.bank.topics), base=base,
        read_note=lambda name: world.store.run(lambda tx: tx.note(name)),
        keep_note=lambda name, value: world.store.run(lambda tx: tx.keep_note(name, value)),
    )  # fmt: skip


@dataclass
class House:
    """The page beside the local one, and the page behind links."""

    world: World
    engine: Engine
    here: WebServer
    outside: WebServer
    pages: KitPages
    session: aiohttp.ClientSession = field(default_factory=aiohttp.ClientSession)

    async def post(self, path: str, body: Json, server: WebServer | None = None, **headers: str) -> Json:
        """What the page gets for a request of Ana's."""
        who = headers or {"X-Visitor": "Ana"}
        url = f"{(server or self.here).url}kit/api/{path}"
        async with self.session.post(url, json=body, headers={"X-Study-Bot": "kit"} | who) as response:
            return {"status": response.status, "headers": dict(response.headers)} | (
                await response.json()
                if response.content_type == "application/json"
                else {"bytes": await response.read()}
            )


@asynccontextmanager
async def house(world: World, exporter: PlainExporter | None = None) -> AsyncIterator[House]:
    engine = engine_of(world, exporter)
    # The same seed gives the same kits in every run.
    await world.store.run(lambda tx: tx.people.add_space(SPACE, zone="UTC", seed="seed", at=world.clock.at))
    local = LocalPlatform(engine, LocalSettings(port=0), world.bank.folders)
    here, outside = WebServer("127.0.0.1", 0), WebServer("127.0.0.1", 0)
    pages = pages_of(world, engine, "https://kits.example.com")
    here.add_routes(local.routes())
    here.add_routes(pages.on_this_machine(local.visitor))
    outside.add_routes(pages.behind_links())
    await asyncio.gather(here.start(), outside.start())
    running = House(world, engine, here, outside, pages)
    try:
        yield running
    finally:
        await running.session.close()
        local.close()
        await asyncio.gather(here.stop(), outside.stop())
