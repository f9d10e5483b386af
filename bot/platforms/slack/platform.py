"""Slack as the engine's platform: posts to channels, edits, and looks up what nobody knows."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.domain.ids import ChannelId, SpaceId
from bot.engine import views as v
from bot.engine.pacing import Pace
from bot.engine.ports.platform import Copy, Post, Refused, Trace
from bot.platforms.slack import limits
from bot.platforms.slack.api import Api
from bot.platforms.slack.edits import Edits
from bot.platforms.slack.memory import Memory
from bot.platforms.slack.message import Message, parts
from bot.platforms.slack.parts import Look
from bot.platforms.slack.pictures import Pictures
from bot.platforms.slack.render import render
from bot.platforms.slack.workspaces import Workspace, Workspaces, of_space
from bot.web.dates import server_time

log = logging.getLogger(__name__)

EVENT = "study_post"
SLACK = timedelta(seconds=5)
"""How far Slack's clock may be behind ours when a post is looked up."""
PAGES = 20


class SlackPlatform:
    """Fills the engine's Platform port."""

    name = "slack"
    edit_seconds = limits.EDIT_SECONDS
    settle_seconds = limits.SETTLE_SECONDS

    def __init__(self, api: Api, workspaces: Workspaces, packs: Mapping[str, Path], *, prefix: str = "") -> None:
        self._api, self._workspaces, self._prefix = api, workspaces, prefix
        self._pictures = Pictures(api, packs)
        self._edits = Edits(self._edit)
        self._lacking: Memory[bool] = Memory(seconds=600)

    async def post(self, post: Post) -> str:
        """Sends the message; its key travels in the metadata, so that it can be found again."""
        place = await of_space(self._workspaces, post.space)
        channel = post.channel.removeprefix("dm:")
        diagram, pack = (post.view.diagram, post.view.pack) if isinstance(post.view, v.RevealView) else (None, "")
        file = self._pictures.file(diagram, pack, place)
        look = Look(prefix=self._prefix, in_thread=post.reply_to is not None, has_pictures=file is not None)
        whole = parts(render(post.view, look))
        if post.begun:
            there = {copy.part for copy in await self._copies(place, post) or ()}
            await self._follow(place, channel, post, post.begun, whole, there)
            return post.begun
        thread = {"thread_ts": post.reply_to} if post.reply_to else {}
        answer = await self._api.call(
            "chat.postMessage", place.token, channel=channel, **thread, **whole[0].payload, metadata=_mark(post.key),
            unfurl_links=False, unfurl_media=False,
        )  # fmt: skip
        message, where = str(answer.get("ts", "")), str(answer.get("channel") or channel)
        await self._follow(place, where, post, message, whole, set())
        if file is not None and diagram is not None:
            self._pictures.send(file, diagram, place, where, post.reply_to or message)
        return message

    async def _follow(
        self, place: Workspace, channel: str, post: Post, message: str, whole: Sequence[Message], there: set[int]
    ) -> None:
        """The further parts of a long message, in its thread. They may fail: the first part is there."""
        for number, part in enumerate(whole):
            if number == 0 or number in there:
                continue
            try:
                await asyncio.sleep(limits.SECONDS_PER_MESSAGE)
                await self._api.call(
                    "chat.postMessage", place.token, channel=channel, thread_ts=post.reply_to or message,
                    **part.payload, metadata=_mark(post.key, number),
                )  # fmt: skip
            except Exception as error:
                log.warning("the rest of a long message did not go out: %s", error)

    def paces(self, space: SpaceId, channel: ChannelId, *, edit: bool = False) -> tuple[Pace, ...]:
        """Limits are per workspace, and per channel for posts; edits have one of their own."""
        if edit:
            return (Pace(f"{space}/edits", limits.SECONDS_PER_EDIT, limits.EDIT_BURST),)
        return (
            Pace(space, limits.SECONDS_PER_WORKSPACE, limits.WORKSPACE_BURST),
            Pace(f"{space}/{channel}", limits.SECONDS_PER_MESSAGE),
        )

    async def edit(self, space: SpaceId, channel: ChannelId, message: str, view: v.View) -> None:
        """Has the message show the view; what is asked for meanwhile comes first. Returns when it is done."""
        if message:
            await self._edits.want(space, channel, message, view)

    async def _edit(self, space: SpaceId, channel: ChannelId, message: str, view: v.View) -> None:
        place = await of_space(self._workspaces, space)
        first = parts(render(view, Look(prefix=self._prefix)))[0]
        await self._api.call("chat.update", place.token, channel=channel, ts=message, **first.payload)

    async def trace(self, post: Post) -> tuple[Trace, str | None]:
        """Looks for the key in what was posted since the first try; needs a history scope."""
        place = await of_space(self._workspaces, post.space)
        copies = await self._copies(place, post)
        if copies is None:
            return Trace.CANNOT_LOOK, None
        there = {copy.part: copy.message for copy in reversed(copies)}
        if 0 not in there:
            return Trace.ABSENT, None
        whole = self._length(post) <= len(there)
        return (Trace.FOUND if whole or post.begun else Trace.PARTIAL), there[0]

    def _length(self, post: Post) -> int:
        """How many messages it takes."""
        return len(parts(render(post.view, Look(prefix=self._prefix, in_thread=post.reply_to is not None))))

    async def trace_all(self, post: Post) -> tuple[Copy, ...] | None:
        """The same, to find all of them."""
        copies = await self._copies(await of_space(self._workspaces, post.space), post)
        return None if copies is None else tuple(copies)

    async def _copies(self, place: Workspace, post: Post) -> list[Copy] | None:
        """The post's messages, oldest first; None where nobody can look."""
        if post.channel.startswith("dm:") or not _may_look(place) or self._lacking.get((place.id, post.channel)):
            return None
        # While nobody knew whether the question arrived, its reveal may have gone to the channel, not into the thread.
        threads = [{"ts": post.reply_to}, {}] if post.reply_to else [{}]
        try:
            found = [await self._copies_in(place, post, thread) for thread in threads]
            if self._length(post) > 1:
                # The further parts stand in the thread of the first one, which the channel's history does not show.
                firsts = [copy.message for copy in found[-1] or () if copy.part == 0]
                found += [await self._copies_in(place, post, {"ts": first}) for first in firsts]
        except Refused as error:
            log.info("a post cannot be looked up: %s", error.reason)
            self._lacking.keep((place.id, post.channel), True)
            return None
        if any(copies is None for copies in found):
            return None
        # A thread shows its first message, too.
        return sorted({one for copies in found for one in copies or ()}, key=lambda copy: float(copy.message))

    async def _copies_in(self, place: Workspace, post: Post, thread: dict[str, str]) -> list[Copy] | None:
        """Those in a thread, or in the channel itself; None where there is too much to look through."""
        oldest = f"{(post.first_tried - SLACK).timestamp():.6f}"
        found: list[Copy] = []
        cursor = ""
        for _ in range(PAGES):
            answer = await self._api.read(
                "conversations.replies" if thread else "conversations.history", place.token, channel=post.channel,
                oldest=oldest, limit=200, include_all_metadata=True,
                **thread, **({"cursor": cursor} if cursor else {}),
            )  # fmt: skip
            for message in answer.get("messages", []):
                key, part = _key(message)
                if key == post.key:
                    found.append(Copy(post.channel, str(message["ts"]), part))
            cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return found
        return None

    async def delete(self, space: SpaceId, copy: Copy) -> None:
        """Takes a message of the bot away."""
        place = await of_space(self._workspaces, space)
        await self._api.call("chat.delete", place.token, channel=copy.channel, ts=copy.message)

    async def server_time(self) -> datetime | None:
        """Slack's clock, by a call that needs no token."""
        return await server_time(self._api.session, f"{self._api.client.base_url}api.test", proxy=self._api.proxy)

    async def close(self) -> None:
        await self._edits.close()
        await self._pictures.close()


def _may_look(place: Workspace) -> bool:
    return place.may("channels:history") or place.may("groups:history")


def _mark(key: str, part: int = 0) -> dict[str, Any]:
    """The metadata by which a post is found again."""
    return {"event_type": EVENT, "event_payload": {"key": key, **({"part": part} if part else {})}}


def _key(message: Mapping[str, Any]) -> tuple[str, int]:
    """The key and the part of a message of ours; no key for any other."""
    metadata = message.get("metadata") or {}
    payload = (metadata.get("event_payload") or {}) if metadata.get("event_type") == EVENT else {}
    return str(payload.get("key", "")), int(payload.get("part", 0))
