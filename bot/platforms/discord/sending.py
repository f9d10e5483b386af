"""One post on its way to a channel."""

import logging
from collections.abc import Collection, Sequence

import discord

from bot.engine.ports.platform import Post, Refused
from bot.platforms.discord import faults
from bot.platforms.discord.drawn import Drawn, attached, mark_of, marked, nonce_of, part_key
from bot.platforms.discord.message import Message
from bot.platforms.discord.parts import Json

log = logging.getLogger(__name__)


class Incomplete(Exception):
    """A part of a post may be missing."""


class Sending:
    """Sends a post's messages, each with a nonce made from the post's key."""

    def __init__(self, client: discord.Client, post: Post, role: str | None) -> None:
        self._client, self._post, self._role = client, post, role

    async def to(self, channel: int, messages: Sequence[Message]) -> str:
        """The first message's id. What does not fit into it follows at once."""
        first = messages[0]
        calls = [discord.Object(int(self._role))] if self._role else []
        sent = await self._send(
            channel,
            marked(first, mark_of(self._post.key), self._role),
            first,
            0,
            discord.AllowedMentions(everyone=False, users=False, roles=calls, replied_user=False),
        )
        await self.rest(channel, messages, {0})
        return sent

    async def rest(self, channel: int, messages: Sequence[Message], there: Collection[int]) -> None:
        """Sends the parts that are not there yet, each with a mark of its own."""
        for part, message in enumerate(messages):
            if part in there:
                continue
            components = marked(message, mark_of(part_key(self._post.key, part)), None)
            try:
                await self._send(channel, components, message, part, discord.AllowedMentions.none())
            except Exception as error:
                if isinstance(error, discord.HTTPException) and isinstance(faults.of(error), Refused):
                    log.warning("part %s of %s was refused: %s", part + 1, self._post.key, error)
                    break
                # The first part stands. As an unknown outcome the whole is sent again while the nonces hold, which
                # brings the missing part only; afterwards a look tells which part is missing.
                raise Incomplete(f"part {part + 1} of {len(messages)} of {self._post.key}") from error

    async def _send(
        self, channel: int, components: list[Json], message: Message, part: int, mentions: discord.AllowedMentions
    ) -> str:
        place = self._client.get_partial_messageable(channel)
        sent = await place.send(
            view=Drawn(components),
            files=attached(message),
            nonce=nonce_of(self._post.key, part),
            allowed_mentions=mentions,
        )
        return str(sent.id)
