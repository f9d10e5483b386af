"""Schedules with their pinned and skipped days."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, bindparam, delete, select, update

from bot.domain.ids import ChannelId, ItemId, ScheduleId, SpaceId
from bot.domain.questions import Style
from bot.domain.rounds import Feedback, Schedule
from bot.domain.timetable import RevealAt, Timetable
from bot.engine.ports.store import Due
from bot.storage.ids import one_of
from bot.storage.statements import added, insert, insert_new
from bot.storage.tables import pins, schedules, skips

_s = schedules.c
_due = (
    select(_s.id, _s.zone, _s.at, _s.weekdays, _s.next_day, _s.paused_from, _s.paused_until)
    .where(_s.next_due <= bindparam("b_now", type_=_s.next_due.type))
    .order_by(_s.next_due)
    .limit(bindparam("b_limit"))
    # Replicas that plan at the same time take different schedules.
    .with_for_update(skip_locked=True)
)
_advance = (
    update(schedules)
    .where(one_of(_s.id, "b_ids"))
    .values(next_day=bindparam("b_day", type_=_s.next_day.type), next_due=bindparam("b_due", type_=_s.next_due.type))
)
_skips_of = select(skips).where(one_of(skips.c.schedule, "b_ids"))


@lru_cache(maxsize=4096)
def _when(zone: str, at: str, weekdays: str) -> Timetable:
    """When questions are due, as far as planning goes; the same object for equal schedules."""
    return Timetable(ZoneInfo(zone), time.fromisoformat(at), frozenset(int(day) for day in weekdays))


_pin = insert(pins)
_pin = _pin.on_conflict_do_update(index_elements=["schedule", "day"], set_={"item": _pin.excluded.item})


def _value(row: Row[Any]) -> Schedule:
    reveal = None if row.reveal_at is None else RevealAt(row.reveal_days, time.fromisoformat(row.reveal_at))
    timetable = Timetable(
        ZoneInfo(row.zone), time.fromisoformat(row.at), frozenset(int(day) for day in row.weekdays), reveal
    )
    return Schedule(
        id=ScheduleId(row.id),
        space=SpaceId(row.space),
        channel=ChannelId(row.channel),
        timetable=timetable,
        draw=tuple(row.draw),
        style=Style(row.style),
        feedback=Feedback(row.feedback),
        thread=row.thread,
        notice=row.notice,
        paused_from=row.paused_from,
        paused_until=row.paused_until,
        pause_reason=row.pause_reason,
        next_day=row.next_day,
        next_due=row.next_due,
    )


class ScheduleRows:
    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def at(self, space: SpaceId, channel: ChannelId) -> Schedule | None:
        row = self._db.execute(
            select(schedules).where(schedules.c.space == space, schedules.c.channel == channel)
        ).one_or_none()
        return None if row is None else _value(row)

    def get(self, schedule: ScheduleId) -> Schedule | None:
        row = self._db.execute(select(schedules).where(schedules.c.id == schedule)).one_or_none()
        return None if row is None else _value(row)

    def of(self, space: SpaceId) -> list[Schedule]:
        rows = self._db.execute(select(schedules).where(schedules.c.space == space).order_by(schedules.c.channel))
        return [_value(row) for row in rows]

    def save(self, schedule: Schedule) -> Schedule:
        table = schedule.timetable
        values = {
            "space": schedule.space,
            "channel": schedule.channel,
            "zone": table.zone.key,
            "at": table.at.isoformat("minutes"),
            "weekdays": "".join(str(day) for day in sorted(table.weekdays)),
            "reveal_days": table.reveal.days if table.reveal else None,
            "reveal_at": table.reveal.at.isoformat("minutes") if table.reveal else None,
            "draw": list(schedule.draw),
            "style": schedule.style,
            "feedback": schedule.feedback,
            "thread": schedule.thread,
            "notice": schedule.notice,
            "paused_from": schedule.paused_from,
            "paused_until": schedule.paused_until,
            "pause_reason": schedule.pause_reason,
            "next_day": schedule.next_day,
            "next_due": schedule.next_due,
        }
        statement = insert(schedules).values(values)
        self._db.execute(
            statement.on_conflict_do_update(
                index_elements=["space", "channel"],
                set_={name: statement.excluded[name] for name in values if name not in ("space", "channel")},
            )
        )
        found = self.at(schedule.space, schedule.channel)
        assert found is not None  # it was just saved
        return found

    def set_next(self, schedule: ScheduleId, day: date | None, due: datetime | None) -> None:
        self._db.execute(update(schedules).where(schedules.c.id == schedule).values(next_day=day, next_due=due))

    def due(self, now: datetime, limit: int) -> list[Due]:
        rows = self._db.execute(_due, {"b_now": now, "b_limit": limit})
        return [
            Due(ScheduleId(number), _when(zone, at, weekdays), day, paused_from, paused_until)
            for number, zone, at, weekdays, day, paused_from, paused_until in rows
        ]

    def advance(self, schedules: Sequence[ScheduleId], day: date | None, due: datetime | None) -> None:
        self._db.execute(_advance, {"b_ids": schedules, "b_day": day, "b_due": due})

    def skips_of(self, schedules: Sequence[ScheduleId]) -> Mapping[ScheduleId, set[date]]:
        found: defaultdict[ScheduleId, set[date]] = defaultdict(set)
        for row in self._db.execute(_skips_of, {"b_ids": schedules}):
            found[ScheduleId(row.schedule)].add(row.day)
        return found

    def pause(self, schedule: ScheduleId, start: date, end: date | None, reason: str) -> None:
        self._db.execute(
            update(schedules)
            .where(schedules.c.id == schedule)
            .values(paused_from=start, paused_until=end, pause_reason=reason)
        )

    def resume(self, schedule: ScheduleId, day: date) -> None:
        self._db.execute(
            update(schedules)
            .where(schedules.c.id == schedule)
            .values(paused_from=None, paused_until=None, pause_reason="", resumed_on=day)
        )

    def pins(self, schedule: ScheduleId) -> dict[date, ItemId]:
        return {row.day: ItemId(row.item) for row in self._db.execute(select(pins).where(pins.c.schedule == schedule))}

    def pin(self, schedule: ScheduleId, day: date, item: ItemId | None) -> None:
        if item is None:
            self._db.execute(delete(pins).where(pins.c.schedule == schedule, pins.c.day == day))
        else:
            self._db.execute(_pin, {"schedule": schedule, "day": day, "item": item})

    def skips(self, schedule: ScheduleId) -> set[date]:
        return {row.day for row in self._db.execute(select(skips).where(skips.c.schedule == schedule))}

    def skip(self, schedule: ScheduleId, day: date) -> bool:
        return added(self._db, insert_new(skips), {"schedule": schedule, "day": day})
