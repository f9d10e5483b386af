"""Whether a post is in its channel: the bot's own messages are read back, and nobody else's."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import discord

from bot.domain.ids import ChannelId
from bot.engine.ports.platform import Copy

PAGE = 100
PAGES = 30
"""Pages of messages that are read; a channel with more since the first try cannot be looked through."""

MARGIN = timedelta(minutes=2)
"""How far our clock and Discord's may be apart."""


async def copies(
    client: discord.Client, channels: Sequence[int], marks: Mapping[int, int], since: datetime
) -> tuple[list[Copy], bool]:
    """The messages that carry one of the marks, oldest first, and whether everything could be looked through.

    `marks` tells which part of the post each mark stands for.
    """
    found: list[Copy] = []
    whole = True
    for channel in channels:
        try:
            whole = await _look_in(client, channel, marks, since, found) and whole
        except discord.NotFound:
            continue  # a thread that was never made holds nothing
    return sorted(found, key=lambda copy: int(copy.message)), whole


async def _look_in(
    client: discord.Client, channel: int, marks: Mapping[int, int], since: datetime, found: list[Copy]
) -> bool:
    """Adds what is found; False without the right to read a history, where nothing can be told."""
    own = str(client.user.id) if client.user else ""
    after = discord.utils.time_snowflake(since - MARGIN)
    seen = 0
    for _ in range(PAGES):
        page = await client.http.logs_from(channel, PAGE, after=after)
        seen += len(page)
        for raw in page:
            if raw["author"]["id"] == own:
                parts = {marks[one] for one in _ids(raw) if one in marks}
                found += [Copy(ChannelId(str(channel)), str(raw["id"]), part) for part in parts]
        if len(page) < PAGE:
            return bool(seen) or await _can_read(client, channel)
        after = max(int(raw["id"]) for raw in page)
    return False


async def _can_read(client: discord.Client, channel: int) -> bool:
    """Without Read Message History Discord answers with no messages at all; so an empty answer proves nothing."""
    if await client.http.logs_from(channel, 1):
        return True
    found: Mapping[str, Any] = await client.http.get_channel(channel)
    # The channel's first message may have come between the two calls; who may read sees it now.
    return found.get("last_message_id") is None or bool(await client.http.logs_from(channel, 1))


def _ids(raw: Mapping[str, Any]) -> Iterator[int]:
    """The ids of a message's outermost components."""
    for component in raw.get("components") or ():
        if "id" in component:
            yield int(component["id"])
