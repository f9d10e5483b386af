"""What is asked when: the item of a question, and saying beforehand what comes."""

from collections.abc import Collection
from datetime import datetime
from itertools import islice

from bot.domain.ids import ItemId, RoundId
from bot.domain.questions import Style, select
from bot.domain.rotation import pick, place, unseen
from bot.domain.rounds import Phase, Round, Schedule
from bot.engine import views as v
from bot.engine.ports.bank import Bank
from bot.engine.ports.store import Delivery, Tx
from bot.engine.turn import Rules


def question_key(schedule: Schedule, day: object) -> str:
    """The exactly-once key: a date, not an instant."""
    return f"question:{schedule.id}:{day}"


def reschedule(tx: Tx, schedule: Schedule, now: datetime) -> None:
    """Sets the next question anew after a change of the schedule."""
    day, _ = schedule.timetable.next_after(now)
    # A day that has had its question gets no second one from a later time, or from a zone further west.
    day, due = next(
        (d, at) for d, at in schedule.timetable.days_from(day) if not tx.deliveries.known(question_key(schedule, d))
    )
    if schedule.paused_on(day) and schedule.paused_until is None:
        tx.schedules.set_next(schedule.id, None, None)
    else:
        tx.schedules.set_next(schedule.id, day, due)


def next_item(tx: Tx, bank: Bank, schedule: Schedule, *, without: Collection[ItemId] = ()) -> ItemId | None:
    """The item that the bag gives next."""
    space = tx.people.space(schedule.space)
    assert space is not None  # a foreign key holds every schedule to its space
    pool = [item.id for item in select(bank.items.values(), schedule.draw)]
    # What was just asked rests, at most half of the pool: no more of it is needed.
    asked, order = tx.rounds.asked(schedule.space, newest=len(pool))
    return pick(
        pool, seed=space.seed, asked=asked, recent=order, withheld=tx.rounds.withheld(schedule.space) | set(without)
    )


def make_round(tx: Tx, bank: Bank, rules: Rules, schedule: Schedule, delivery: Delivery, now: datetime) -> Round | str:
    """The round for a claimed question, or why there is none."""
    assert delivery.day is not None  # questions are planned with their day
    pinned = tx.schedules.pins(schedule.id).get(delivery.day)
    taken = tx.rounds.withheld(schedule.space)
    item_id = pinned if pinned in bank.items and pinned not in taken else next_item(tx, bank, schedule)
    if item_id is None:
        return "no question is left to ask: widen what is drawn with /study setup"
    item = bank.items[item_id]
    digest, source = bank.source(item_id)
    tx.rounds.keep_item(digest, source)
    check = None
    if schedule.style is Style.CHECK:
        check = min(item.checks, key=lambda one: place(ItemId(one.id), seed=str(delivery.day), turn=0)).id
    closes = schedule.timetable.closes(delivery.day, posted_at=now, least=rules.least_open)
    made = tx.rounds.add(
        Round(
            id=RoundId(0),
            number=0,
            space=schedule.space,
            channel=schedule.channel,
            schedule=schedule.id,
            day=delivery.day,
            item=item_id,
            item_digest=digest,
            style=schedule.style,
            check=check,
            feedback=schedule.feedback,
            opens_at=now,
            closes_at=closes,
            phase=Phase.PLANNED,
        )
    )
    return made or "another question is open in this channel"


def upcoming(tx: Tx, bank: Bank, schedule: Schedule, now: datetime, *, count: int) -> tuple[v.Upcoming, ...]:
    """The next days with a question, and what is known of them. Titles are only told where an item is pinned."""
    pins, skips = tx.schedules.pins(schedule.id), tx.schedules.skips(schedule.id)
    start = schedule.next_day or schedule.timetable.next_after(now)[0]
    found: list[v.Upcoming] = []
    for day, due in islice(schedule.timetable.days_from(start), count):
        why = "paused" if schedule.paused_on(day) else "skipped" if day in skips else ""
        item = bank.items.get(pins[day]) if day in pins else None
        found.append(v.Upcoming(day, due, item.title if item else "", item is not None, why))
    return tuple(found)


def unseen_items(tx: Tx, bank: Bank, schedule: Schedule) -> tuple[int, int]:
    """How many items of the schedule's pool are left in this pass, and how many passes were finished."""
    asked, _ = tx.rounds.asked(schedule.space, newest=0)
    pool = [item.id for item in select(bank.items.values(), schedule.draw)]
    return unseen(pool, asked), min((asked.get(item, 0) for item in pool), default=0)
