"""Pausing, skipping, swapping, pinning, previewing and closing; and channels that nobody answers in."""

from datetime import date, timedelta

import pytest

from bot.domain.ids import ItemId
from bot.engine import views as v
from bot.engine.turn import Rules
from tests.engine.banks import FewItems
from tests.world import CHANNEL, MONDAY, SPACE, World, seen

TUESDAY = date(2026, 11, 24)


async def order(world: World, line: str) -> v.SchedulesView:
    return seen(await world.type(f"/study schedule {line}", "Boss", admin=True), v.SchedulesView)


async def refused(world: World, line: str) -> str:
    return seen(await world.type(f"/study schedule {line}", "Boss", admin=True), v.NoticeView).says


def posted(world: World) -> list[date]:
    return [question.day for question in world.platform.said(v.QuestionView)]


async def week(world: World, days: int = 7) -> None:
    """Lives through some days, an hour after another where something may happen."""
    for _ in range(days):
        await world.until(world.clock.at.replace(hour=8, minute=50))
        await world.until(world.clock.at.replace(hour=9, minute=0))
        world.clock.at += timedelta(hours=15)


async def test_a_pause_without_days_lasts_until_resume(world: World) -> None:
    await world.set_up()
    paused = (await order(world, "pause")).schedules[0]
    await week(world, 3)
    assert (paused.next_due, posted(world)) == (None, [])
    resumed = await order(world, "resume")
    await week(world, 1)
    assert (resumed.note, posted(world)) == ("The daily question goes on.", [date(2026, 11, 26)])


async def test_a_pause_from_a_day_to_a_day_ends_by_itself(world: World) -> None:
    await world.set_up()
    await order(world, "pause 2026-11-24 2026-11-25")
    await week(world, 5)
    assert [day.day for day in posted(world)] == [23, 26, 27]


async def test_a_pause_that_starts_later_begins_by_itself(world: World) -> None:
    await world.set_up()
    assert (await order(world, "pause 2026-11-25")).schedules[0].paused == "from 25 Nov 2026 until somebody resumes it"
    await week(world, 5)
    assert [day.day for day in posted(world)] == [23, 24]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("pause 2026-11-25 2026-11-24", "The pause would end before it starts."),
        ("pause 2026-11-01 2026-11-02", "That pause is over already."),
        ("resume", "The daily question is not paused."),
        ("skip 2026-11-28", "Saturday, 28 Nov 2026 has no question anyway."),
        ("skip 2026-11-20", "The question of 20 Nov 2026 is over."),
        ("skip 2028-01-03", "That is more than a year away."),
        ("close", "No question is open here."),
        ("pin beginner/overfiting", 'There is no question "beginner/overfiting".'),
    ],
)
async def test_what_cannot_be_ordered_is_said(world: World, line: str, says: str) -> None:
    await world.set_up()
    assert (await refused(world, line)).startswith(says)


async def test_a_paused_day_breaks_no_streak(make_world) -> None:
    world: World = make_world(Rules(freezes=False))
    await world.open_day()
    await world.answer("Mine")
    await order(world, "pause 2026-11-24 2026-11-25")
    await world.until(MONDAY.replace(day=26, hour=9))
    receipt = seen(await world.answer("Again"), v.ReceiptView)
    assert receipt.streak.current == 2


async def test_a_skipped_day_has_no_question_and_breaks_no_streak(make_world) -> None:
    world: World = make_world(Rules(freezes=False))
    await world.open_day()
    await world.answer("Mine")
    found = await order(world, "skip")
    assert (found.note, found.upcoming[0].skipped) == ("Nothing will be posted on Tuesday, 24 Nov 2026.", "skipped")
    world.clock.at += timedelta(hours=15)
    await week(world, 2)
    assert posted(world) == [date(2026, 11, 23), date(2026, 11, 25)]
    assert seen(await world.answer("Again"), v.ReceiptView).streak.current == 2


async def test_a_day_is_skipped_once(world: World) -> None:
    await world.set_up()
    notes = [(await order(world, "skip 2026-11-24")).note for _ in range(2)]
    assert notes[1] == "Tuesday, 24 Nov 2026 was skipped already."


async def test_a_day_can_be_skipped_while_the_channel_is_paused(world: World) -> None:
    await world.set_up()
    await order(world, "pause")
    assert (await order(world, "skip")).note == "Nothing will be posted on Monday, 23 Nov 2026."


async def test_a_pinned_item_is_asked_on_its_day(world: World) -> None:
    await world.set_up()
    found = await order(world, "pin Overfitting 2026-11-24")
    assert [(one.pinned, one.title != "") for one in found.upcoming] == [(False, False), (True, True), (False, False)]
    await week(world, 2)
    assert (await world.item()).id == "beginner/overfitting"


