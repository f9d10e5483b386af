"""discord.py's client with our doors, and the buttons that outlive it."""

import logging
import re
from collections.abc import Awaitable, Callable
from typing import Self

import discord

from bot.platforms.discord.listen import Doors
from bot.platforms.discord.needs import Engine
from bot.platforms.discord.origin import space_of
from bot.platforms.discord.replies import NO_MENTIONS, Interaction

log = logging.getLogger(__name__)


class Client(discord.Client):
    """One connection of one shard; without a shard, only for sending, which needs no gateway."""

    def __init__(
        self,
        doors: Doors,
        engine: Engine,
        *,
        shard: int | None = None,
        shards: int | None = None,
        may_begin: Callable[[int], Awaitable[None]] | None = None,
    ) -> None:
        """`may_begin` is asked before a session begins, and returns when it may."""
        super().__init__(
            intents=discord.Intents(guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            allowed_mentions=NO_MENTIONS,
            max_ratelimit_timeout=30.0,
            shard_id=shard,
            shard_count=shards,
        )
        self.doors, self._engine, self._may_begin = doors, engine, may_begin
        self.add_dynamic_items(TokenButton)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        # After an invalid session Discord wants a pause, which discord.py makes here.
        await super().before_identify_hook(shard_id, initial=initial)
        if self._may_begin is not None and shard_id is not None:
            await self._may_begin(shard_id)

    async def on_interaction(self, interaction: Interaction) -> None:
        await self.doors.used(interaction)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        log.info("the bot was removed from server %s", guild.id)
        await self._engine.leave(space_of(guild.id), "the bot was removed from the server")

    async def on_error(self, event: str, /, *args: object, **kwargs: object) -> None:
        log.exception("an event of Discord was not handled: %s", event)


class TokenButton(discord.ui.DynamicItem[discord.ui.Button[discord.ui.LayoutView]], template=r"[a-z_]+:\d{1,15}:.*"):
    """Any button of ours, on any message of any age: all that it means stands in its `custom_id`."""

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: discord.ui.Item[discord.ui.LayoutView], match: re.Match[str]
    ) -> Self:
        assert isinstance(item, discord.ui.Button)  # the template is one of buttons only
        return cls(item)

    async def callback(self, interaction: Interaction) -> None:
        client = interaction.client
        assert isinstance(client, Client)  # nobody else registers this item
        await client.doors.pressed(interaction, self.custom_id)
