"""Clocks that are wrong, clocks that step, and long absences: nothing doubled, nothing skipped by mistake."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.errors import Unavailable
from bot.domain.ids import ScheduleId
from bot.engine import views as v
from bot.engine.ports.clock import WallClock
from bot.engine.ports.platform import Post
from bot.engine.ports.store import DeliveryState
from tests.world import MONDAY, MemoryPlatform, World

NINE = MONDAY.replace(hour=9)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def questions(world: World) -> list[int]:
    return [question.day.day for question in world.platform.said(v.QuestionView)]


async def states(world: World) -> list[DeliveryState]:
    return [one.state for one in reversed(await world.deliveries())]


@pytest.mark.parametrize("step", [HOUR, -HOUR, DAY, -DAY])
@pytest.mark.parametrize("knows", [True, False])
async def test_a_clock_that_steps_and_is_put_right_doubles_and_skips_nothing(
    world: World, step: timedelta, knows: bool
) -> None:
    await world.open_day("time=09:00 zone=UTC days=daily draw=beginner")
    right = world.clock.at
    # Whoever can tell the time keeps it; whoever cannot is told nothing, and the clock is put right at the next beat.
    world.platform.clock = right if knows else None
    world.clock.at = right + step
    for _ in range(5 if knows else 1):
        await world.tick()
    world.clock.at = right + timedelta(minutes=1)
    await world.tick(3)
    world.platform.clock = NINE + DAY if knows else None
    await world.until(NINE + DAY)
    assert (questions(world), set(await states(world))) == ([23, 24], {DeliveryState.SENT})


@pytest.mark.parametrize("step", [HOUR * 5, DAY, DAY * 3])
async def test_while_platforms_contradict_the_clock_nothing_is_done_by_it_and_the_operator_reads_why(
    world: World, step: timedelta, caplog: pytest.LogCaptureFixture
) -> None:
    await world.open_day()
    await world.answer("Mine")
    world.platform.clock = world.clock.at
    world.clock.at += step
    await world.tick(4)
    assert (world.platform.said(v.RevealView), len(await world.deliveries())) == ([], 1)
    assert "set the clock right" in caplog.text
    assert world.delivering.clock_is_wrong.startswith("The clock shows 2026-11-2")


async def test_when_the_platform_agrees_again_everything_goes_on(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.engine.stepping.ASK_AGAIN", 0.0)
    await world.open_day()
    world.platform.clock = world.clock.at
    world.clock.at += DAY
    await world.tick(2)
    held = questions(world)
    world.platform.clock = world.clock.at
    await world.tick(2)
    assert (held, questions(world), world.delivering.clock_is_wrong) == ([23], [23, 24], "")


async def test_a_step_that_the_platform_confirms_is_believed_after_one_beat(world: World) -> None:
    await world.set_up()
    await world.tick()
    world.clock.at = world.platform.clock = NINE
    await world.tick()
    held = questions(world)
    await world.tick()
    assert (held, questions(world)) == ([], [23])


class Mute(MemoryPlatform):
    async def server_time(self) -> datetime | None:
        raise ConnectionError("no answer")


async def test_a_platform_that_does_not_answer_cannot_contradict(world: World) -> None:
    await world.set_up()
    world.delivering = world.replica("mute", {"test": Mute()})
    await world.tick()
    world.clock.at = NINE
    await world.tick(2)
    assert await states(world) == [DeliveryState.SENT]


def test_the_machines_clock_follows_the_databases() -> None:
    clock = WallClock()
    clock.follow(datetime.now(UTC) + HOUR, timedelta(milliseconds=20))
    ahead = clock.now() - datetime.now(UTC)
    clock.follow(datetime.now(UTC) + HOUR + timedelta(milliseconds=5), timedelta(milliseconds=20))
    steady = clock.now() - datetime.now(UTC)
    assert abs(ahead - HOUR) < timedelta(seconds=5)
    assert abs(steady - ahead) < timedelta(milliseconds=4)


@pytest.mark.parametrize(
    ("away", "posted", "told"),
    [
        (timedelta(minutes=20), [23], []),
        (timedelta(hours=5), [], ["The question of Monday, 23 Nov 2026 was not posted"]),
        (timedelta(days=3), [26], []),
        (timedelta(days=3, hours=5), [], ["The question of Thursday, 26 Nov 2026 was not posted"]),
    ],
)
async def test_after_an_absence_only_todays_question_comes_and_a_missed_one_is_told_once(
    world: World, away: timedelta, posted: list[int], told: list[str]
) -> None:
    await world.set_up()
    # Another process: it has no memory of a clock, so there was no step.
    world.clock.at = NINE + away
    for name in ("second", "third"):
        world.delivering = world.replica(name)
        await world.tick(4)
    notices = [one.says.split(":")[0] for one in world.platform.said(v.NoticeView)]
    assert (questions(world), notices) == (posted, told)
    assert all(one.late == (away < DAY) or away >= DAY for one in world.platform.said(v.QuestionView))


async def test_a_question_that_waited_too_long_for_its_channel_is_told_once(world: World) -> None:
    world.platform.before = [ConnectionRefusedError()]
    world.platform.settle_seconds = 0
    await world.set_up()
    world.clock.at = NINE
    await world.delivering.beat()
    await world.delivering._flights.landed()
    world.clock.at = NINE + HOUR * 3
    await world.tick(4)
    assert [one.says for one in world.platform.said(v.NoticeView)] == [
        "The question of Monday, 23 Nov 2026 was not posted: it could not be posted in time."
    ]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("/study schedule pause", []),
        ("skip", []),
        ("/study setup zone=Europe/Berlin", [23]),
        ("/study setup time=15:00", [23]),
    ],
)
async def test_a_schedule_that_is_changed_between_plan_and_claim_is_obeyed(
    world: World, change: str, expected: list[int]
) -> None:
    await world.set_up()
    without = world.replica("plans only", {})
    world.clock.at = NINE
    await without.tick()
    if change == "skip":  # by its button it is always the next day, so it is written down here
        await world.store.run(lambda tx: tx.schedules.skip(ScheduleId(1), NINE.date()))
    else:
        await world.type(change, "Boss", admin=True)
    await world.tick(3)
    await world.until(NINE + HOUR * 8)
    assert questions(world) == expected


class Changing(MemoryPlatform):
    """While it sends a question, the admin changes the schedule."""

    world: World
    change = ""

    async def post(self, post: Post) -> str:
        if self.change:
            change, self.change = self.change, ""
            await self.world.type(change, "Boss", admin=True)
        return await super().post(post)


@pytest.mark.parametrize(
    "change",
    [
        "/study schedule pause",
        "/study setup zone=Asia/Tokyo",
        "/study setup time=10:00",
        "/study setup zone=Pacific/Honolulu",
    ],
)
async def test_a_schedule_that_is_changed_between_send_and_confirm_brings_no_second_question(
    world: World, change: str
) -> None:
    changing = Changing()
    changing.world, changing.change = world, change
    await world.set_up()
    world.platform, world.delivering = changing, world.replica("changing", {"test": changing})
    await world.until(NINE)
    for hours in range(1, 12, 2):
        await world.until(NINE + HOUR * hours)
    assert questions(world) == [23]


async def test_the_twenty_ninth_of_february_has_a_question(make_world) -> None:
    world: World = make_world(start=datetime(2028, 2, 28, 8, tzinfo=UTC))
    await world.set_up("time=09:00 zone=UTC days=daily draw=beginner")
    for day in (28, 29):
        await world.until(datetime(2028, 2, day, 9, tzinfo=UTC))
    await world.until(datetime(2028, 3, 1, 9, tzinfo=UTC))
    assert questions(world) == [28, 29, 1]


class Away:
    """A store that is away for a while after a post was sent."""

    def __init__(self, world: World, tries: int) -> None:
        self._store, self._platform, self._tries = world.store, world.platform, tries

    async def run(self, work):  # type: ignore[no-untyped-def]
        if self._platform.posts and self._tries:
            self._tries -= 1
            raise Unavailable("the database is away")
        return await self._store.run(work)


async def at_once(seconds: float) -> None:
    """Waits no time at all."""


async def test_an_answer_that_comes_while_the_database_is_away_is_kept_until_it_is_back(world: World) -> None:
    await world.set_up()
    world.delivering = world.replica("away", pause=at_once)
    world.delivering._sending._around = _with(world, Away(world, 3))
    await world.until(NINE)
    found = (await world.deliveries())[0]
    assert (len(world.platform.posts), found.state, found.fence) == (1, DeliveryState.SENT, 1)


async def test_an_answer_that_cannot_be_kept_before_the_lease_ends_is_looked_up(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.engine.sending.LEASE", timedelta(seconds=0.2))
    monkeypatch.setattr("bot.engine.claiming.LEASE", timedelta(seconds=-1))
    monkeypatch.setattr("bot.engine.sending.SEND_TIMEOUT", 0.1)
    await world.set_up()
    world.delivering = world.replica("away", pause=at_once)
    world.delivering._sending._around = _with(world, Away(world, 99))
    await world.until(NINE)
    found = (await world.deliveries())[0]
    assert (len(world.platform.posts), found.state) == (1, DeliveryState.SENT)
    assert "its lease or the next tick settles it" in caplog.text


def _with(world: World, store: Away):  # type: ignore[no-untyped-def]
    return replace(world.delivering._sending._around, store=store)
