"""The connection to Discord: logs in, registers the commands, and keeps this replica's shards connected."""

import asyncio
import logging
import sys
from contextlib import suppress
from datetime import timedelta

import aiohttp
import discord
import yarl

from bot.domain.errors import StudyError
from bot.engine.ports.platform import Unreachable
from bot.engine.ports.store import Store
from bot.platforms.discord import commands, faults
from bot.platforms.discord.client import Client
from bot.platforms.discord.listen import LAST_WORDS, Doors
from bot.platforms.discord.needs import Engine
from bot.platforms.discord.settings import API, DiscordSettings
from bot.platforms.discord.shards import Pace, Shards, running_count
from bot.platforms.discord.starts import Starts, TooSoon

log = logging.getLogger(__name__)

LONGEST_WAIT = 60.0
"""Seconds between two tries to connect, after several failed."""

STEADY = 60.0
"""Seconds of connection after which the next failure counts as the first."""

FAREWELL = 1.0
"""Seconds for a connection to end by the book; Discord ends it without us anyhow."""

SPARE_STARTS = 20
"""Session starts that are left alone: Discord resets the token of a bot that uses up its thousand a day."""

SWITCH = 0.0005
"""Seconds after which a busy thread lets others run."""

WRONG_TOKEN = StudyError(
    "Discord does not accept the bot's token.",
    'Copy it again from https://discord.com/developers/applications, your application, "Bot", "Reset Token".',
)


class Waits:
    """How long to wait after each end of a connection: longer each time, until one was steady."""

    def __init__(self) -> None:
        self._next = 1.0

    async def after(self, error: BaseException | None, *, lasted: float) -> None:
        """Says what happened, and waits."""
        if isinstance(error, TooSoon):
            log.error("Discord's session starts are spared: %s", error)
            await asyncio.sleep(error.seconds)
            return
        if isinstance(error, discord.LoginFailure):
            log.error("%s %s", WRONG_TOKEN.says, WRONG_TOKEN.next_step)
            self._next = max(self._next, faults.TOKEN_WAIT)
        elif error is not None:
            log.warning("the connection to Discord ended: %s: %s", type(error).__name__, error)
        if lasted > STEADY:
            self._next = 1.0
        await asyncio.sleep(self._next)
        self._next = min(self._next * 2, max(self._next, LONGEST_WAIT))


class Gateway:
    """Logs in for sending, holds shards by lease, and keeps them connected, whatever happens to them."""

    def __init__(
        self,
        settings: DiscordSettings,
        engine: Engine,
        doors: Doors,
        store: Store,
        owner: str,
        *,
        pace: Pace | None = None,
    ) -> None:
        self._settings, self._engine, self._doors, self._store = settings, engine, doors, store
        self._owner, self._pace = owner, pace or Pace()
        self._starts = Starts(store, owner, apart=timedelta(seconds=self._pace.apart))
        self._client: Client | None = None
        self._clients: set[Client] = set()
        self._leaving: set[asyncio.Task[None]] = set()
        self._shards: Shards | None = None
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
        """Takes nothing new, hands the shards over, and lets answers on their way arrive."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._shards is not None:
            await self._shards.release()
        await self._doors.finish()
        for task in self._leaving:
            task.cancel()
        clients = [*self._clients, *([self._client] if self._client else [])]
        self._client = None
        if clients:
            await asyncio.wait([asyncio.create_task(client.close()) for client in clients], timeout=FAREWELL)

    async def _stay(self) -> None:
        """Logs in where the start could not, finds out how many shards there are, and holds some of them."""
        waits, loop = Waits(), asyncio.get_running_loop()
        while True:
            began = loop.time()
            try:
                if self._client is None:
                    self._client = await self._login()
                bot, count = str(self._client.application_id), await self._count(self._client)
            except Exception as error:
                await waits.after(error, lasted=loop.time() - began)
                continue
            self._shards = Shards(
                self._store, bot, self._owner, count, self._settings.shard_ids, self._keep, pace=self._pace
            )
            await self._shards.hold()

    async def _count(self, client: Client) -> int:
        """The number of shards: the configuration's, else that of the replicas that run, else Discord's advice."""
        self._starts.bot = str(client.application_id)
        advised, _, _ = await client.http.get_bot_gateway()
        if self._settings.shard_count:
            return self._settings.shard_count
        return await self._store.run(lambda tx: running_count(tx, self._starts.bot)) or advised

    async def _keep(self, shard: int) -> None:
        """Keeps one shard connected until it is cancelled, waiting longer after each end."""
        waits, loop = Waits(), asyncio.get_running_loop()
        while True:
            began, ended = loop.time(), None
            try:
                await self._connect(shard)
            except Exception as error:
                ended = error
            await waits.after(ended, lasted=loop.time() - began)

    async def _connect(self, shard: int) -> None:
        """One connection, from the login to its end. When it is cancelled, answers may still go out by its client."""
        assert self._shards is not None  # it calls us
        await self._starts.ready(shard)
        client = await self._logged_in(
            Client(self._doors, self._engine, shard=shard, shards=self._shards.count, may_begin=self._starts.begin)
        )
        self._clients.add(client)
        try:
            _, address, starts = await client.http.get_bot_gateway()
            self._starts.limit(starts["total"], starts["max_concurrency"])
            # With a known number of shards, and after an invalid session, discord.py takes this address.
            discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(self._settings.gateway_url or address)
            if starts["remaining"] < self._shards.count + SPARE_STARTS:
                log.error("only %s session starts are left today; waiting for new ones", starts["remaining"])
                await asyncio.sleep(starts["reset_after"] / 1000)
            await client.connect()
        except asyncio.CancelledError:
            if client.ws is not None:
                with suppress(TimeoutError):
                    async with asyncio.timeout(FAREWELL):
                        await client.ws.close(code=1000)
            leaving = asyncio.create_task(self._close_later(client))
            self._leaving.add(leaving)
            leaving.add_done_callback(self._leaving.discard)
            raise
        except BaseException:
            await self._close(client)
            raise
        await self._close(client)

    async def _close_later(self, client: Client) -> None:
        """Another replica has the shard; what was asked here before is still answered from here."""
        await asyncio.sleep(LAST_WORDS)
        await self._close(client)

    async def _close(self, client: Client) -> None:
        self._clients.discard(client)
        await client.close()

    async def _login(self) -> Client:
        """The client for sending; its first login registers the commands."""
        client = await self._logged_in(Client(self._doors, self._engine))
        try:
            await self._register(client)
        except BaseException:
            await client.close()
            raise
        return client

    async def _logged_in(self, client: Client) -> Client:
        try:
            await client.login(self._settings.token.get_secret_value().strip())
        except BaseException:
            await client.close()
            raise
        return client

    async def _register(self, client: Client) -> None:
        """Registers the commands, all at once, and only when they are not those of the last time."""
        tree, server = commands.payload(), self._settings.development_server
        application = client.application_id
        assert application is not None  # the login brought it
        note, digest = f"discord.commands.{application}.{server or 'all'}", commands.digest(tree)
        if await self._store.run(lambda tx: tx.note(note)) == digest:
            return
        try:
            if server:
                await client.http.bulk_upsert_guild_commands(application, int(server), tree)
            else:
                await client.http.bulk_upsert_global_commands(application, tree)
        except discord.HTTPException as error:
            log.error("the commands could not be registered, those of before stay: %s", error)
            return
        await self._store.run(lambda tx: tx.keep_note(note, digest))
        log.info("%s commands registered", len(tree))
