"""`/study setup` and `/study schedule`: what admins decide about a channel's daily question."""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from bot.domain.errors import StudyError, did_you_mean
from bot.domain.ids import ItemId, RoundId, ScheduleId
from bot.domain.questions import select, selectors
from bot.domain.rounds import Schedule
from bot.domain.timetable import DAY, Timetable, study_day
from bot.engine import commands as c
from bot.engine import views as v
from bot.engine.agenda import next_item, reschedule, upcoming
from bot.engine.closing import close_round
from bot.engine.doors import line
from bot.engine.reading import (
    days_text,
    read_days,
    read_draw,
    read_reveal,
    read_time,
    read_zone,
    reveal_text,
    reveal_typed,
)
from bot.engine.tokens import Token
from bot.engine.turn import Turn

NOTICE_HERE = "here"


def _own(turn: Turn, deed: str) -> Schedule:
    """This channel's schedule, for an admin."""
    turn.admins_only(deed)
    found = turn.tx.schedules.at(turn.space.id, turn.asker.channel)
    if found is None:
        raise StudyError("This channel has no daily question yet.", "Set it up with `/study setup`.")
    return found


def default_schedule(turn: Turn) -> Schedule:
    """What a new channel gets: weekdays at nine in the space's zone, from the whole bank."""
    table = Timetable(ZoneInfo(turn.space.zone), time(9), frozenset(range(5)))
    return Schedule(ScheduleId(0), turn.space.id, turn.asker.channel, table)


def setup_form(turn: Turn, _: c.OpenSetupForm) -> v.View:
    turn.admins_only("set up the daily question")
    if not turn.asker.has_forms:
        raise StudyError(
            "Say what you want behind the command.",
            "For example: `/study setup time=09:00 zone=Europe/Berlin days=mon-fri draw=beginner,llm`",
        )
    now = turn.tx.schedules.at(turn.space.id, turn.asker.channel) or default_schedule(turn)
    return v.SetupFormView(
        token=Token("setup"),
        time=f"{now.timetable.at:%H:%M}",
        zone=now.timetable.zone.key,
        days=days_text(now.timetable.weekdays),
        draw=",".join(now.draw) or "all",
        style=now.style,
        feedback=now.feedback,
        reveal=reveal_typed(now.timetable),
        thread=now.thread,
        notice=now.notice or NOTICE_HERE,
        selectors=tuple(selectors(turn.bank.items.values(), turn.bank.topics)),
    )


def set_up(turn: Turn, command: c.SetUp) -> v.View:
    """Makes or changes this channel's schedule; says what it will do before it does it."""
    turn.admins_only("set up the daily question")
    before = turn.tx.schedules.at(turn.space.id, turn.asker.channel)
    old = before or default_schedule(turn)
    known = selectors(turn.bank.items.values(), turn.bank.topics)
    table = Timetable(
        zone=read_zone(command.zone) if command.zone else old.timetable.zone,
        at=read_time(command.time) if command.time else old.timetable.at,
        weekdays=read_days(command.days) if command.days else old.timetable.weekdays,
        reveal=read_reveal(command.reveal) if command.reveal else old.timetable.reveal,
    )
    _closes_in_time(turn, table)
    draw = read_draw(command.draw, known) if command.draw else old.draw
    if not select(turn.bank.items.values(), draw):
        raise StudyError("The bank has no question for that choice.", "Choose more sections, levels or topics.")
    if before is None:
        turn.tx.people.set_zone(turn.space.id, table.zone.key)
    saved = turn.tx.schedules.save(
        replace(
            old,
            timetable=table,
            draw=draw,
            style=command.style or old.style,
            feedback=command.feedback or old.feedback,
            thread=old.thread if command.thread is None else command.thread,
            notice=_notice(turn, command.notice) if command.notice else old.notice,
        )
    )
    turn.tx.deliveries.retry_failed(saved.id, due_from=turn.now - turn.rules.grace, now=turn.now)
    reschedule(turn.tx, saved, turn.now)
    made = "The daily question is set up." if before is None else "The daily question is changed."
    return _one(turn, f"{made} An open question keeps its closing time." if before else made)


