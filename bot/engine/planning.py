"""Planning: what is due is written down, hundreds of schedules at a time.

Schedules with the same timetable share the answer, so a herd that is due at one instant costs a handful of statements.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import takewhile

from bot.domain.ids import ScheduleId
from bot.domain.timetable import DAY
from bot.engine.notices import notice_text
from bot.engine.ports.store import DeliveryState, Due, Tx
from bot.engine.turn import Rules

CATCH_UP = 40
"""Missed days that are written down one by one after a long downtime; earlier ones are passed over."""

NOT_RUNNING = "the bot was not running at the time"
COMES_BY_ITSELF = "The next one comes on time, and the missed day breaks nobody's streak."


@dataclass(frozen=True, slots=True)
class Answer:
    """What becomes of a schedule that is due: its missed days, each with a reason when it is not asked, and the next.

    `late` says that the newest of them is over its grace.
    """

    days: tuple[tuple[date, datetime, str], ...]
    following: tuple[date | None, datetime | None]
    late: bool


@dataclass(frozen=True, slots=True)
class Planned:
    """How many schedules were due, and how many of their questions were missed."""

    found: int = 0
    missed: int = 0


def plan(tx: Tx, rules: Rules, now: datetime, *, limit: int) -> Planned:
    """Writes down the deliveries that are due, and moves each schedule on."""
    due = tx.schedules.due(now, limit)
    if not due:
        return Planned()
    skips = tx.schedules.skips_of([one.id for one in due])
    same: defaultdict[object, list[Due]] = defaultdict(list)
    for one in due:
        skipped = frozenset(skips[one.id]) if one.id in skips else None
        same[one.timetable, one.day, one.paused_from, one.paused_until, skipped].append(one)
    missed = 0
    for alike in same.values():
        answer = answered(alike[0], skips.get(alike[0].id, set()), now, rules.grace)
        ids = [one.id for one in alike]
        _write(tx, ids, answer, now)
        if answer.late and answer.days[-1][2] == NOT_RUNNING:
            missed += len(ids)
    return Planned(len(due), missed)


def answered(due: Due, skips: set[date], now: datetime, grace: timedelta) -> Answer:
    """What becomes of a schedule that is due."""
    missed = list(takewhile(lambda one: one[1] <= now, due.timetable.days_from(due.day)))
    newest, at = missed[-1] if missed else (due.day, now)
    late = now - at > grace
    days: list[tuple[date, datetime, str]] = []
    for day, was_due in missed[-CATCH_UP:]:
        why = ""
        if due.paused_on(day):
            why = "paused"
        elif day in skips:
            why = "skipped by an admin"
        elif day != newest or late:
            why = NOT_RUNNING
        days.append((day, was_due, why))
    # Nothing missed: the zone's rules have changed, and the day's question comes later than was thought.
    start = newest + DAY if missed else newest
    following = next((day, at) for day, at in due.timetable.days_from(start) if at > now)
    ends = due.paused_until is not None or not due.paused_on(following[0])
    return Answer(tuple(days), following if ends else (None, None), late)


def _write(tx: Tx, ids: list[ScheduleId], answer: Answer, now: datetime) -> None:
    for day, at, why in answer.days:
        state = DeliveryState.SKIPPED if why else DeliveryState.PENDING
        tx.deliveries.plan_questions(ids, day, at, state, why)
    if answer.days and answer.days[-1][2] == NOT_RUNNING:
        day = answer.days[-1][0]
        tx.deliveries.plan_notices(ids, f"missed:{day}", missed_text(day, NOT_RUNNING), now)
    tx.schedules.advance(ids, *answer.following)


def missed_text(day: date, why: str) -> str:
    """The notice about a question that was not asked."""
    return notice_text(f"The question of {day:%A, %d %b %Y} was not posted: {why}.", COMES_BY_ITSELF)
