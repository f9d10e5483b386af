"""Rounds, and the items as they were when they were asked."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, String, case, cast, func, or_, select, update

from bot.domain.ids import ChannelId, ItemId, RoundId, ScheduleId, SpaceId
from bot.domain.questions import Style
from bot.domain.rounds import Feedback, Phase, Round
from bot.storage.statements import insert_new
from bot.storage.tables import item_versions, rounds, schedules

_open = rounds.c.phase.in_([Phase.PLANNED, Phase.OPEN])
_shown: ColumnElement[str] = rounds.c.phase + ":" + cast(rounds.c.answered, String)
"""What a post shows: its phase and its number of answers."""


def _value(row: Row[Any]) -> Round:
    return Round(
        id=RoundId(row.id),
        number=row.number,
        space=SpaceId(row.space),
        channel=ChannelId(row.channel),
        schedule=ScheduleId(row.schedule),
        day=row.day,
        item=ItemId(row.item),
        item_digest=row.item_digest,
        style=Style(row.style),
        check=row.check,
        feedback=Feedback(row.feedback),
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        phase=Phase(row.phase),
        answered=row.answered,
        message=row.message,
    )


class RoundRows:
    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def get(self, round: RoundId) -> Round | None:
        row = self._db.execute(select(rounds).where(rounds.c.id == round)).one_or_none()
        return None if row is None else _value(row)

    def open_in(self, space: SpaceId, channel: ChannelId) -> Round | None:
        row = self._db.execute(
            select(rounds).where(rounds.c.space == space, rounds.c.channel == channel, _open)
        ).one_or_none()
        return None if row is None else _value(row)

    def numbered(self, space: SpaceId, channel: ChannelId, number: int) -> Round | None:
        row = self._db.execute(
            select(rounds).where(
                rounds.c.space == space,
                rounds.c.channel == channel,
                rounds.c.number == number,
                rounds.c.phase != Phase.VOID,
            )
        ).one_or_none()
        return None if row is None else _value(row)

    def last(self, space: SpaceId, channel: ChannelId, *, closed: bool = False, limit: int = 1) -> list[Round]:
        phases = [Phase.CLOSED] if closed else [Phase.CLOSED, Phase.OPEN, Phase.PLANNED]
        rows = self._db.execute(
            select(rounds)
            .where(rounds.c.space == space, rounds.c.channel == channel, rounds.c.phase.in_(phases))
            .order_by(rounds.c.number.desc())
            .limit(limit)
        )
        return [_value(row) for row in rows]

    def add(self, round: Round) -> Round | None:
        highest = select(func.coalesce(func.max(rounds.c.number), 0)).where(
            rounds.c.space == round.space, rounds.c.channel == round.channel, rounds.c.number > 0
        )
        number = self._db.execute(highest).scalar_one() + 1
        found = self._db.execute(
            insert_new(rounds).returning(rounds),
            {
                "space": round.space,
                "channel": round.channel,
                "number": number,
                "schedule": round.schedule,
                "day": round.day,
                "item": round.item,
                "item_digest": round.item_digest,
                "style": round.style,
                "check": round.check,
                "feedback": round.feedback,
                "opens_at": round.opens_at,
                "closes_at": round.closes_at,
                "phase": round.phase,
            },
        ).one_or_none()
        return None if found is None else _value(found)

    def opened(self, round: RoundId, message: str, at: datetime) -> None:
        # A round may have been closed, or answered, between its post and the confirmation. The post shows an open
        # question without answers; anything else is news, and `to_edit` finds it.
        self._db.execute(
            update(rounds)
            .where(rounds.c.id == round)
            .values(
                message=message,
                edited_at=at,
                shown=f"{Phase.OPEN}:0",
                phase=case((rounds.c.phase == Phase.PLANNED, Phase.OPEN), else_=rounds.c.phase),
            )
        )

    def close(self, round: RoundId, at: datetime) -> bool:
        closing = (
            update(rounds)
            .where(rounds.c.id == round, _open)
            .values(phase=Phase.CLOSED, closes_at=case((rounds.c.closes_at > at, at), else_=rounds.c.closes_at))
        )
        return self._db.execute(closing).rowcount == 1

    def void(self, round: RoundId) -> None:
        # A void round gives its number back; its own is negative, so that numbers stay unique.
        self._db.execute(
            update(rounds)
            .where(rounds.c.id == round, rounds.c.phase == Phase.PLANNED)
            .values(phase=Phase.VOID, number=-rounds.c.id)
        )

    def due_to_close(self, now: datetime, limit: int) -> list[Round]:
        rows = self._db.execute(
            select(rounds).where(_open, rounds.c.closes_at <= now).order_by(rounds.c.closes_at).limit(limit)
        )
        return [_value(row) for row in rows]

    def withheld(self, space: SpaceId) -> set[ItemId]:
        return {ItemId(item) for item in self._db.scalars(select(rounds.c.item).where(rounds.c.space == space, _open))}

    def asked(self, space: SpaceId) -> tuple[dict[ItemId, int], list[ItemId]]:
        in_order = [
            ItemId(item)
            for item in self._db.scalars(
                select(rounds.c.item).where(rounds.c.space == space, rounds.c.phase != Phase.VOID).order_by(rounds.c.id)
            )
        ]
        return dict(Counter(in_order)), in_order

    def closed_days(self, space: SpaceId) -> list[date]:
        still_open = func.sum(case((_open, 1), else_=0))
        return list(
            self._db.scalars(
                select(rounds.c.day)
                .where(rounds.c.space == space, rounds.c.message.is_not(None))
                .group_by(rounds.c.day)
                .having(still_open == 0)
                .order_by(rounds.c.day)
            )
        )

    def answers_by_day(self, space: SpaceId, limit: int) -> dict[date, int]:
        rows = self._db.execute(
            select(rounds.c.day, func.sum(rounds.c.answered))
            .where(rounds.c.space == space, rounds.c.phase == Phase.CLOSED)
            .group_by(rounds.c.day)
            .order_by(rounds.c.day.desc())
            .limit(limit)
        )
        return {day: int(number) for day, number in rows}

    def silent_run(self, schedule: ScheduleId, limit: int) -> int:
        since = select(schedules.c.resumed_on).where(schedules.c.id == schedule).scalar_subquery()
        answered = self._db.scalars(
            select(rounds.c.answered)
            .where(
                rounds.c.schedule == schedule,
                rounds.c.phase == Phase.CLOSED,
                or_(since.is_(None), rounds.c.day >= since),
            )
            .order_by(rounds.c.id.desc())
            .limit(limit)
        )
        run = 0
        for number in answered:
            if number:
                break
            run += 1
        return run

    def to_edit(self, now: datetime, *, platform: str, every: timedelta, limit: int) -> list[Round]:
        waiting = (
            select(rounds.c.id)
            .where(
                rounds.c.message.is_not(None),
                rounds.c.message != "",  # marked as posted by an admin: nobody knows its id
                rounds.c.shown != _shown,
                rounds.c.space.startswith(f"{platform}:", autoescape=True),
                or_(rounds.c.edited_at.is_(None), rounds.c.edited_at <= now - every, rounds.c.edited_at > now),
            )
            .order_by(rounds.c.edited_at)
            .limit(limit)
        )
        rows = self._db.execute(
            update(rounds).where(rounds.c.id.in_(waiting)).values(shown=_shown, edited_at=now).returning(rounds)
        )
        return [_value(row) for row in rows]

    def keep_item(self, digest: str, source: str) -> None:
        self._db.execute(insert_new(item_versions), {"digest": digest, "source": source})

    def item_source(self, digest: str) -> str | None:
        return self._db.execute(
            select(item_versions.c.source).where(item_versions.c.digest == digest)
        ).scalar_one_or_none()
