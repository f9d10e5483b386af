"""Late, too late, and not now."""

from datetime import date, timedelta

import pytest

from bot.domain.ids import ScheduleId
from bot.domain.rounds import Phase
from bot.engine import views as v
from bot.engine.ports.platform import Post, Unreachable
from bot.engine.ports.store import DeliveryKind, DeliveryState
from bot.engine.turn import Rules
from tests.engine.banks import FewItems
from tests.world import CHANNEL, MONDAY, SPACE, MemoryPlatform, World, seen

NINE = MONDAY.replace(hour=9)


async def reasons(world: World) -> list[tuple[int, str, str]]:
    """Day of the month, state and reason of the question deliveries, oldest first."""
    found = await world.deliveries()
    return [(one.day.day if one.day else 0, one.state.value, one.error) for one in reversed(found)]


async def test_a_question_is_posted_on_time_and_not_called_late(world: World) -> None:
    assert not (await world.open_day()).late


async def test_late_by_less_than_the_grace_a_question_is_posted_and_says_so(world: World) -> None:
    await world.set_up()
    await world.until(NINE + timedelta(hours=1, minutes=59))
    assert world.question().late


async def test_late_by_more_than_the_grace_a_question_is_skipped_with_its_reason(world: World) -> None:
    await world.set_up()
    await world.until(NINE + timedelta(hours=2, minutes=1))
    assert world.platform.said(v.QuestionView) == []
    assert await reasons(world) == [(23, "skipped", "the bot was not running at the time")]


async def test_a_late_question_keeps_the_least_window(make_world) -> None:
    world: World = make_world(Rules(grace=timedelta(hours=9)))
    await world.set_up("time=09:00 zone=UTC draw=beginner reveal=12:00")
    await world.until(NINE + timedelta(hours=4))
    assert world.question().closes_at == NINE + timedelta(hours=5)


async def test_after_three_days_of_downtime_only_todays_question_comes(world: World) -> None:
    await world.set_up()
    await world.until(MONDAY.replace(day=26, hour=9, minute=30))
    assert [question.day for question in world.platform.said(v.QuestionView)] == [date(2026, 11, 26)]
    assert [(day, state) for day, state, _ in await reasons(world)] == [
        (23, "skipped"),
        (24, "skipped"),
        (25, "skipped"),
        (26, "sent"),
    ]


async def test_a_year_of_downtime_writes_down_only_the_last_days(world: World) -> None:
    await world.set_up()
    await world.until(MONDAY.replace(year=2027, hour=9))
    assert len(await world.deliveries()) == 40


async def test_a_question_waits_while_another_is_open_and_is_then_posted_late(world: World) -> None:
    await world.open_day('time=09:00 zone=UTC days=daily draw=beginner "reveal=+1 10:00"')
    await world.until(NINE + timedelta(days=1))
    waiting = await reasons(world)
    await world.until(NINE + timedelta(days=1, hours=1))
    await world.tick()
    assert waiting[-1] == (24, "pending", "question 1 is still open")
    assert (world.question().number, world.question().late) == (2, True)


async def test_a_question_that_waits_comes_as_soon_as_the_open_one_is_closed_early(world: World) -> None:
    await world.open_day('time=09:00 zone=UTC days=daily draw=beginner "reveal=+1 10:30"')
    await world.until(NINE + timedelta(days=1))
    await world.type("/study schedule close", admin=True)
    await world.later(minutes=1)
    assert world.question().number == 2


async def test_a_question_that_could_not_be_sent_in_time_is_skipped_and_its_round_is_void(world: World) -> None:
    world.platform.before = [Unreachable("no route", 3 * 3600)]
    await world.first_morning()
    planned = await world.round()
    await world.later(hours=3)
    found = await world.store.run(lambda tx: tx.rounds.get(planned.id))
    assert (await reasons(world))[-1] == (23, "skipped", "it could not be posted in time")
    assert found is not None
    assert found.phase is Phase.VOID


async def test_a_reveal_that_could_not_be_sent_for_a_day_is_given_up(world: World) -> None:
    await world.open_day()
    world.platform.before = [Unreachable("no route", 25 * 3600)]
    await world.until((await world.round()).closes_at)
    await world.later(hours=25)
    assert world.platform.said(v.RevealView) == []


async def test_a_channel_that_is_paused_before_a_retry_gets_nothing(world: World) -> None:
    world.platform.before = [Unreachable("no route", 600)]
    await world.first_morning()
    await world.type("/study schedule pause", admin=True)
    await world.later(minutes=10)
    assert (world.platform.posts, (await reasons(world))[-1]) == ([], (23, "skipped", "paused"))


