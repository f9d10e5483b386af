"""Deliveries: what is to be posted once. Every change of hands is one conditional update."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, or_, select, update

from bot.domain.ids import ChannelId, RoundId, ScheduleId, SpaceId, UserId
from bot.engine.ports.store import Delivery, DeliveryKind, DeliveryState
from bot.storage.statements import added, insert_new
from bot.storage.tables import deliveries

State = DeliveryState

_claim = (
    update(deliveries)
    .where(
        deliveries.c.id == bindparam("b_id"),
        deliveries.c.state == State.PENDING,
    )
    .values(
        state=State.SENDING,
        fence=deliveries.c.fence + 1,
        attempt=deliveries.c.attempt + 1,
        owner=bindparam("b_owner"),
        lease_until=bindparam("b_until"),
        last_at=bindparam("b_now"),
        first_at=func.coalesce(deliveries.c.first_at, bindparam("b_now", type_=deliveries.c.first_at.type)),
    )
    .returning(deliveries)
)
_held = (
    (deliveries.c.id == bindparam("b_id"))
    & (deliveries.c.fence == bindparam("b_fence"))
    & (deliveries.c.state.in_([State.SENDING, State.UNKNOWN]))
)


def _value(row: Row[Any]) -> Delivery:
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


class DeliveryRows:
    def __init__(self, connection: Connection, database_now: Callable[[], datetime]) -> None:
        self._db = connection
        self._now = database_now

    def plan(
        self,
        *,
        key: str,
        kind: DeliveryKind,
        space: SpaceId,
        channel: ChannelId,
        due_at: datetime,
        schedule: ScheduleId | None = None,
        round: RoundId | None = None,
        user: UserId | None = None,
        day: date | None = None,
        text: str = "",
        state: DeliveryState = State.PENDING,
        error: str = "",
    ) -> bool:
        return added(
            self._db,
            insert_new(deliveries),
            {
                "key": key,
                "kind": kind,
                "space": space,
                "channel": channel,
                "due_at": due_at,
                "not_before": due_at,
                "schedule": schedule,
                "round": round,
                "user": user,
                "day": day,
                "text": text,
                "state": state,
                "error": error[:400],
            },
        )

    def get(self, delivery: int) -> Delivery | None:
        row = self._db.execute(select(deliveries).where(deliveries.c.id == delivery)).one_or_none()
        return None if row is None else _value(row)

    def waiting(self, now: datetime, platforms: Collection[str], limit: int) -> list[Delivery]:
        # What belongs to a platform that only another process runs is not touched: claiming it would keep it away.
        mine = [deliveries.c.space.startswith(f"{name}:", autoescape=True) for name in platforms]
        if not mine:
            return []
        rows = self._db.execute(
            select(deliveries)
            .where(deliveries.c.state == State.PENDING, deliveries.c.not_before <= now, or_(*mine))
            .order_by(deliveries.c.due_at, deliveries.c.id)
            .limit(limit)
        )
        return [_value(row) for row in rows]

    def claim(self, delivery: int, *, owner: str, lease: timedelta) -> Delivery | None:
        now = self._now()
        row = self._db.execute(
            _claim, {"b_id": delivery, "b_owner": owner, "b_until": now + lease, "b_now": now}
        ).one_or_none()
        return None if row is None else _value(row)

    def set_round(self, delivery: int, round: RoundId) -> None:
        self._db.execute(update(deliveries).where(deliveries.c.id == delivery).values(round=round))

    def _settle(self, delivery: Delivery, **values: Any) -> bool:
        change = update(deliveries).where(_held).values(lease_until=None, **values)
        return self._db.execute(change, {"b_id": delivery.id, "b_fence": delivery.fence}).rowcount == 1

    def confirm(self, delivery: Delivery, message: str) -> bool:
        return self._settle(delivery, state=State.SENT, message=message, sent_at=self._now(), error="")

    def give_back(self, delivery: Delivery, *, not_before: datetime, error: str, counted: bool = True) -> bool:
        attempt = deliveries.c.attempt - (0 if counted else 1)
        return self._settle(delivery, state=State.PENDING, not_before=not_before, error=error[:400], attempt=attempt)

    def finish(self, delivery: Delivery, state: DeliveryState, error: str) -> bool:
        return self._settle(delivery, state=state, error=error[:400])

    def orphaned(self, limit: int) -> int:
        dead = (
            select(deliveries.c.id)
            .where(deliveries.c.state == State.SENDING, deliveries.c.lease_until < self._now())
            .limit(limit)
        )
        # The fence rises, so that an owner who was only asleep can no longer confirm what others now look up.
        change = (
            update(deliveries)
            .where(deliveries.c.id.in_(dead))
            .values(
                state=State.UNKNOWN,
                fence=deliveries.c.fence + 1,
                lease_until=None,
                error="the sender stopped in the middle",
            )
        )
        return self._db.execute(change).rowcount

    def unknown(self, *, settled: Mapping[str, float], owner: str, lease: timedelta, limit: int) -> list[Delivery]:
        if not settled:
            return []
        now = self._now()
        over = [
            deliveries.c.space.startswith(f"{platform}:", autoescape=True)
            & (deliveries.c.last_at <= now - timedelta(seconds=seconds))
            for platform, seconds in settled.items()
        ]
        found = (
            select(deliveries.c.id)
            .where(
                deliveries.c.state == State.UNKNOWN,
                or_(*over),
                or_(deliveries.c.lease_until.is_(None), deliveries.c.lease_until < now),
            )
            .limit(limit)
        )
        rows = self._db.execute(
            update(deliveries)
            .where(deliveries.c.id.in_(found))
            .values(owner=owner, lease_until=now + lease, fence=deliveries.c.fence + 1)
            .returning(deliveries)
        )
        return [_value(row) for row in rows]

    def resend(self, delivery: Delivery) -> bool:
        return self._settle(delivery, state=State.PENDING, error="")

    def wake(self, space: SpaceId, channel: ChannelId, now: datetime) -> None:
        self._db.execute(
            update(deliveries)
            .where(
                deliveries.c.space == space,
                deliveries.c.channel == channel,
                deliveries.c.kind == DeliveryKind.QUESTION,
                deliveries.c.state == State.PENDING,
                deliveries.c.not_before > now,
            )
            .values(not_before=now)
        )

    def known(self, key: str) -> bool:
        return self._db.execute(select(deliveries.c.id).where(deliveries.c.key == key)).one_or_none() is not None

    def retry_failed(self, schedule: ScheduleId, *, due_from: datetime, now: datetime) -> None:
        self._db.execute(
            update(deliveries)
            .where(
                deliveries.c.schedule == schedule,
                deliveries.c.kind == DeliveryKind.QUESTION,
                deliveries.c.state == State.FAILED,
                deliveries.c.due_at >= due_from,
            )
            .values(state=State.PENDING, not_before=now, round=None, error="")
        )

    def decide(self, delivery: int, *, again: bool) -> Delivery | None:
        change = update(deliveries).where(deliveries.c.id == delivery, deliveries.c.state == State.UNCERTAIN)
        row = self._db.execute(
            change.values(
                state=State.PENDING if again else State.SENT, error="", sent_at=None if again else self._now()
            ).returning(deliveries)
        ).one_or_none()
        return None if row is None else _value(row)

    def uncertain(self, space: SpaceId) -> list[Delivery]:
        rows = self._db.execute(
            select(deliveries)
            .where(deliveries.c.space == space, deliveries.c.state == State.UNCERTAIN)
            .order_by(deliveries.c.id)
        )
        return [_value(row) for row in rows]

    def recent(self, space: SpaceId, channel: ChannelId, limit: int) -> list[Delivery]:
        rows = self._db.execute(
            select(deliveries)
            .where(
                deliveries.c.space == space, deliveries.c.channel == channel, deliveries.c.kind == DeliveryKind.QUESTION
            )
            .order_by(deliveries.c.id.desc())
            .limit(limit)
        )
        return [_value(row) for row in rows]

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
        return [_value(row) for row in rows][::-1]
