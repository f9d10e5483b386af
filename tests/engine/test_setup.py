"""`/study setup`: by words and by form, for admins, without ever making a second question of the day."""

from datetime import datetime, timedelta

import pytest

from bot.domain.ids import ChannelId
from bot.domain.questions import Style
from bot.domain.rounds import Feedback
from bot.engine import commands as c
from bot.engine import doors
from bot.engine import views as v
from bot.engine.ports.platform import Refused
from tests.engine.banks import FewItems
from tests.world import MONDAY, World, seen

NINE = MONDAY.replace(hour=9)


async def line_of(world: World, words: str) -> v.ScheduleLine:
    return seen(await world.set_up(words), v.SchedulesView).schedules[0]


async def test_a_channel_is_set_up_by_words(world: World) -> None:
    words = "time=5pm zone=berlin days=mon,wed draw=llm,beginner style=check feedback=at-once reveal=+1 notice=me"
    found = await line_of(world, words.replace("reveal=+1", '"reveal=+1 08:00" thread=no'))
    assert (found.time, found.zone, found.days, found.draw) == ("17:00", "Europe/Berlin", "mon,wed", "llm, beginner")
    assert (found.style, found.feedback, found.reveal) == (Style.CHECK, Feedback.AT_ONCE, "08:00 the next day")
    assert (found.thread, found.notice) == (False, "dm:boss")


async def test_the_reply_says_what_will_happen_next(world: World) -> None:
    found = seen(await world.set_up(), v.SchedulesView)
    assert found.note == "The daily question is set up."
    assert [one.due for one in found.upcoming] == [NINE + timedelta(days=i) for i in range(3)]


async def test_words_that_are_left_out_keep_what_stands(world: World) -> None:
    await world.set_up("time=10:00 days=daily draw=llm style=check thread=no notice=admins")
    found = await line_of(world, "feedback=at-once")
    assert (found.time, found.days, found.draw, found.style) == ("10:00", "daily", "llm", Style.CHECK)
    assert (found.thread, found.notice, found.feedback) == (False, "admins", Feedback.AT_ONCE)


async def test_all_and_here_go_back_to_the_defaults(world: World) -> None:
    await world.set_up("draw=llm notice=admins reveal=17:00")
    found = await line_of(world, "draw=all notice=here reveal=before-next")
    assert (found.draw, found.notice, found.reveal) == ("the whole bank", "here", "10 minutes before the next question")


async def test_the_form_opens_with_what_stands(world: World) -> None:
    fresh = seen(await world.type("/study setup", admin=True), v.SetupFormView)
    assert (fresh.time, fresh.zone, fresh.days, fresh.draw, fresh.notice) == ("09:00", "UTC", "mon-fri", "all", "here")
    await world.set_up('time=10:30 days=daily draw=llm "reveal=+1 08:00"')
    found = seen(await world.type("/study setup", admin=True), v.SetupFormView)
    assert (found.time, found.days, found.draw, found.reveal) == ("10:30", "daily", "llm", "+1 08:00")
    assert "beginner" in found.selectors


async def test_the_form_as_it_stands_changes_nothing(world: World) -> None:
    before = await line_of(world, 'time=10:30 days=daily draw=llm,beginner "reveal=+1 08:00" notice=admins')
    form = seen(await world.type("/study setup", admin=True), v.SetupFormView)
    fields = {name: getattr(form, name) for name in ("time", "zone", "days", "draw", "style", "reveal", "notice")}
    command = doors.submitted(form.token, fields | {"feedback": form.feedback.value, "thread": "yes"})
    after = seen(await world.do(command, "Boss", admin=True), v.SchedulesView)
    assert after.schedules[0] == before
    assert after.note == "The daily question is changed. An open question keeps its closing time."


async def test_a_door_without_forms_explains_the_typed_way(world: World) -> None:
    told = seen(await world.type("/study setup", admin=True, forms=False), v.NoticeView)
    assert told.next_step.startswith("For example: `/study setup time=09:00")


@pytest.mark.parametrize(
    "line",
    [
        "/study setup",
        "/study setup time=09:00",
        "/study schedule list",
        "/study schedule preview",
        "/study schedule pause",
        "/study schedule resume",
        "/study schedule skip",
        "/study schedule close",
        "/study schedule swap",
        "/study schedule pin beginner/overfitting",
        "/study status",
    ],
)
async def test_only_admins_decide_about_the_channel(world: World, line: str) -> None:
    assert seen(await world.type(line), v.NoticeView).says.startswith("Only admins can ")