async def test_an_item_is_pinned_to_the_next_day_when_none_is_given(world: World) -> None:
    await world.set_up()
    assert (await order(world, "pin expert/gans")).upcoming[0].pinned
    await week(world, 1)
    assert (await world.item()).id == "expert/gans"


async def test_a_swap_gives_another_item_on_the_next_day_and_the_first_one_later(world: World) -> None:
    await world.set_up()
    first = (await order(world, "swap")).upcoming[0].title
    second = (await order(world, "swap")).upcoming[0].title
    await week(world, 1)
    assert (world.question().title, first != second) == (second, True)


async def test_a_swap_needs_another_item(world: World) -> None:
    await world.set_up()
    world.engine.bank = FewItems(world.bank, 1)  # type: ignore[assignment]
    assert await refused(world, "swap") == "There is no other question to swap to."


async def test_the_preview_shows_seven_days_and_why_some_have_nothing(world: World) -> None:
    await world.set_up()
    await order(world, "skip 2026-11-24")
    await order(world, "pause 2026-11-26 2026-11-27")
    found = (await order(world, "preview")).upcoming
    assert [one.skipped for one in found] == ["", "skipped", "", "paused", "paused", "", ""]


async def test_the_preview_of_a_paused_channel_starts_with_the_next_day(world: World) -> None:
    await world.set_up()
    await order(world, "pause")
    assert (await order(world, "preview")).upcoming[0].day == MONDAY.date()


async def test_a_pinned_item_that_left_the_bank_is_not_named_in_the_preview(world: World) -> None:
    await world.set_up()
    await order(world, "pin expert/gans")
    world.engine.bank = FewItems(world.bank, 3)  # type: ignore[assignment]
    assert not (await order(world, "preview")).upcoming[0].pinned


async def test_a_question_is_closed_at_once_and_revealed(world: World) -> None:
    await world.open_day()
    told = seen(await world.type("/study schedule close", admin=True), v.NoticeView)
    await world.tick()
    assert (told.good, len(world.platform.said(v.RevealView))) == (True, 1)
    assert seen(await world.answer("late"), v.NoticeView).says.startswith("Question 1 is closed")


async def test_an_answer_of_a_moment_ago_gets_its_verdict_before_the_close(world: World) -> None:
    await world.open_day()
    await world.answer("First")
    told = seen(await world.type("/study schedule close", admin=True), v.NoticeView)
    await world.tick()
    assert (told.good, [view.answered for view in world.platform.said(v.RevealView)]) == (True, [1])


async def silent(world: World, days: int) -> None:
    for _ in range(days):
        await world.next_day()


async def test_a_channel_without_an_answer_for_so_many_days_is_paused_with_one_notice(make_world) -> None:
    world: World = make_world(Rules(silent_days=3))
    await world.open_day()
    await silent(world, 2)
    await world.close_round()
    await week(world, 4)
    notices = world.platform.said(v.NoticeView)
    assert (len(posted(world)), len(notices)) == (3, 1)
    assert notices[0].says == "Nobody answered the last 3 questions, so the daily question is paused."
    assert (await order(world, "list")).schedules[0].paused.endswith("(no answers on 3 days with a question)")


async def test_one_answer_keeps_the_channel_going(make_world) -> None:
    world: World = make_world(Rules(silent_days=3))
    await world.open_day()
    await silent(world, 1)
    await world.answer("Somebody is there")
    await silent(world, 3)
    assert len(posted(world)) == 5


async def test_the_resume_button_of_the_notice_works_for_admins(make_world) -> None:
    world: World = make_world(Rules(silent_days=2))
    await world.open_day()
    await silent(world, 1)
    await world.close_round()
    await world.tick()
    notice = world.platform.said(v.NoticeView)[-1]
    refused = seen(await world.press(notice, "Resume", "Ana"), v.NoticeView)
    resumed = seen(await world.press(notice, "Resume", "Boss", admin=True), v.SchedulesView)
    assert refused.says == "Only admins can resume the daily question."
    assert resumed.note == "The daily question goes on."
    await world.next_day()
    assert len(posted(world)) == 3


async def test_a_resumed_channel_has_all_its_silent_days_again(make_world) -> None:
    world: World = make_world(Rules(silent_days=3))
    await world.open_day()
    await silent(world, 2)
    await world.close_round()
    await order(world, "resume")
    await silent(world, 1)
    await world.close_round()
    assert (await order(world, "list")).schedules[0].paused == ""


async def test_a_schedule_of_its_own_keeps_pins_and_skips(world: World) -> None:
    await world.set_up()
    await order(world, "pin beginner/overfitting 2026-11-24")
    schedule = await world.store.run(lambda tx: tx.schedules.at(SPACE, CHANNEL))
    assert schedule is not None
    assert await world.store.run(lambda tx: tx.schedules.pins(schedule.id)) == {TUESDAY: ItemId("beginner/overfitting")}
