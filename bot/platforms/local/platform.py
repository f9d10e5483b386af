"""The local platform: a page on this machine that looks like a channel. It keeps no messages of its own."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from aiohttp import web

from bot.domain.ids import ChannelId, SpaceId
from bot.engine.commands import Asker
from bot.engine.pacing import Pace
from bot.engine.ports.platform import Copy, Post, Trace
from bot.engine.views import View
from bot.platforms.local.listen import Doors
from bot.platforms.local.needs import Engine, Skipper
from bot.platforms.local.pages import OpenPages
from bot.platforms.local.settings import LocalSettings


class LocalPlatform:
    """Fills the engine's Platform port, and gives the routes of its page to the web server."""

    name = "local"
    edit_seconds = 1.0
    settle_seconds = 0.0

    def __init__(
        self,
        engine: Engine,
        settings: LocalSettings,
        packs: Mapping[str, Path],
        skipper: Skipper | None = None,
        *,
        selectors: Mapping[str, str] | None = None,
    ) -> None:
        """`packs` are the folders of the question packs, by name; `selectors` what `/quiz` and others complete from."""
        self._pages = OpenPages()
        self._doors = Doors(engine, settings, packs, skipper, selectors or {}, self._pages)

    def routes(self) -> list[web.AbstractRouteDef]:
        """What to hang on the web server."""
        return self._doors.routes()

    async def visitor(self, request: web.Request) -> Asker:
        """Who sent a request to a page beside this one, such as the kit page: the same visitor as here."""
        return await self._doors.visitor(request)

    def close(self) -> None:
        """Ends the open pages' streams; call it when the web server stops (`server.on_stop(platform.close)`)."""
        self._pages.close()

    async def post(self, post: Post) -> str:
        """Tells the open pages. They read the channel from the database, where the post is already."""
        self._pages.publish()
        return f"local:{post.key}"

    async def edit(self, space: SpaceId, channel: ChannelId, message: str, view: View) -> None:
        """Tells the open pages; what changed, they read from the database."""
        self._pages.publish()

    async def trace(self, post: Post) -> tuple[Trace, str | None]:
        """Absent, always. Posting again is harmless: the channel is rebuilt from the database, where a post has one
        key and so stands there once, however often the pages are told."""
        return Trace.ABSENT, None

    def paces(self, space: SpaceId, channel: ChannelId, *, edit: bool = False) -> tuple[Pace, ...]:
        """None: nothing leaves the machine."""
        return ()

    async def trace_all(self, post: Post) -> tuple[Copy, ...]:
        """None are ever doubled, for the same reason."""
        return ()

    async def delete(self, space: SpaceId, copy: Copy) -> None:
        """There is nothing to take away."""

    async def server_time(self) -> datetime | None:
        """The machine's clock is the only one here."""
        return None
