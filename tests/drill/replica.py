"""One replica of a drill: the real engine, store and platform adapters in a forked process, beating fast."""

import asyncio
import logging
import os
import random
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import discord
from pydantic import SecretStr

from bot import wiring
from bot.bank.bank import PackBank
from bot.domain.ids import ChannelId, Member, RoundId, ScheduleId, SpaceId, UserId
from bot.domain.rounds import Round, Schedule
from bot.domain.timetable import RevealAt, Timetable
from bot.engine import commands as c
from bot.engine.delivering import Delivering
from bot.engine.engine import Engine
from bot.engine.judging import Judge
from bot.engine.ports.clock import WallClock
from bot.engine.ports.platform import Platform
from bot.engine.ports.store import Store, Tx
from bot.engine.turn import Rules
from bot.grading.rubric import RubricGrader
from bot.platforms.discord import limits as discord_limits
from bot.platforms.discord.platform import DiscordPlatform
from bot.platforms.discord.settings import DiscordSettings
from bot.platforms.slack import limits as slack_limits
from bot.platforms.slack.api import Api, connection
from bot.platforms.slack.platform import SlackPlatform
from bot.platforms.slack.settings import SlackSettings
from bot.platforms.slack.workspaces import Workspace
from bot.storage.database import connect
from bot.storage.problems import DatabaseProblem
from tests.drill.journal import Journal
from tests.drill.plan import Plan, Times, lane_of, space_of
from tests.drill.points import DeadlyPlatform, DeadlyStore, Fate, Wanted

BEAT = 0.06
ANSWERED = 0.5
"""The part of the questions that somebody answers, so that there are points to count again afterwards."""


def scale(times: Times) -> None:
    """The product's waits, shorter, in this process."""
    shorter = {
        "LEASE": timedelta(seconds=times.lease),
        "SEND_TIMEOUT": times.timeout,
        "CHECK_AFTER": timedelta(seconds=times.check),
    }
    for name, module in list(sys.modules.items()):
        for constant, value in shorter.items():
            if name.startswith("bot.engine.") and hasattr(module, constant):
                setattr(module, constant, value)
    slack_limits.SECONDS_PER_MESSAGE = 0.0
    discord_limits.NONCE_TRUSTED = times.nonce_trusted


ANSWER = "It trains on one part of the data and is tested on another."


