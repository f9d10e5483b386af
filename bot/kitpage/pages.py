"""The kit page in its two places: beside the local page, and behind the links that Slack and Discord give."""

from collections.abc import Collection, Mapping, Sequence

from aiohttp import web

from bot.domain.questions import Item
from bot.engine.commands import Asker
from bot.engine.views import KitView
from bot.kitpage.links import Links
from bot.kitpage.listen import KitPage
from bot.kitpage.needs import Engine, KeepNote, ReadNote, Who
from bot.kitpage.seals import Seals


class KitPages:
    """Gives routes to hang on a web server, and links to them."""

    def __init__(self, engine: Engine, items: Collection[Item], selectors: Mapping[str, str], *, base: str,
                 read_note: ReadNote, keep_note: KeepNote) -> None:  # fmt: skip
        """`base` is the address under which people reach the page from outside; empty where they cannot."""
        self._engine, self._items, self._selectors = engine, items, selectors
        self._seals = Seals(engine.clock, read_note, keep_note)
        self._links = Links(base, self._seals)

    async def link(self, asker: Asker, view: KitView) -> str:
        """The address of a kit for somebody who may make kits; empty where nobody can reach the page."""
        return await self._links.link(asker, view)

    def on_this_machine(self, who: Who) -> Sequence[web.AbstractRouteDef]:
        """For a server that only this machine reaches; `who` is the page's visitor."""
        return KitPage(self._engine, who, self._seals, self._items, self._selectors, home="/").routes()

    def behind_links(self) -> Sequence[web.AbstractRouteDef]:
        """For a server that others reach; who holds no link sees an empty page."""
        return KitPage(self._engine, self._links.who, self._seals, self._items, self._selectors).routes()
