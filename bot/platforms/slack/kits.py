"""Kits on their way to the asker: the preview with its link, files into direct messages, never into a channel.

Without the scopes for files, Markdown is shown as text, privately and in parts, and other formats say what to do.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace

import aiohttp

from bot.engine import views as v
from bot.engine.commands import Asker
from bot.engine.ports.platform import PlatformError, Refused
from bot.platforms.slack.api import Api, NobodyKnows
from bot.platforms.slack.uploads import DIRECT, FILES, upload
from bot.platforms.slack.workspaces import Workspace

log = logging.getLogger(__name__)

KitLink = Callable[[Asker, v.KitView], Awaitable[str]]
"""Gives the address of the kit page for the asker; empty where nobody can reach it."""

MARKDOWN = "text/markdown"
SENT = "The file is in your direct messages with Study Bot."
LACKS = "The app may not send files in this workspace."
INSTEAD = "Choose Markdown, which is shown as text, or have the app granted `files:write` and `im:write`."
LOST = v.NoticeView("Slack did not take the file just now, so you have not got it.", "Press the button again.")


class Kits:
    """Makes a kit's view ready to be shown to its asker, and to nobody else."""

    def __init__(self, api: Api, link: KitLink) -> None:
        self._api, self._link = api, link

    async def ready(self, view: v.View, asker: Asker, place: Workspace) -> v.View:
        """The preview with its link; in place of a file that was sent, what to say about it. A file that remains is
        Markdown, to be shown as text. Other views pass as they are."""
        match view:
            case v.KitView():
                return replace(view, link=await self._link(asker, view))
            case v.KitFileView():
                return await self._delivered(view, asker.member.user, place)
            case _:
                return view

    async def _delivered(self, view: v.KitFileView, user: str, place: Workspace) -> v.View:
        if place.may(FILES) and place.may(DIRECT):
            try:
                await self._send(view, user, place)
            except Refused as error:
                log.info("a kit was not sent as a file: %s", error.reason)
            except (PlatformError, NobodyKnows, aiohttp.ClientError, TimeoutError) as error:
                log.warning("a kit was not sent as a file: %s", error)
                return LOST
            else:
                return v.NoticeView(SENT, view.note, good=True, buttons=view.buttons)
        if view.file.media_type.partition(";")[0] == MARKDOWN:
            return view
        return v.NoticeView(LACKS, INSTEAD, buttons=view.buttons)

    async def _send(self, view: v.KitFileView, user: str, place: Workspace) -> None:
        opened = await self._api.call("conversations.open", place.token, users=user)
        channel = str((opened.get("channel") or {}).get("id", ""))
        await upload(self._api, place, view.file.name, view.file.data, title=view.title, channel=channel)


async def no_link(asker: Asker, view: v.KitView) -> str:
    """Where no web server can be reached from outside."""
    return ""
