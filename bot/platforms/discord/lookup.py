"""Whether a post is in its channel: the bot's own messages are read back, and nobody else's."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import discord

from bot.engine.ports.platform import Trace

PAGE = 100
PAGES = 30
"""Pages of messages that are read; a channel with more since the first try cannot be looked through."""

MARGIN = timedelta(minutes=2)
"""How far our clock and Discord's may be apart."""


async def find(client: discord.Client, channels: Sequence[int], mark: int, since: datetime) -> tuple[Trace, str | None]:
    """The message that carries the mark. Without the right to read a history, nothing can be told."""
    looked = Trace.ABSENT
    for channel in channels:
        try:
            trace, message = await _find_in(client, channel, mark, since)
        except discord.NotFound:
            continue  # a thread that was never made holds nothing
        if trace is Trace.FOUND:
            return trace, message
        if trace is Trace.CANNOT_LOOK:
            looked = trace
    return looked, None


async def _find_in(client: discord.Client, channel: int, mark: int, since: datetime) -> tuple[Trace, str | None]:
    own = str(client.user.id) if client.user else ""
    after = discord.utils.time_snowflake(since - MARGIN)
    seen = 0
    for _ in range(PAGES):
        page = await client.http.logs_from(channel, PAGE, after=after)
        seen += len(page)
        for raw in page:
            if raw["author"]["id"] == own and mark in _ids(raw):
                return Trace.FOUND, str(raw["id"])
        if len(page) < PAGE:
            return (Trace.ABSENT if seen or await _can_read(client, channel) else Trace.CANNOT_LOOK), None
        after = max(int(raw["id"]) for raw in page)
    return Trace.CANNOT_LOOK, None


async def _can_read(client: discord.Client, channel: int) -> bool:
    """Without Read Message History Discord answers with no messages at all; so an empty answer proves nothing."""
    if await client.http.logs_from(channel, 1):
        return True
    found: Mapping[str, Any] = await client.http.get_channel(channel)
    return found.get("last_message_id") is None


def _ids(raw: Mapping[str, Any]) -> Iterator[int]:
    """The ids of a message's outermost components."""
    for component in raw.get("components") or ():
        if "id" in component:
            yield int(component["id"])