def _closes_in_time(turn: Turn, table: Timetable) -> None:
    """Raises StudyError when a round would outlast the next question by more than the grace, which skips that one."""
    for day, due in islice(table.days_from(study_day(turn.now, table.zone)), 14):
        following = next(at for _, at in table.days_from(day + DAY))
        if table.closes(day, posted_at=due, least=turn.rules.least_open) > following + turn.rules.grace:
            raise StudyError(
                f"The question of {day:%A} would still be open when the next one comes.",
                "Choose an earlier reveal, or before-next.",
            )


def _notice(turn: Turn, text: str) -> str:
    place = text.strip()
    if place.casefold() == NOTICE_HERE:
        return ""
    return f"dm:{turn.member.user}" if place.casefold() == "me" else place[:100]


def schedule_line(schedule: Schedule) -> v.ScheduleLine:
    table = schedule.timetable
    paused = ""
    if schedule.paused_from is not None:
        until = f" to {schedule.paused_until:%d %b %Y}" if schedule.paused_until else " until somebody resumes it"
        reason = f" ({schedule.pause_reason})" if schedule.pause_reason else ""
        paused = f"from {schedule.paused_from:%d %b %Y}{until}{reason}"
    return v.ScheduleLine(
        channel=schedule.channel,
        time=f"{table.at:%H:%M}",
        zone=table.zone.key,
        days=days_text(table.weekdays),
        draw=", ".join(schedule.draw) or "the whole bank",
        style=schedule.style,
        feedback=schedule.feedback,
        reveal=reveal_text(table),
        thread=schedule.thread,
        notice=schedule.notice or NOTICE_HERE,
        next_due=schedule.next_due,
        paused=paused,
    )


def _buttons(schedule: Schedule) -> tuple[v.Button, ...]:
    paused = schedule.paused_from is not None
    return (
        v.Button("Preview the next seven", line("study schedule preview")),
        v.Button("Resume", line("study schedule resume"), main=True)
        if paused
        else v.Button("Pause", line("study schedule pause")),
        v.Button("Skip the next one", line("study schedule skip")),
        v.Button("Swap the next one", line("study schedule swap")),
    )


def _one(turn: Turn, note: str) -> v.View:
    """This channel's schedule as it stands after a change."""
    found = turn.tx.schedules.at(turn.space.id, turn.asker.channel)
    assert found is not None  # every caller has just read or written it
    days = upcoming(turn.tx, turn.bank, found, turn.now, count=3)
    return v.SchedulesView(note, (schedule_line(found),), days, _buttons(found))


def list_schedules(turn: Turn, _: c.ListSchedules) -> v.View:
    turn.admins_only("see the schedules")
    found = turn.tx.schedules.of(turn.space.id)
    note = "" if found else "There is no daily question in this space yet. Set one up with `/study setup`."
    return v.SchedulesView(note, tuple(schedule_line(one) for one in found), (), ())


def preview(turn: Turn, _: c.Preview) -> v.View:
    found = _own(turn, "see what comes next")
    days = upcoming(turn.tx, turn.bank, found, turn.now, count=7)
    return v.SchedulesView("", (schedule_line(found),), days, _buttons(found))


def pause(turn: Turn, command: c.PauseSchedule) -> v.View:
    found = _own(turn, "pause the daily question")
    today = study_day(turn.now, found.timetable.zone)
    start = command.start or today
    if command.end is not None and command.end < start:
        raise StudyError(
            "The pause would end before it starts.", "Write it as `/study schedule pause 2026-12-24 2027-01-01`."
        )
    if command.end is not None and command.end < today:
        raise StudyError("That pause is over already.", f"Today is {today:%d %b %Y} here.")
    turn.tx.schedules.pause(found.id, start, command.end, "")
    _reschedule(turn, found.id)
    return _one(turn, "The pause is set. It breaks nobody's streak.")


