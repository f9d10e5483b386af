"""One post per schedule and day, whatever the number of replicas, restarts and steps of the clock."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from bot.domain.ids import ChannelId, SpaceId
from bot.engine import views as v
from bot.engine.ports.store import DeliveryState
from tests.world import MONDAY, World

NINE = MONDAY.replace(hour=9)


async def many_tick(world: World, replicas: int, rounds: int = 3) -> None:
    """Replicas that tick at the same time, again and again."""
    fleet = [world.replica(f"replica-{i}") for i in range(replicas)]
    for _ in range(rounds):
        await asyncio.gather(*(replica.tick() for replica in fleet))


async def test_ten_replicas_post_one_question(world: World) -> None:
    await world.set_up()
    world.clock.at = NINE
    await many_tick(world, 10)
    assert [post.key for post in world.platform.posts] == ["question:1:2026-11-23"]


async def test_ten_replicas_post_one_reveal(world: World) -> None:
    await world.open_day()
    world.clock.at = (await world.round()).closes_at
    await many_tick(world, 10)
    assert len(world.platform.said(v.RevealView)) == 1


async def test_thirty_channels_get_one_question_each_from_six_replicas(world: World) -> None:
    for i in range(30):
        space, channel = SpaceId(f"test:space-{i % 3}"), ChannelId(f"c{i}")
        await world.type("/study setup time=09:00 zone=UTC draw=all", admin=True, space=space, channel=channel)
    world.clock.at = NINE
    await many_tick(world, 6, rounds=4)
    posts = Counter((post.space, post.channel) for post in world.platform.posts)
    assert (len(posts), set(posts.values())) == (30, {1})


async def test_two_processes_on_one_file_post_one_question(make_world) -> None:
    first: World = make_world()
    second: World = make_world()
    second.platform, second.clock = first.platform, first.clock
    await first.set_up()
    first.clock.at = NINE
    replicas = [world.replica(f"{i}") for i, world in enumerate((first, second) * 2)]
    for _ in range(3):
        await asyncio.gather(*(replica.tick() for replica in replicas))
    assert len(first.platform.posts) == 1


async def test_a_week_with_several_replicas_has_five_questions_and_five_reveals(world: World) -> None:
    await world.set_up()
    for hour in range(0, 7 * 24, 1):
        world.clock.at = MONDAY + timedelta(hours=hour)
        if world.clock.at.hour in (8, 9):
            await many_tick(world, 3, rounds=2)
            world.clock.at += timedelta(minutes=50)
            await many_tick(world, 2, rounds=2)
    kinds = Counter(type(post.view).__name__ for post in world.platform.posts)
    assert kinds == {"QuestionView": 5, "RevealView": 4}


@pytest.mark.parametrize("back", [timedelta(seconds=5), timedelta(hours=1), timedelta(days=2)])
async def test_a_clock_that_is_set_back_brings_no_second_post(world: World, back: timedelta) -> None:
    await world.open_day()
    await world.later(minutes=1)
    await world.until(world.clock.at - back)
    await world.until(NINE)
    await world.later(minutes=5)
    assert len(world.platform.said(v.QuestionView)) == 1


async def test_a_jump_of_the_clock_holds_one_tick_before_anything_is_skipped(world: World) -> None:
    await world.set_up()
    await world.tick()
    world.clock.at = MONDAY.replace(hour=20)
    await world.tick()
    held = await world.deliveries()
    await world.tick()
    assert (held, [one.state for one in await world.deliveries()]) == ([], [DeliveryState.SKIPPED])


async def test_a_clock_that_jumps_ahead_and_back_skips_nothing(world: World) -> None:
    await world.set_up()
    await world.tick()
    for hour in (20, 8):
        world.clock.at = MONDAY.replace(hour=hour)
        await world.tick()
    await world.until(NINE)
    assert [question.day for question in world.platform.said(v.QuestionView)] == [MONDAY.date()]


async def test_more_is_due_than_fits_in_one_batch(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.engine.delivering.PLAN_BATCH", 2)
    monkeypatch.setattr("bot.engine.delivering.BATCH", 2)
    for i in range(5):
        await world.type("/study setup time=09:00 zone=UTC", admin=True, channel=ChannelId(f"c{i}"))
    world.clock.at = NINE
    await world.tick(3)
    assert len({post.channel for post in world.platform.posts}) == 5


async def test_the_oldest_due_is_sent_first(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.engine.delivering.BATCH", 1)
    for minute, channel in ((5, "later"), (0, "first")):
        await world.type(f"/study setup time=09:0{minute} zone=UTC", admin=True, channel=ChannelId(channel))
    world.clock.at = NINE + timedelta(minutes=10)
    await world.tick(2)
    assert [post.channel for post in world.platform.posts] == ["first", "later"]
