"""Very many posts due at once: paced, in turn, and one bad place delays only itself."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from bot.engine.delivering import Delivering
from bot.engine.pacing import Budget, Pace
from bot.engine.ports.platform import Post, TooFast
from bot.engine.ports.store import DeliveryState
from tests.herd import Done, HandTime, LimitedPlatform, by_space, due_at_once, live
from tests.world import MONDAY, MemoryPlatform, World

BOT = Pace("test", 1 / 45, 3)
SPACE_PACE = Pace("{space}", 1.0, 5)
CHANNEL_PACE = Pace("{space}/{channel}", 1.0)


def fleet(world: World, platform: LimitedPlatform, replicas: int) -> list[Delivering]:
    return [
        Delivering(
            world.store,
            world.bank,
            platform.time,
            {"test": platform},
            world.judge,
            world.rules,
            f"{i}",
            pause=platform.time.pause,
        )
        for i in range(replicas)
    ]


@pytest.mark.parametrize("replicas", [1, 3])
async def test_two_hundred_posts_at_once_meet_no_refusal_and_take_little_longer_than_they_must(
    world: World, replicas: int
) -> None:
    platform = LimitedPlatform(time=HandTime(MONDAY), limits=(BOT, CHANNEL_PACE))
    await due_at_once(world.store, 200, 40, MONDAY)
    await live(platform.time, fleet(world, platform, replicas), MONDAY + timedelta(seconds=30), Done(platform, 200))
    took = (max(platform.at.values()) - MONDAY).total_seconds()
    assert (len(platform.posts), platform.refused, len({post.key for post in platform.posts})) == (200, 0, 200)
    assert took <= 1.15 * 200 / 45


async def test_a_full_channel_leaves_its_place_to_another(world: World) -> None:
    platform = LimitedPlatform(time=HandTime(MONDAY), limits=(Pace("{space}/{channel}", 10.0),))
    await due_at_once(world.store, 2, 2, MONDAY)
    await due_at_once(world.store, 2, 2, MONDAY, name="more")
    await live(platform.time, fleet(world, platform, 1), MONDAY + timedelta(seconds=15), Done(platform, 4))
    assert sorted((at - MONDAY).total_seconds() for at in platform.at.values()) == [0.0, 0.0, 10.0, 10.0]


async def test_spaces_take_turns(world: World) -> None:
    platform = LimitedPlatform(time=HandTime(MONDAY), limits=(BOT,))
    await due_at_once(world.store, 40, 4, MONDAY)
    await live(platform.time, fleet(world, platform, 1), MONDAY + timedelta(seconds=9), Done(platform, 40))
    assert set(Counter(post.space for post in platform.posts[:8]).values()) == {2}


async def test_a_workspace_has_its_own_pace_and_workspaces_go_side_by_side(world: World) -> None:
    platform = LimitedPlatform(time=HandTime(MONDAY), limits=(SPACE_PACE, CHANNEL_PACE))
    await due_at_once(world.store, 60, 4, MONDAY)
    await live(platform.time, fleet(world, platform, 1), MONDAY + timedelta(seconds=30), Done(platform, 60))
    seconds = [[(at - MONDAY).total_seconds() for at in times] for times in by_space(platform).values()]
    assert [times[:5] for times in seconds] == [[0.0] * 5] * 4
    assert [times[-1] for times in seconds] == [10.0] * 4


async def test_a_workspace_that_refuses_everything_delays_only_itself(world: World) -> None:
    platform = LimitedPlatform(time=HandTime(MONDAY), limits=(SPACE_PACE, CHANNEL_PACE), closed={"test:s0"})
    await due_at_once(world.store, 60, 4, MONDAY)
    await live(platform.time, fleet(world, platform, 1), MONDAY + timedelta(seconds=15), Done(platform, 45))
    assert {space: len(times) for space, times in by_space(platform).items()} == dict.fromkeys(
        ("test:s1", "test:s2", "test:s3"), 15
    )
    assert max(platform.at.values()) == MONDAY + timedelta(seconds=10)
    # Each refusal halves the pace; after a few the whole workspace rests.
    assert platform.refused < 15


class Sleepy(MemoryPlatform):
    """Answers nobody in one space until it is told to."""

    def __init__(self, space: str) -> None:
        super().__init__()
        self.asleep, self.tried = space, 0
        self.began, self.wakes = asyncio.Event(), asyncio.Event()

    async def post(self, post: Post) -> str:
        if post.space == self.asleep:
            self.tried += 1
            self.began.set()
            await self.wakes.wait()
        return await super().post(post)


async def test_a_space_that_does_not_answer_holds_up_neither_the_beat_nor_others(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.engine.flights.SLOW", -1.0)
    monkeypatch.setattr("bot.engine.delivering.BATCH", 3)
    sleepy = Sleepy("test:s0")
    await due_at_once(world.store, 24, 2, MONDAY)
    replica = world.replica("one", {"test": sleepy})
    while len(sleepy.posts) < 12:
        await replica.beat()
    assert {post.space for post in sleepy.posts} == {"test:s1"}
    assert sleepy.tried < 12
    sleepy.wakes.set()
    while len(sleepy.posts) < 24:
        await replica.tick()


async def test_a_process_has_only_so_many_posts_on_their_way(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.engine.delivering.IN_FLIGHT", 5)
    sleepy = Sleepy("test:s0")
    await due_at_once(world.store, 20, 1, MONDAY)
    replica = world.replica("one", {"test": sleepy})
    for _ in range(3):
        await replica.beat()
    sleepy.wakes.set()
    await replica._flights.landed()
    assert len(sleepy.posts) == 5


async def test_what_a_process_that_stops_has_only_reserved_is_sent_by_another_at_once(world: World) -> None:
    platform = LimitedPlatform(time=HandTime(MONDAY), limits=(Pace("test", 10.0),))
    await due_at_once(world.store, 1, 1, MONDAY)
    first, second = fleet(world, platform, 2)
    await world.store.run(lambda tx: tx.pacing.write({"test": Budget(MONDAY + timedelta(seconds=2))}))
    await first.beat()
    await second.beat()
    await first.stop()
    await world.store.run(lambda tx: tx.pacing.write({"test": Budget(MONDAY)}))
    await second.tick()
    assert len(platform.posts) == 1


async def test_a_process_that_stops_lets_a_post_on_its_way_arrive(world: World) -> None:
    sleepy = Sleepy("test:s0")
    await due_at_once(world.store, 1, 1, MONDAY)
    replica = world.replica("one", {"test": sleepy})
    await replica.beat()
    await sleepy.began.wait()
    stopping = asyncio.create_task(replica.stop())
    sleepy.wakes.set()
    await stopping
    found = await world.store.run(lambda tx: tx.deliveries.get(1))
    assert found is not None
    assert found.state is DeliveryState.SENT


async def test_a_process_that_stops_does_not_wait_for_ever(world: World) -> None:
    sleepy = Sleepy("test:s0")
    await due_at_once(world.store, 1, 1, MONDAY)
    replica = world.replica("one", {"test": sleepy})
    await replica.beat()
    await sleepy.began.wait()
    await replica.stop(0.01)
    found = await world.store.run(lambda tx: tx.deliveries.get(1))
    assert found is not None
    assert (found.state, sleepy.posts) == (DeliveryState.SENDING, [])


async def test_a_refusal_stops_the_channel_for_all_replicas(world: World) -> None:
    platform = MemoryPlatform(limits=(SPACE_PACE, CHANNEL_PACE), before=[TooFast("slow down", 30.0)])
    await due_at_once(world.store, 1, 1, MONDAY)
    world.clock.at = MONDAY
    await world.replica("one", {"test": platform}).tick()
    kept = await world.store.run(lambda tx: tx.pacing.read({"test:s0", "test:s0/c0"}))
    assert kept["test:s0/c0"].free_at == MONDAY + timedelta(seconds=30)
    assert kept["test:s0"].slow == 2.0


async def test_edits_wait_while_posts_fill_the_pace(world: World) -> None:
    world.platform.limits = (Pace("test", 0.5),)
    world.delivering = world.replica("paced", pause=at_once)
    await world.open_day()
    await world.answer("Mine")
    await world.store.run(lambda tx: tx.pacing.write({"test": Budget(world.clock.at + timedelta(seconds=2))}))
    await world.tick()
    early = len(world.platform.edits)
    world.clock.at += timedelta(seconds=3)
    await world.tick()
    assert (early, len(world.platform.edits)) == (0, 1)


async def test_a_reservation_that_ran_out_is_worth_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.engine.claiming.LEASE", timedelta(seconds=-1))
    platform = LimitedPlatform(time=HandTime(MONDAY))
    await due_at_once(world.store, 1, 1, MONDAY)
    slow, fast = fleet(world, platform, 2)
    await slow.beat()
    await fast.tick()
    await slow.tick()
    monkeypatch.setattr("bot.engine.claiming.LEASE", timedelta(seconds=60))
    assert [post.key for post in platform.posts] == ["notice:0"]


async def test_what_somebody_else_has_taken_is_not_taken_again(world: World) -> None:
    await due_at_once(world.store, 1, 1, MONDAY)
    claims = world.delivering._claims
    taken = [await world.store.run(lambda tx: claims.take(tx, 1, MONDAY)) is not None for _ in range(2)]
    assert taken == [True, False]


async def test_a_process_that_was_held_up_keeps_its_distances(world: World) -> None:
    platform = MemoryPlatform(limits=(Pace("test", 1.0),))
    waits: list[float] = []

    async def noted(seconds: float) -> None:
        waits.append(round(seconds, 2))

    await due_at_once(world.store, 1, 1, MONDAY)
    delivery = await world.store.run(lambda tx: tx.deliveries.get(1))
    assert delivery is not None
    sending = world.replica("held up", {"test": platform}, pause=noted)._sending
    world.clock.at = MONDAY + timedelta(seconds=9)
    for booked in (0, 1, 2, 500):
        await sending._in_step(platform, delivery, MONDAY + timedelta(seconds=booked))
    assert waits == [0.95, 0.95, 5.0]


async def at_once(seconds: float) -> None:
    """Waits no time at all."""
