"""Several real processes of the bot on one PostgreSQL, behind a balancer, on a loopback Slack and Discord."""

import asyncio
import socket
import sys
from collections.abc import Iterable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from typing import Any, Self

from bot import wiring
from bot.domain.ids import ChannelId, SpaceId
from bot.engine.ports.store import DeliveryState, Store, Tx
from bot.storage.database import connect
from tests.harness import BotProcess, FakeDiscord, FakeSlack

ROOT = Path(__file__).resolve().parent.parent
SLACK = SpaceId("slack:T0HARNESS")
CONFIG = """
database: {database}
postgresql_connections: 4
zone: UTC
operations:
  port: {probe}
platforms:
  slack:
    enabled: true
    mode: http
    bot_token: ${{SLACK_BOT_TOKEN}}
    signing_secret: ${{SLACK_SIGNING_SECRET}}
    api_base_url: {slack}
    port: {port}
  discord:
    enabled: {on_discord}
    token: ${{DISCORD_TOKEN}}
    api_base_url: {discord}
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Replica:
    """One process. `url` is where a balancer sends Slack's requests."""

    def __init__(self, folder: Path, name: str, database: str, slack: FakeSlack, discord: FakeDiscord | None) -> None:
        port, self.probe = free_port(), free_port()
        self.name, self.url = name, f"http://127.0.0.1:{port}/slack/events"
        file = folder / f"{name}.yaml"
        file.write_text(
            CONFIG.format(
                database=database,
                probe=self.probe,
                slack=slack.api_url,
                port=port,
                on_discord=str(discord is not None).lower(),
                discord=discord.api_url if discord else "http://127.0.0.1:9",
            )
        )
        environment = {**slack.env(), "DISCORD_TOKEN": discord.token if discord else ""}
        self.process = BotProcess(
            [sys.executable, "-m", "tests.quick_replica", "run", "--no-migrate", "-c", str(file)],
            environment,
            cwd=str(ROOT),
        )

    async def start(self) -> None:
        await self.process.start()
        await self.process.wait_line("Study Bot", 30)

    @property
    def pid(self) -> int:
        assert self.process.proc is not None
        return self.process.proc.pid

    @property
    def said(self) -> str:
        return "\n".join(self.process.lines)


class Fleet:
    """Replicas, and a balancer that sends each request to the next of those that take any."""

    def __init__(self, folder: Path, database: str, slack: FakeSlack, discord: FakeDiscord | None = None) -> None:
        self._folder, self._database, self.slack, self.discord = folder, database, slack, discord
        self.store: Store = wiring.store_on(connect(database, pool=2))
        self.running: list[Replica] = []
        self.all: list[Replica] = []
        self._turn = cycle(range(1_000_000))
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        self._stack.push_async_callback(self.store.close)
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.gather(*(one.process.kill() for one in self.all))
        await self._stack.aclose()

    async def grow(self, *names: str) -> None:
        """More replicas, all at once."""
        made = [Replica(self._folder, name, self._database, self.slack, self.discord) for name in names]
        self.all += made
        await asyncio.gather(*(one.start() for one in made))
        self.running += made

    async def retire(self, old: Replica) -> None:
        """A rolling restart's step: no further requests, SIGTERM, and the end."""
        self.running.remove(old)
        await old.process.stop(timeout=20)

    async def kill(self, one: Replica) -> None:
        """Without a word, and without the balancer's knowing for a while."""
        await one.process.kill()
        self.running.remove(one)

    def next(self) -> Replica:
        return self.running[next(self._turn) % len(self.running)]

    async def type(self, line: str, user: Any, channel: Any, at: Replica | None = None) -> None:
        """A slash command, to one replica or to the next; it is acknowledged."""
        command, _, text = line.partition(" ")
        self.slack.request_url = (at or self.next()).url
        sent = await self.slack.command(command, text, user=user, channel=channel)
        assert sent.in_time, (sent.error, sent.acks)

    async def reply(self, line: str, user: Any, channel: Any, at: Replica | None = None) -> str:
        """The same; gives the private answer."""
        before = len([one for one in self.slack.ephemerals if one["user_to"] == user["id"]])
        await self.type(line, user, channel, at)
        return self.slack.text_of(await self.slack.wait_ephemeral(user, after=before, timeout=10))

    async def due_now(self, space: SpaceId, channels: Iterable[str]) -> None:
        """Makes the next question of these channels due at this moment."""
        now = datetime.now(UTC)

        def work(tx: Tx) -> None:
            for channel in channels:
                found = tx.schedules.at(space, ChannelId(channel))
                assert found is not None
                tx.schedules.set_next(found.id, now.date(), now)

        await self.store.run(work)

    async def unsettled(self, space: SpaceId, channels: Iterable[str]) -> list[str]:
        """Questions of these channels that were not certainly sent."""

        def work(tx: Tx) -> list[str]:
            return [
                f"{one.key} {one.state} {one.error}"
                for channel in channels
                for one in tx.deliveries.recent(space, ChannelId(channel), 5)
                if one.state is not DeliveryState.SENT
            ]

        return await self.store.run(work)


def just_now() -> str:
    """A time of day for `/study setup` that has just begun: the first question by itself comes tomorrow."""
    return f"{datetime.now(UTC):%H:%M}"