async def test_a_day_that_is_skipped_before_a_retry_gets_nothing(world: World) -> None:
    world.platform.before = [Unreachable("no route", 600)]
    await world.first_morning()
    schedule = (await world.round()).schedule
    await world.store.run(lambda tx: tx.schedules.skip(schedule, MONDAY.date()))
    await world.later(minutes=10)
    assert (await reasons(world))[-1] == (23, "skipped", "skipped by an admin")


async def test_a_question_without_a_schedule_is_skipped(world: World) -> None:
    await world.type("/study me")
    await world.store.run(
        lambda tx: tx.deliveries.plan(
            key="question:x", kind=DeliveryKind.QUESTION, space=SPACE, channel=CHANNEL, due_at=MONDAY, day=MONDAY.date()
        )
    )
    await world.tick()
    assert await reasons(world) == [(23, "skipped", "its schedule is gone")]


async def test_a_platform_that_is_switched_off_gets_its_posts_later(world: World) -> None:
    running, world.delivering = world.delivering, world.replica("other platforms", {})
    await world.first_morning()
    waiting = await reasons(world)
    world.delivering = running
    await world.later(minutes=5)
    assert waiting == [(23, "pending", "")]
    assert len(world.platform.posts) == 1


async def test_a_replica_without_the_platform_keeps_no_post_from_one_that_has_it(world: World) -> None:
    await world.set_up()
    world.clock.at = NINE
    for replica in (world.replica("without", {}), world.delivering):
        await replica.tick()
    assert len(world.platform.posts) == 1


async def test_an_unknown_outcome_on_a_platform_that_is_switched_off_waits(world: World) -> None:
    world.platform.before, world.platform.settle_seconds = [TimeoutError()], 3600
    await world.first_morning()
    world.platform.settle_seconds = 0
    await world.replica("without", {}).tick()
    assert (await world.deliveries())[0].state is DeliveryState.UNKNOWN


def few(world: World, count: int) -> None:
    """Lets the world draw from only so many items."""
    world.bank = world.engine.bank = FewItems(world.bank, count)  # type: ignore[assignment]
    world.delivering = world.replica("few")


async def test_admins_are_warned_once_per_pass_that_the_bag_runs_low(make_world) -> None:
    world: World = make_world(Rules(bag_low=2, silent_days=99))
    few(world, 3)
    await world.open_day("time=09:00 zone=UTC days=daily")
    warned = [len(world.platform.said(v.NoticeView))]
    for _ in range(5):
        await world.next_day()
        await world.tick()
        warned.append(len(world.platform.said(v.NoticeView)))
    assert warned == [0, 1, 1, 1, 2, 2]


async def test_when_nothing_is_left_to_ask_admins_are_told(world: World) -> None:
    await world.set_up()
    few(world, 0)
    await world.until(NINE)
    assert [one.says for one in world.platform.said(v.NoticeView)] == [
        "No question was posted on 2026-11-23: no question is left to ask: widen what is drawn with /study setup."
    ]


async def test_a_day_that_had_its_round_gets_no_second_one(world: World) -> None:
    await world.open_day()
    await world.close_round()
    world.clock.at = NINE + timedelta(minutes=5)
    await world.store.run(
        lambda tx: tx.deliveries.plan(
            key="question:again",
            kind=DeliveryKind.QUESTION,
            space=SPACE,
            channel=CHANNEL,
            due_at=NINE,
            schedule=ScheduleId(1),
            day=MONDAY.date(),
        )
    )
    await world.tick()
    assert len(world.platform.said(v.QuestionView)) == 1


class Interrupted(MemoryPlatform):
    """While it sends, something else happens."""

    world: World

    async def post(self, post: Post) -> str:
        if isinstance(post.view, v.QuestionView):
            await self.happens()
        return await super().post(post)

    async def happens(self) -> None:
        await self.world.answer("Quick")
        await self.world.judge.waiting(limit=9)
        assert seen(await self.world.type("/study schedule close", admin=True), v.NoticeView).good


async def test_a_question_that_is_closed_while_it_is_sent_ends_up_closed(world: World) -> None:
    platform = Interrupted()
    platform.world = world
    world.platform = platform
    world.delivering = world.replica("interrupted")
    await world.first_morning()
    await world.later(minutes=1)
    shown = seen(platform.edits[-1][1], v.QuestionView)
    assert ((await world.round()).phase, shown.is_open, shown.answered) == (Phase.CLOSED, False, 1)


@pytest.mark.parametrize("hours", [1, 30])
async def test_nothing_happens_in_an_empty_database(world: World, hours: int) -> None:
    await world.later(hours=hours)
    assert world.platform.posts == []
