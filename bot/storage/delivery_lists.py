"""Deliveries as they stand: what was posted, what waits for whom, and what became of each claim."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, delete, exists, literal_column, or_, select

from bot.domain.ids import ChannelId, RoundId, ScheduleId, SpaceId, UserId
from bot.engine.ports.store import Attempt, Delivery, DeliveryKind, DeliveryState, News
from bot.storage.delivery_tables import deliveries, delivery_attempts
from bot.storage.tables import OPEN_PHASES, STALE, rounds, schedules, submissions

State = DeliveryState

_at = bindparam("b_at", type_=deliveries.c.due_at.type)
_database = bindparam("b_database", type_=deliveries.c.due_at.type)


def _is(state: DeliveryState) -> ColumnElement[bool]:
    """The state as a word of the statement: PostgreSQL plans one with a parameter for the commonest state, and would
    read the whole table for the others."""
    return deliveries.c.state == literal_column(f"'{state.value}'")


# One statement, so that a bot with nothing to do costs its database next to nothing.
_news = select(
    exists().where(submissions.c.coverage.is_(None)).label("judge"),
    exists(select(rounds.c.id).where(OPEN_PHASES, rounds.c.closes_at <= _at)).label("close"),
    exists().where(schedules.c.next_due <= _at).label("plan"),
    exists().where(_is(State.PENDING), deliveries.c.not_before <= _at).label("send"),
    or_(
        exists(select(deliveries.c.id).where(_is(State.UNKNOWN))),
        exists().where(_is(State.SENDING), deliveries.c.lease_until < _database),
    ).label("look_up"),
    exists(select(rounds.c.id).where(STALE)).label("edit"),
    exists().where(deliveries.c.check_at <= _at).label("check"),
)


def value(row: Row[Any]) -> Delivery:
    return Delivery(
        id=row.id,
        key=row.key,
        kind=DeliveryKind(row.kind),
        space=SpaceId(row.space),
        channel=ChannelId(row.channel),
        schedule=None if row.schedule is None else ScheduleId(row.schedule),
        round=None if row.round is None else RoundId(row.round),
        user=row.user and UserId(row.user),
        day=row.day,
        due_at=row.due_at,
        state=State(row.state),
        attempt=row.attempt,
        fence=row.fence,
        first_at=row.first_at,
        last_at=row.last_at,
        message=row.message,
        text=row.text,
        error=row.error,
    )


class DeliveryLists:
    """The reading half of the deliveries."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def _news(self, now: datetime, database_now: datetime) -> News:
        row = self._db.execute(_news, {"b_at": now, "b_database": database_now}).one()
        return News(
            database_now,
            judge=row.judge,
            close=row.close,
            plan=row.plan,
            send=row.send,
            look_up=row.look_up,
            edit=row.edit,
            check=row.check,
        )

    def get(self, delivery: int) -> Delivery | None:
        row = self._db.execute(select(deliveries).where(deliveries.c.id == delivery)).one_or_none()
        return None if row is None else value(row)

    def known(self, key: str) -> bool:
        return self._db.execute(select(deliveries.c.id).where(deliveries.c.key == key)).one_or_none() is not None

    def story(self, delivery: int) -> list[Attempt]:
        rows = self._db.execute(
            select(delivery_attempts).where(delivery_attempts.c.delivery == delivery).order_by(delivery_attempts.c.id)
        )
        return [Attempt(row.attempt, row.fence, row.at, row.outcome, row.detail) for row in rows]

    def prune(self, before: datetime) -> None:
        self._db.execute(delete(delivery_attempts).where(delivery_attempts.c.at < before))

    def uncertain(self, space: SpaceId) -> list[Delivery]:
        rows = self._db.execute(
            select(deliveries)
            .where(deliveries.c.space == space, deliveries.c.state == State.UNCERTAIN)
            .order_by(deliveries.c.id)
        )
        return [value(row) for row in rows]

    def recent(self, space: SpaceId, channel: ChannelId, limit: int) -> list[Delivery]:
        rows = self._db.execute(
            select(deliveries)
            .where(
                deliveries.c.space == space, deliveries.c.channel == channel, deliveries.c.kind == DeliveryKind.QUESTION
            )
            .order_by(deliveries.c.id.desc())
            .limit(limit)
        )
        return [value(row) for row in rows]

    def feed(self, space: SpaceId, channel: ChannelId, limit: int) -> list[Delivery]:
        rows = self._db.execute(
            select(deliveries)
            .where(
                deliveries.c.space == space,
                deliveries.c.channel == channel,
                deliveries.c.state.in_([State.SENDING, State.UNKNOWN, State.SENT]),
            )
            .order_by(deliveries.c.id.desc())
            .limit(limit)
        )
        return [value(row) for row in rows][::-1]
