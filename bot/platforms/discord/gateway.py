"""The connection to Discord: logs in, registers the commands, stays connected, and passes events on."""

import asyncio
import logging
import re
import sys
from typing import Self

import aiohttp
import discord
import yarl

from bot.domain.errors import StudyError
from bot.engine.ports.platform import Unreachable
from bot.platforms.discord import commands, faults
from bot.platforms.discord.listen import Doors
from bot.platforms.discord.needs import Engine, KeepNote, ReadNote
from bot.platforms.discord.origin import space_of
from bot.platforms.discord.replies import NO_MENTIONS, Interaction
from bot.platforms.discord.settings import API, DiscordSettings

log = logging.getLogger(__name__)

LONGEST_WAIT = 60.0
"""Seconds between two tries to connect, after several failed."""

STEADY = 60.0
"""Seconds of connection after which the next failure counts as the first."""

SPARE_STARTS = 20
"""Session starts that are left alone: Discord resets the token of a bot that uses up its thousand a day."""

SWITCH = 0.0005
"""Seconds after which a busy thread lets others run."""

WRONG_TOKEN = StudyError(
    "Discord does not accept the bot's token.",
    'Copy it again from https://discord.com/developers/applications, your application, "Bot", "Reset Token".',
)


class Client(discord.AutoShardedClient):
    """discord.py's client with our doors. One shard up to about a thousand servers, more as Discord recommends."""

    def __init__(self, settings: DiscordSettings, doors: Doors, engine: Engine) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            allowed_mentions=NO_MENTIONS,
            max_ratelimit_timeout=30.0,
            shard_count=settings.shard_count or None,
        )
        self.shard_ids = list(settings.shard_ids) or None
        self.doors, self._engine = doors, engine
        self.add_dynamic_items(TokenButton)

    async def on_interaction(self, interaction: Interaction) -> None:
        await self.doors.used(interaction)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        log.info("the bot was removed from server %s", guild.id)
        await self._engine.leave(space_of(guild.id), "the bot was removed from the server")

    async def on_error(self, event: str, /, *args: object, **kwargs: object) -> None:
        log.exception("an event of Discord was not handled: %s", event)


class TokenButton(discord.ui.DynamicItem[discord.ui.Button[discord.ui.LayoutView]], template=r"[a-z]+:\d{1,15}:.*"):
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


class Gateway:
    """Keeps one client connected, whatever happens to it."""

    def __init__(
        self, settings: DiscordSettings, engine: Engine, doors: Doors, read_note: ReadNote, keep_note: KeepNote
    ) -> None:
        self._settings, self._engine, self._doors = settings, engine, doors
        self._read_note, self._keep_note = read_note, keep_note
        self._client: Client | None = None
        self._task: asyncio.Task[None] | None = None
        # The bot has no voice, so it needs no warning about libraries for it.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        # discord.py knows no option for the address.
        discord.http.Route.BASE = settings.api_base_url or API

    @property
    def client(self) -> Client:
        """The client that is logged in; raises Unreachable while there is none. Posting needs no gateway."""
        if self._client is None or self._client.is_closed():
            raise Unreachable("the bot is not logged in to Discord at the moment")
        return self._client

    async def start(self) -> None:
        """Logs in. A wrong token ends the start; an unreachable Discord does not."""
        try:
            self._client = await self._login()
        except discord.LoginFailure:
            raise WRONG_TOKEN from None
        except (discord.DiscordException, OSError, aiohttp.ClientError) as error:
            log.warning("Discord cannot be reached yet: %s", error)
        # Grading runs in a thread beside the event loop. With Python's 5 ms between two switches, every step of every
        # answer waits for it; measured with fifty people in one second, that is the difference to Discord's eyes.
        sys.setswitchinterval(SWITCH)
        self._task = asyncio.create_task(self._stay(), name="discord gateway")

    async def stop(self) -> None:
        await self._doors.finish()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._close()

    async def _close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    async def _stay(self) -> None:
        """Connects, and again after each end, waiting longer each time."""
        loop = asyncio.get_running_loop()
        wait = 1.0
        while True:
            began = loop.time()
            try:
                if self._client is None:
                    self._client = await self._login()
                await self._connect(self._client)
            except discord.LoginFailure:
                log.error("%s %s", WRONG_TOKEN.says, WRONG_TOKEN.next_step)
                wait = max(wait, faults.TOKEN_WAIT)
            except Exception as error:
                log.warning("the connection to Discord ended: %s: %s", type(error).__name__, error)
            await self._close()
            if loop.time() - began > STEADY:
                wait = 1.0
            await asyncio.sleep(wait)
            wait = min(wait * 2, max(wait, LONGEST_WAIT))

    async def _login(self) -> Client:
        client = Client(self._settings, self._doors, self._engine)
        try:
            await client.login(self._settings.token.get_secret_value().strip())
            await self._register(client)
        except BaseException:
            await client.close()
            raise
        return client

    async def _connect(self, client: Client) -> None:
        """Asks for the gateway's address, and runs until the connection ends for good."""
        shards, address, starts = await client.http.get_bot_gateway()
        client.shard_count = self._settings.shard_count or shards
        # With a known number of shards, and after an invalid session, discord.py takes this address.
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(self._settings.gateway_url or address)
        if starts["remaining"] < client.shard_count + SPARE_STARTS:
            log.error("only %s session starts are left today; waiting for new ones", starts["remaining"])
            await asyncio.sleep(starts["reset_after"] / 1000)
        await client.connect()

    async def _register(self, client: Client) -> None:
        """Registers the commands, all at once, and only when they are not those of the last time."""
        tree, server = commands.payload(), self._settings.development_server
        application = client.application_id
        assert application is not None  # the login brought it
        note, digest = f"discord.commands.{application}.{server or 'all'}", commands.digest(tree)
        if await self._read_note(note) == digest:
            return
        try:
            if server:
                await client.http.bulk_upsert_guild_commands(application, int(server), tree)
            else:
                await client.http.bulk_upsert_global_commands(application, tree)
        except discord.HTTPException as error:
            log.error("the commands could not be registered, those of before stay: %s", error)
            return
        await self._keep_note(note, digest)
        log.info("%s commands registered", len(tree))