@pytest.mark.parametrize("line", ["preview", "pause", "resume", "skip", "close", "swap", "pin beginner/overfitting"])
async def test_a_channel_without_a_schedule_is_told_to_set_one_up(world: World, line: str) -> None:
    told = seen(await world.type(f"/study schedule {line}", admin=True), v.NoticeView)
    assert told.next_step == "Set it up with `/study setup`."


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("time=25:00", '"25:00" is not a time of day.'),
        ("zone=Berln", 'There is no time zone "Berln"'),
        ("days=never", '"never" are not weekdays.'),
        ("draw=llms", 'There is no section, level or topic "llms"'),
        ("reveal=later", '"later" is not a'),
    ],
)
async def test_words_that_cannot_be_read_change_nothing(world: World, words: str, says: str) -> None:
    before = await line_of(world, "time=09:00")
    assert seen(await world.set_up(f"time=11:00 {words}"), v.NoticeView).says.startswith(says)
    assert seen(await world.type("/study schedule list", admin=True), v.SchedulesView).schedules == (before,)


async def test_a_draw_that_the_bank_cannot_fill_is_refused(world: World) -> None:
    world.engine.bank = FewItems(world.bank, 0)  # type: ignore[assignment]
    assert seen(await world.set_up("time=09:00"), v.NoticeView).says == "The bank has no question for that choice."


async def test_the_first_channel_gives_the_space_its_zone(world: World) -> None:
    await world.set_up("zone=Asia/Tokyo")
    found = seen(await world.type("/study setup", admin=True, channel=ChannelId("two")), v.SetupFormView)
    assert found.zone == "Asia/Tokyo"


async def test_the_list_shows_every_channel_of_the_space(world: World) -> None:
    empty = seen(await world.type("/study schedule list", admin=True), v.SchedulesView)
    await world.set_up()
    await world.type("/study setup time=10:00", admin=True, channel=ChannelId("two"))
    found = seen(await world.type("/study schedule list", admin=True), v.SchedulesView)
    assert (empty.note != "", [one.channel for one in found.schedules]) == (True, ["study", "two"])


@pytest.mark.parametrize(
    "words",
    [
        "time=10:00",
        "time=23:00",
        "zone=Pacific/Pago_Pago",
        "zone=Pacific/Kiritimati",
        "zone=America/New_York",
        "days=daily",
        "draw=expert style=check",
    ],
)
async def test_a_changed_setup_never_makes_a_second_question_of_the_day(world: World, words: str) -> None:
    await world.open_day()
    await world.later(minutes=5)
    await world.set_up(words)
    days = []
    for _ in range(60):
        world.clock.at += timedelta(hours=1)
        await world.tick()
        days.append(world.question().day)
    assert sorted(set(days)) == sorted({round.day for round in world.platform.said(v.QuestionView)})
    assert len(world.platform.said(v.QuestionView)) == len(set(days))


@pytest.mark.parametrize("words", ["time=10:00", "zone=Pacific/Pago_Pago", "time=23:00 days=daily"])
async def test_what_the_setup_promises_next_is_what_comes_next(world: World, words: str) -> None:
    await world.open_day()
    await world.later(minutes=30)
    promised: datetime | None = (await line_of(world, words)).next_due
    assert promised is not None
    await world.until(promised)
    assert len(world.platform.said(v.QuestionView)) == 2


async def test_an_open_question_keeps_its_closing_time(world: World) -> None:
    closes = (await world.open_day()).closes_at
    await world.set_up("time=18:00 reveal=19:00")
    assert seen(await world.type("/question"), v.QuestionView).closes_at == closes


async def test_a_setup_before_todays_time_gives_a_question_today(world: World) -> None:
    await world.set_up("time=08:30")
    await world.later(minutes=30)
    assert world.question().day == MONDAY.date()


async def test_the_first_visitor_of_the_local_page_is_its_admin(world: World) -> None:
    space = "local:studio"
    first = await world.type("/study schedule list", "Ana", space=space)  # type: ignore[arg-type]
    second = await world.type("/study schedule list", "Ben", space=space)  # type: ignore[arg-type]
    assert (type(first), type(second)) == (v.SchedulesView, v.NoticeView)


async def test_a_reveal_that_would_swallow_the_next_question_is_refused(world: World) -> None:
    order = c.SetUp(days="daily", time="09:00", reveal="+1 12:00")
    told = seen(await world.do(order, "Boss", admin=True), v.NoticeView)
    assert told.says == "The question of Monday would still be open when the next one comes."


async def test_a_question_that_was_refused_is_tried_again_after_the_next_set_up(world: World) -> None:
    world.platform.before = [Refused("not in the channel")]
    await world.set_up()
    await world.until(MONDAY.replace(hour=9))
    assert world.platform.said(v.QuestionView) == []
    await world.set_up()
    await world.later(minutes=1)
    assert [view.number for view in world.platform.said(v.QuestionView)] == [1]