def resume(turn: Turn, _: c.ResumeSchedule) -> v.View:
    found = _own(turn, "resume the daily question")
    if found.paused_from is None:
        raise StudyError("The daily question is not paused.", "`/study schedule list` shows when the next one comes.")
    turn.tx.schedules.resume(found.id, study_day(turn.now, found.timetable.zone))
    _reschedule(turn, found.id)
    return _one(turn, "The daily question goes on.")


def _reschedule(turn: Turn, schedule: ScheduleId) -> None:
    found = turn.tx.schedules.get(schedule)
    assert found is not None  # the caller has just changed it
    reschedule(turn.tx, found, turn.now)


def _day(turn: Turn, schedule: Schedule, day: date | None) -> date:
    """A coming day with a question: the given one, or the next."""
    following = schedule.timetable.next_after(turn.now)[0]
    if day is None:
        return schedule.next_day or following
    due = schedule.timetable.due(day)
    if due is None:
        raise StudyError(
            f"{day:%A, %d %b %Y} has no question anyway.", f"Questions come {days_text(schedule.timetable.weekdays)}."
        )
    if due <= turn.now:
        raise StudyError(f"The question of {day:%d %b %Y} is over.", f"The next one is on {following:%d %b %Y}.")
    if day > study_day(turn.now, schedule.timetable.zone) + timedelta(days=400):
        raise StudyError("That is more than a year away.", "Choose a nearer day.")
    return day


def skip(turn: Turn, command: c.SkipDay) -> v.View:
    found = _own(turn, "skip a day")
    day = _day(turn, found, command.day)
    new = turn.tx.schedules.skip(found.id, day)
    says = f"Nothing will be posted on {day:%A, %d %b %Y}." if new else f"{day:%A, %d %b %Y} was skipped already."
    return _one(turn, says)


@dataclass(frozen=True, slots=True)
class JudgeFirst:
    """What a use case returns in place of a view when answers of a moment ago still wait for their verdict."""

    round: RoundId


def close_now(turn: Turn, _: c.CloseNow) -> v.View | JudgeFirst:
    found = _own(turn, "close the question")
    round = turn.tx.rounds.open_in(turn.space.id, found.channel)
    if round is None:
        raise StudyError("No question is open here.", "`/study schedule list` shows when the next one comes.")
    if not close_round(turn.tx, turn.bank, turn.rules, round, turn.now):
        return JudgeFirst(round.id)
    return v.NoticeView(f"Question {round.number} is closed. The model answer comes now.", "", good=True)


def close_judged(turn: Turn) -> v.View:
    """The close after the verdicts; answers may have come in between."""
    view = close_now(turn, c.CloseNow())
    if isinstance(view, JudgeFirst):
        raise StudyError("Some answers are being read at this moment.", "Try again in a few seconds.")
    return view


def swap(turn: Turn, _: c.SwapNext) -> v.View:
    """Pins the item after the one that would be next to the next day."""
    found = _own(turn, "swap the next question")
    day = _day(turn, found, None)
    first = turn.tx.schedules.pins(found.id).get(day) or next_item(turn.tx, turn.bank, found)
    other = next_item(turn.tx, turn.bank, found, without={first} if first else set())
    if other is None:
        raise StudyError("There is no other question to swap to.", "Widen what is drawn with `/study setup draw=all`.")
    turn.tx.schedules.pin(found.id, day, other)
    return _one(turn, f'On {day:%A, %d %b %Y} it will be "{turn.bank.items[other].title}".')


def pin(turn: Turn, command: c.PinItem) -> v.View:
    found = _own(turn, "pin a question")
    wanted = command.item.strip().casefold()
    item = turn.bank.items.get(ItemId(wanted))
    if item is None:
        slugs = {one.split("/")[1]: one for one in turn.bank.items}
        item = turn.bank.items.get(slugs.get(wanted, ItemId("")))
    if item is None or item.retired:
        raise StudyError(
            f'There is no question "{command.item[:60]}".{did_you_mean(wanted, list(turn.bank.items))}',
            "Write its id, such as beginner/overfitting.",
        )
    day = _day(turn, found, command.day)
    turn.tx.schedules.pin(found.id, day, item.id)
    return _one(turn, f'On {day:%A, %d %b %Y} it will be "{item.title}".')
