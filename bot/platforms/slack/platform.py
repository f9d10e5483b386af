"""Slack as the engine's platform: posts to channels, edits, and looks up what nobody knows."""

import asyncio
import logging
import time
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.domain.ids import ChannelId, SpaceId
from bot.engine import views as v
from bot.engine.ports.platform import Post, Refused, Trace, Unreachable
from bot.platforms.slack import limits
from bot.platforms.slack.api import Api, TooFast
from bot.platforms.slack.edits import Edits
from bot.platforms.slack.memory import Memory
from bot.platforms.slack.message import parts
from bot.platforms.slack.parts import Look
from bot.platforms.slack.pictures import Pictures
from bot.platforms.slack.render import render
from bot.platforms.slack.workspaces import Workspace, Workspaces, of_space

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
        self._quiet: dict[tuple[str, str], float] = {}
        self._sent: dict[tuple[str, str], float] = {}
        self._lacking: Memory[bool] = Memory(seconds=600)

    async def post(self, post: Post) -> str:
        """Sends the message; its key travels in the metadata, so that it can be found again."""
        place = await of_space(self._workspaces, post.space)
        channel = post.channel.removeprefix("dm:")
        await self._pace(place, channel)
        diagram, pack = (post.view.diagram, post.view.pack) if isinstance(post.view, v.RevealView) else (None, "")
        file = self._pictures.file(diagram, pack, place)
        look = Look(prefix=self._prefix, in_thread=post.reply_to is not None, has_pictures=file is not None)
        first, *more = parts(render(post.view, look))
        thread = {"thread_ts": post.reply_to} if post.reply_to else {}
        metadata = {"event_type": EVENT, "event_payload": {"key": post.key}}
        try:
            answer = await self._api.call(
                "chat.postMessage", place.token, channel=channel, **thread, **first.payload, metadata=metadata,
                unfurl_links=False, unfurl_media=False,
            )  # fmt: skip
        except TooFast as error:
            self._quiet[(place.id, channel)] = time.monotonic() + error.retry_after
            raise
        message, where = str(answer.get("ts", "")), str(answer.get("channel") or channel)
        for part in more:
            await self._follow(place, where, post.reply_to or message, part.payload)
        if file is not None and diagram is not None:
            self._pictures.send(file, diagram, place, where, post.reply_to or message)
        return message

    async def _pace(self, place: Workspace, channel: str) -> None:
        """About one message a second and channel; while Slack wants quiet there, nothing is sent at all."""
        key, now = (place.id, channel), time.monotonic()
        quiet = self._quiet.get(key, 0.0) - now
        if quiet > 0:
            raise Unreachable("Slack asked to wait in this channel", quiet)
        wait = self._sent.get(key, 0.0) + limits.SECONDS_PER_MESSAGE - now
        self._sent[key] = max(now, now + wait)
        if wait > 0:
            await asyncio.sleep(wait)

    async def _follow(self, place: Workspace, channel: str, thread: str, payload: dict[str, Any]) -> None:
        """A further part of a long message, in its thread. It may fail: the first part is there."""
        try:
            await asyncio.sleep(limits.SECONDS_PER_MESSAGE)
            await self._api.call("chat.postMessage", place.token, channel=channel, thread_ts=thread, **payload)
        except Exception as error:
            log.warning("the rest of a long message did not go out: %s", error)

    async def edit(self, space: SpaceId, channel: ChannelId, message: str, view: v.View) -> None:
        """Has the message show the view soon; returns at once."""
        if message:
            self._edits.want(space, channel, message, view)

    async def _edit(self, space: SpaceId, channel: ChannelId, message: str, view: v.View) -> None:
        place = await of_space(self._workspaces, space)
        first = parts(render(view, Look(prefix=self._prefix)))[0]
        await self._api.call("chat.update", place.token, channel=channel, ts=message, **first.payload)

    async def trace(self, post: Post) -> tuple[Trace, str | None]:
        """Looks for the key in what was posted since the first try; needs a history scope."""
        place = await of_space(self._workspaces, post.space)
        if post.channel.startswith("dm:") or not _may_look(place) or self._lacking.get((place.id, post.channel)):
            return Trace.CANNOT_LOOK, None
        oldest = f"{(post.first_tried - SLACK).timestamp():.6f}"
        thread = {"ts": post.reply_to} if post.reply_to else {}
        method = "conversations.replies" if post.reply_to else "conversations.history"
        cursor = ""
        try:
            for _ in range(PAGES):
                answer = await self._api.read(
                    method, place.token, channel=post.channel, oldest=oldest, limit=200, include_all_metadata=True,
                    **thread, **({"cursor": cursor} if cursor else {}),
                )  # fmt: skip
                for message in answer.get("messages", []):
                    if _key(message) == post.key:
                        return Trace.FOUND, str(message["ts"])
                cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
                if not cursor:
                    return Trace.ABSENT, None
        except Refused as error:
            log.info("a post cannot be looked up: %s", error.reason)
            self._lacking.keep((place.id, post.channel), True)
        return Trace.CANNOT_LOOK, None

    async def close(self) -> None:
        await self._edits.close()
        await self._pictures.close()


def _may_look(place: Workspace) -> bool:
    return place.may("channels:history") or place.may("groups:history")


def _key(message: Mapping[str, Any]) -> str:
    metadata = message.get("metadata") or {}
    return str((metadata.get("event_payload") or {}).get("key", "")) if metadata.get("event_type") == EVENT else ""
