"""The link that `/kit` gives on Slack and Discord: it opens the kit page, for one person, for an hour."""

from datetime import timedelta
from urllib.parse import urlencode

from aiohttp import web

from bot.domain.ids import ChannelId, Member, SpaceId, UserId
from bot.engine.commands import Asker
from bot.engine.views import KitView
from bot.kitpage.seals import FORGED, Seals

LASTS = timedelta(hours=1)
PURPOSE = "kit link"
HEADER = "X-Kit-Link"


class Links:
    """Makes links and reads them. `base` is the address under which people reach the web server; empty: none is made.

    What proves the person stands behind the `#`: browsers never send that part, so no server or proxy logs it.
    """

    def __init__(self, base: str, seals: Seals) -> None:
        self._base, self._seals = base.rstrip("/"), seals

    async def link(self, asker: Asker, view: KitView) -> str:
        """The address of this kit on the page, for this person; empty where nobody can reach it. Give it to those only
        who may make kits: whoever holds it may."""
        if not self._base:
            return ""
        facts = {"space": asker.member.space, "channel": asker.channel, "user": asker.member.user}
        behind = {"link": await self._seals.seal(PURPOSE, facts, LASTS), "code": view.code, "title": view.title}
        return f"{self._base}/kit#{urlencode(behind)}"

    async def who(self, request: web.Request) -> Asker:
        """The person whom the page's link names; for kits alone, and never an admin. Raises StudyError."""
        sealed = request.headers.get(HEADER, "")
        if not sealed:
            raise FORGED
        facts = await self._seals.open(PURPOSE, sealed)
        member = Member(SpaceId(facts["space"]), UserId(facts["user"]))
        return Asker(member, "", ChannelId(facts["channel"]), may_hire=True)