class ByLane:
    """Two installations of the app: one that may read histories, one that may not."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        self._places = {
            lane: Workspace(id=lane, token=token, scopes=frozenset(told["scopes"][lane]))
            for lane, token in told["tokens"].items()
        }

    async def find(self, team: str | None, enterprise: str | None) -> Workspace | None:
        return self._places[lane_of(f"slack:{team}")]

    async def forget(self, team: str | None, enterprise: str | None) -> None:
        """Nobody uninstalls the app in a drill."""


class Rest:
    """A client that is logged in and listens to nothing: posting needs no gateway."""

    def __init__(self, client: discord.Client) -> None:
        self.client = client


def rules(plan: Plan) -> Rules:
    return Rules(least_open=timedelta(seconds=plan.times.open))


def opened(url: str) -> Store:
    """The store, without a look at its migrations: many replicas start here, and fast."""
    return wiring.store_on(connect(url))


def open_bank() -> PackBank:
    return wiring.open_bank([])


class Replica:
    """Builds everything after the fork, and beats until it dies or is told to stop."""

    def __init__(self, plan: Plan, url: str, told: Mapping[str, Any], bank: PackBank, wanted: Wanted, name: str,
                 journal: Journal) -> None:  # fmt: skip
        self._plan, self._told, self._bank, self._name, self._journal = plan, told, bank, name, journal
        self._chance = random.Random(f"{plan.seed}:{name}")
        self._fate = Fate(wanted, plan.eager, journal, self._chance)
        self._plain: Store = opened(url)
        self._store = DeadlyStore(self._plain, self._fate)
        self._stopped = asyncio.Event()

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, self._stopped.set)
        judge = Judge(self._plain, self._bank, RubricGrader())
        drawn = rules(self._plan)
        self._engine = Engine(self._plain, self._bank, WallClock(), judge, drawn, zone="UTC")
        platforms: dict[str, Platform] = {}
        slack, close_slack = self._slack()
        on_discord, client = self._discord()
        await client.login(self._told["discord_token"])
        used = {space_of(lane, 0).partition(":")[0] for lane in self._plan.lanes}
        for platform in (one for one in (slack, on_discord) if one.name in used):
            platforms[platform.name] = DeadlyPlatform(platform, self._fate, self._plan.times)
        delivering = Delivering(self._store, self._bank, WallClock(), platforms, judge, drawn, self._name)
        while not self._stopped.is_set():
            await delivering.beat()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopped.wait(), BEAT)
        await delivering.stop()
        await slack.close()
        await close_slack()
        await client.close()
        await self._store.close()

    def _slack(self) -> tuple[SlackPlatform, Any]:
        settings = SlackSettings(api_base_url=self._told["slack_url"])
        client, session = connection(settings)
        api = Api(client, session)
        return SlackPlatform(api, ByLane(self._told), self._bank.folders), api.close

    def _discord(self) -> tuple[DiscordPlatform, discord.Client]:
        settings = DiscordSettings(token=SecretStr(self._told["discord_token"]), api_base_url=self._told["discord_url"])
        platform = DiscordPlatform(
            self._engine,
            settings,
            self._bank.folders,
            selectors={},
            items={},
            store=self._plain,
            owner=self._name,
        )
        client = discord.Client(intents=discord.Intents(guilds=True), max_ratelimit_timeout=30.0)
        platform.gateway = Rest(client)  # type: ignore[assignment]  # all that a sender needs of it
        return platform, client


def child(work: Any, log: Path) -> int:
    """Forks a process that runs `work` and nothing else of this one; returns its number."""
    number = os.fork()
    if number:
        return number
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        logging.basicConfig(filename=log, level=logging.WARNING, format="%(process)d %(message)s", force=True)
        work()
        status = 0
    except BaseException:
        logging.exception("a process of the drill failed")
    finally:
        logging.shutdown()
        os._exit(status)


def replica(plan: Plan, url: str, told: Mapping[str, Any], bank: PackBank, wanted: Wanted, name: str,
            journal: Journal) -> None:  # fmt: skip
    """The whole life of a replica."""
    scale(plan.times)

    async def live() -> None:
        await Replica(plan, url, told, bank, wanted, name, journal).run()

    asyncio.run(live())


def still_open(tx: Tx) -> list[Round]:
    """All questions that take answers."""
    return tx.rounds.due_to_close(datetime.now(UTC) + timedelta(days=1), 500)


def member(plan: Plan, url: str, bank: PackBank) -> None:
    """Answers questions as soon as they are there, until it is killed."""

    async def live() -> None:
        store, chance, seen = opened(url), random.Random(plan.seed), set[RoundId]()
        engine = Engine(store, bank, WallClock(), Judge(store, bank, RubricGrader()), rules(plan), zone="UTC")
        while True:
            with suppress(DatabaseProblem):
                for found in await store.run(still_open):
                    if found.id not in seen and chance.random() < ANSWERED:
                        asker = c.Asker(Member(found.space, UserId("ana")), "Ana", found.channel)
                        await engine.handle(c.AnswerRound(found.id, ANSWER, None), asker)
                    seen.add(found.id)
            await asyncio.sleep(0.2)

    asyncio.run(live())


def plan_wave(plan: Plan, url: str, channels: Mapping[str, list[str]], first: int) -> None:
    """Sets up the next channels of each lane, their first question due now."""
    now = datetime.now(UTC)
    table = Timetable(ZoneInfo("UTC"), time(now.hour, now.minute), frozenset(range(7)), RevealAt(0, time(0)))

    def work(tx: Tx) -> None:
        for lane in plan.lanes:
            for number in range(first, first + plan.channels):
                space = SpaceId(space_of(lane, number))
                tx.people.add_space(space, zone="UTC", seed=f"{plan.seed}", at=now)
                schedule = Schedule(ScheduleId(0), space, ChannelId(channels[lane][number]), table, draw=("beginner",))
                tx.schedules.set_next(tx.schedules.save(schedule).id, now.date(), now)

    async def live() -> None:
        store = opened(url)
        await store.run(work)
        await store.close()

    asyncio.run(live())


def recount(url: str, journal: Journal) -> None:
    """Makes the totals again from the awards; tells how many rows differed."""

    async def live() -> None:
        store = opened(url)
        journal.write("recounted", differed=await store.run(lambda tx: tx.ledger.rebuild()))
        await store.close()

    asyncio.run(live())
