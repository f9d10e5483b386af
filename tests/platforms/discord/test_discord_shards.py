"""Several replicas of one bot: who holds which shard, what happens when one dies, and how sessions are spared."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import settings as quick
from hypothesis import strategies as st

from bot.engine.ports.leases import Start
from bot.engine.ports.store import Store
from bot.platforms.discord import starts
from bot.platforms.discord.platform import DiscordPlatform
from bot.platforms.discord.shards import Pace
from bot.platforms.discord.starts import DAY, Starts, TooSoon, pause
from bot.storage.problems import DatabaseProblem
from tests.harness.common import needs_specs
from tests.harness.fake_discord import FakeDiscord
from tests.platforms.discord.town import eventually, platform, settings
from tests.world import World

QUICK = Pace(lease=0.6, every=0.05, margin=0.1, settled=0.1, apart=0.01)
BOT = "discord:shard:"


async def holders(world: World) -> dict[int, str]:
    """Which replica holds which shard."""
    held = await world.store.run(lambda tx: tx.leases.running(BOT))
    return {int(one.name.rpartition(":")[2]): one.owner for one in held}


@asynccontextmanager
async def replicas(
    world: World, fake: FakeDiscord, *names: str, **more: object
) -> AsyncIterator[dict[str, DiscordPlatform]]:
    """Replicas of the bot that start one after the other, each with a connection pool of its own."""
    faces = {name: platform(world, settings(fake, **more), owner=name, pace=QUICK) for name in names}
    try:
        for face in faces.values():
            await face.start()
        yield faces
    finally:
        for face in faces.values():
            await face.stop()


async def die(face: DiscordPlatform) -> None:
    """The replica is gone without a word: nothing is given back."""
    gateway = face.gateway
    assert gateway._task is not None
    assert gateway._shards is not None
    gateway._task.cancel()
    await gateway._shards._part_with(list(gateway._shards._tasks))


@needs_specs
async def test_two_replicas_share_two_shards_and_the_survivor_takes_both(make_world: Callable[..., World]) -> None:
    world = make_world()
    async with FakeDiscord(shards=2, max_concurrency=2) as fake, replicas(world, fake, "one", "two") as faces:
        shared = await eventually(lambda: holders(world), lambda now: set(now.values()) == {"one", "two"}, 10)
        assert len(shared) == 2
        await fake.wait_ready()
        await die(faces["one"])
        await eventually(lambda: holders(world), lambda now: now == {0: "two", 1: "two"}, 10)
        await fake.wait_ready()
        for shard in (0, 1):
            ana = fake.add_user(f"ana{shard}")
            channel = fake.add_channel(fake.add_guild(shard=shard, members=[ana]), "study")
            used = await fake.slash("study help", user=ana, channel=channel)
            await fake.wait_until(lambda used=used: used.messages, 5, "help")
            assert "/quiz" in fake.text_of(used.messages[-1])


@needs_specs
async def test_a_replica_that_stops_hands_its_shard_over_at_once(make_world: Callable[..., World]) -> None:
    world = make_world()
    async with FakeDiscord() as fake, replicas(world, fake, "one", "two") as faces:
        await fake.wait_ready()
        assert await holders(world) == {0: "one"}
        await faces["one"].stop()
        assert await holders(world) in ({}, {0: "two"})
        await eventually(lambda: holders(world), lambda now: now == {0: "two"}, 10)
        await fake.wait_ready()
        assert len(fake.identifies) == 2


@needs_specs
async def test_a_replica_without_a_shard_posts_all_the_same(make_world: Callable[..., World]) -> None:
    world = make_world()
    async with FakeDiscord() as fake, replicas(world, fake, "one", "two") as faces:
        await fake.wait_ready()
        assert (await faces["two"].gateway.client.http.get_user(fake.bot_id))["id"] == fake.bot_id
        assert len(fake.identifies) == 1


@needs_specs
async def test_replicas_agree_on_the_number_of_shards_that_runs(make_world: Callable[..., World]) -> None:
    world = make_world()
    async with FakeDiscord(shards=2, max_concurrency=2) as fake, replicas(world, fake, "one"):
        await fake.wait_ready()
        # Discord recommends more by now; two divisions at a time would answer everything twice.
        fake.shards = 3
        async with replicas(world, fake, "two"):
            await eventually(lambda: holders(world), lambda now: set(now.values()) == {"one", "two"}, 10)
            await fake.wait_until(lambda: len(fake.identifies) == 3, 10, "the second replica's session")
            assert {tuple(one["shard"]) for one in fake.identifies} == {(0, 2), (1, 2)}


@needs_specs
async def test_shards_of_the_configuration_are_held_by_one_replica_at_a_time(make_world: Callable[..., World]) -> None:
    world = make_world()
    async with (
        FakeDiscord(shards=2, max_concurrency=2) as fake,
        replicas(world, fake, "one", "two", shard_count=2, shard_ids=(1,)) as faces,
    ):
        await fake.wait_ready(1)
        assert await holders(world) == {1: "one"}
        await faces["one"].stop()
        await eventually(lambda: holders(world), lambda now: now == {1: "two"}, 10)


@needs_specs
async def test_a_replica_that_loses_the_database_lets_its_shards_go(make_world: Callable[..., World]) -> None:
    world = make_world()
    async with FakeDiscord() as fake, replicas(world, fake, "one") as faces:
        await fake.wait_ready()
        shards = faces["one"].gateway._shards
        assert shards is not None
        shards.store = Lost()
        await fake.wait_until(lambda: not fake.live(), 10, "the end of the connection")
        shards.store = world.store
        await fake.wait_ready()


class Lost:
    """A database that is away."""

    async def run(self, work: object) -> None:
        raise DatabaseProblem("The database is away.")

    async def close(self) -> None:
        pass


@needs_specs
async def test_a_crash_loop_is_slowed_down_across_restarts(make_world: Callable[..., World]) -> None:
    world = make_world()
    async with FakeDiscord() as fake:
        for _ in range(starts.FREE + 1):
            await world.store.run(lambda tx: tx.leases.started(fake.bot_id, 0))
        async with replicas(world, fake, "one"):
            await eventually(lambda: holders(world), bool, 10)
            await fake.wait_call("GET /gateway/bot")
            with pytest.raises(TooSoon, match=r"shard 0 began 6 sessions in an hour; the next try is in [1-5] s"):
                await counted(world.store, fake).ready(0)
            assert fake.identifies == []


def counted(store: Store, fake: FakeDiscord) -> Starts:
    made = Starts(store, "another")
    made.bot = fake.bot_id
    return made


async def test_sessions_of_one_key_begin_five_seconds_apart_whoever_begins_them(world: World) -> None:
    store = world.store
    first, second = Starts(store, "one"), Starts(store, "two")
    first.bot = second.bot = "bot"
    for one in (first, second):
        one.limit(1000, 2)
    # Two keys at a time: shard 2 has that of shard 0, shard 1 its own.
    taken = [await store.run(lambda tx, n=n, who=who: who._take(tx, n)) for n, who in ((0, first), (2, second))]
    other = await store.run(lambda tx: second._take(tx, 1))
    assert (taken, other) == ([True, False], True)


@quick(max_examples=40, deadline=None, database=None)
@given(
    shards=st.integers(1, 12),
    total=st.integers(20, 120),
    lives=st.lists(st.floats(0, 7200), min_size=1, max_size=40),
)
def test_no_crash_loop_ever_uses_up_the_sessions_of_a_day(shards: int, total: int, lives: list[float]) -> None:
    """Every process lives for a while, crashes, and is started again at once; three days in one second."""
    most, at, began = total // 2, 0.0, list[tuple[float, int]]()
    turn = 0
    while at < 3 * 86_400 and len(began) < 3 * most:
        shard = turn % shards
        past = [Start(n, timedelta(seconds=at - when)) for when, n in reversed(began) if at - when < 86_400]
        _, wait = pause(past, shard, most=most)
        if wait > timedelta(0):
            at += wait.total_seconds() + 0.001
            continue
        began.append((at, shard))
        at += lives[turn % len(lives)] / shards
        turn += 1
    for index, (when, _) in enumerate(began):
        assert sum(1 for later, _ in began[index:] if later - when < 86_400 - 0.01) <= most


def test_a_single_shard_that_crashes_at_once_begins_under_300_sessions_a_day() -> None:
    at, began = 0.0, list[float]()
    while at < 86_400:
        past = [Start(0, timedelta(seconds=at - when)) for when in reversed(began)]
        _, wait = pause(past, 0, most=500)
        if not wait:
            began.append(at)
            at += 0.5
        at += wait.total_seconds()
    assert len(began) < 300


def test_a_day_that_is_used_up_says_when_it_goes_on() -> None:
    used = [Start(0, timedelta(hours=23)), Start(1, timedelta(hours=23, minutes=30))]
    why, wait = pause(used, 0, most=2)
    assert why == "2 sessions began in 24 hours, and 2 are enough"
    assert wait == DAY - timedelta(hours=23, minutes=30)


def test_starts_that_are_few_wait_for_nothing() -> None:
    assert pause([Start(0, timedelta(seconds=n)) for n in range(starts.FREE)], 0, most=500)[1] == timedelta(0)
