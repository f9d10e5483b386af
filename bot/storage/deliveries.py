"""Deliveries: what is to be posted once. Every change of hands is one conditional update."""

from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, case, func, literal, or_, select, update

from bot.domain.ids import ChannelId, RoundId, ScheduleId, SpaceId
from bot.engine.ports.store import Delivery, DeliveryKind, DeliveryState, News
from bot.storage.delivery_lists import value
from bot.storage.delivery_tables import deliveries, delivery_attempts, rate_budgets
from bot.storage.planning import DeliveryPlans

State = DeliveryState


def _free(now: Any, owner: Any = None) -> Any:
    """Nobody else has reserved it."""
    mine = [] if owner is None else [deliveries.c.owner == owner]
    return or_(deliveries.c.lease_until.is_(None), deliveries.c.lease_until < now, *mine)


_claim = (
    update(deliveries)
    .where(
        deliveries.c.id == bindparam("b_id"),
        deliveries.c.state == State.PENDING,
        deliveries.c.not_before <= bindparam("b_due", type_=deliveries.c.not_before.type),
        _free(bindparam("b_now", type_=deliveries.c.lease_until.type), bindparam("b_owner")),
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
_story = delivery_attempts.insert()
IN_DOUBT = datetime(9999, 1, 1, tzinfo=UTC)
"""`check_at` of what is not known to be sent; the confirmation sets the real time."""
STOPPED = "the sender stopped in the middle"
_held = (
    (deliveries.c.id == bindparam("b_id"))
    & (deliveries.c.fence == bindparam("b_fence"))
    & (deliveries.c.state.in_([State.SENDING, State.UNKNOWN]))
)


class DeliveryRows(DeliveryPlans):
    def __init__(self, connection: Connection, database_now: Callable[[], datetime]) -> None:
        super().__init__(connection)
        self._now = database_now

    def news(self, now: datetime) -> News:
        return self._news(now, self._now())

    def waiting(
        self,
        now: datetime,
        platforms: Collection[str],
        limit: int,
        *,
        without: Collection[SpaceId] = (),
        free_by: datetime | None = None,
    ) -> list[Delivery]:
        # What belongs to a platform that only another process runs is not touched: claiming it would keep it away.
        mine = [deliveries.c.space.startswith(f"{name}:", autoescape=True) for name in platforms]
        if not mine:
            return []
        found = (
            select(deliveries)
            .where(deliveries.c.state == State.PENDING, deliveries.c.not_before <= now, or_(*mine), _free(self._now()))
            .order_by(deliveries.c.due_at, deliveries.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        if without:
            found = found.where(deliveries.c.space.not_in(without))
        if free_by is not None:
            full = select(rate_budgets.c.scope).where(rate_budgets.c.free_at > free_by)
            place = deliveries.c.space + "/" + deliveries.c.channel
            found = found.where(deliveries.c.space.not_in(full), place.not_in(full))
        return [value(row) for row in self._db.execute(found)]

    def reserve(self, numbers: Collection[int], *, owner: str, lease: timedelta) -> None:
        self._db.execute(
            update(deliveries)
            .where(deliveries.c.id.in_(numbers), deliveries.c.state == State.PENDING)
            .values(owner=owner, lease_until=self._now() + lease)
        )

    def release(self, owner: str) -> int:
        mine = (deliveries.c.owner == owner) & (deliveries.c.state == State.PENDING)
        return self._db.execute(
            update(deliveries).where(mine, deliveries.c.lease_until.is_not(None)).values(lease_until=None)
        ).rowcount

    def claim(self, delivery: int, *, owner: str, lease: timedelta, now: datetime) -> Delivery | None:
        today = self._now()
        row = self._db.execute(
            _claim, {"b_id": delivery, "b_owner": owner, "b_until": today + lease, "b_now": today, "b_due": now}
        ).one_or_none()
        if row is None:
            return None
        found = value(row)
        self._note(found, "claimed", owner)
        return found

    def _note(self, delivery: Delivery, outcome: str, detail: str = "") -> None:
        self._db.execute(
            _story,
            {
                "delivery": delivery.id,
                "attempt": delivery.attempt,
                "fence": delivery.fence,
                "at": self._now(),
                "outcome": outcome,
                "detail": detail[:200],
            },
        )

    def set_round(self, delivery: int, round: RoundId) -> None:
        self._db.execute(update(deliveries).where(deliveries.c.id == delivery).values(round=round))

    def _settle(self, delivery: Delivery, outcome: str, **values: Any) -> bool:
        change = update(deliveries).where(_held).values(lease_until=None, **values)
        if self._db.execute(change, {"b_id": delivery.id, "b_fence": delivery.fence}).rowcount != 1:
            return False
        self._note(delivery, outcome, values["error"])
        return True

    def confirm(self, delivery: Delivery, message: str, *, check_at: datetime | None = None) -> bool:
        later = case((deliveries.c.check_at.is_not(None), literal(check_at, deliveries.c.check_at.type)), else_=None)
        return self._settle(
            delivery, "sent", state=State.SENT, message=message, sent_at=self._now(), error="", check_at=later
        )

    def give_back(self, delivery: Delivery, *, not_before: datetime, error: str, counted: bool = True) -> bool:
        attempt = deliveries.c.attempt - (0 if counted else 1)
        return self._settle(
            delivery, "not sent", state=State.PENDING, not_before=not_before, error=error[:400], attempt=attempt
        )

    def finish(self, delivery: Delivery, state: DeliveryState, error: str) -> bool:
        # What is unknown settles from now on: the request may have left long after the claim.
        doubt = {"last_at": self._now(), "check_at": IN_DOUBT} if state is State.UNKNOWN else {}
        return self._settle(delivery, state.value, state=state, error=error[:400], **doubt)

    def orphaned(self, limit: int) -> int:
        dead = (
            select(deliveries.c.id)
            .where(deliveries.c.state == State.SENDING, deliveries.c.lease_until < self._now())
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        # The fence rises, so that an owner who was only asleep can no longer confirm what others now look up.
        change = (
            update(deliveries)
            .where(deliveries.c.id.in_(dead))
            .values(
                state=State.UNKNOWN,
                fence=deliveries.c.fence + 1,
                # Its owner was allowed to send until then.
                last_at=deliveries.c.lease_until,
                lease_until=None,
                check_at=IN_DOUBT,
                error=STOPPED,
            )
            .returning(deliveries)
        )
        found = [value(row) for row in self._db.execute(change)]
        for one in found:
            self._note(one, State.UNKNOWN.value, STOPPED)
        return len(found)

    def unknown(
        self,
        *,
        settled: Mapping[str, float],
        owner: str,
        lease: timedelta,
        limit: int,
        without: Collection[SpaceId] = (),
    ) -> list[Delivery]:
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
                deliveries.c.space.not_in(without),
            )
            .order_by(deliveries.c.due_at, deliveries.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        rows = self._db.execute(
            update(deliveries)
            .where(deliveries.c.id.in_(found))
            .values(owner=owner, lease_until=now + lease, fence=deliveries.c.fence + 1)
            .returning(deliveries)
        )
        return [value(row) for row in rows]

    def resend(self, delivery: Delivery, *, begun: str | None = None) -> bool:
        return self._settle(delivery, "partial" if begun else "absent", state=State.PENDING, error="", message=begun)

    def to_check(self, now: datetime, platforms: Collection[str], *, again: datetime, limit: int) -> list[Delivery]:
        mine = [deliveries.c.space.startswith(f"{name}:", autoescape=True) for name in platforms]
        if not mine:
            return []
        found = (
            select(deliveries.c.id)
            .where(deliveries.c.check_at <= now, or_(*mine))
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        change = update(deliveries).where(deliveries.c.id.in_(found)).values(check_at=again).returning(deliveries)
        return [value(row) for row in self._db.execute(change)]

    def checked(self, delivery: int, message: str | None = None) -> None:
        stays = {} if message is None else {"message": message}
        self._db.execute(update(deliveries).where(deliveries.c.id == delivery).values(check_at=None, **stays))

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

    def retry_failed(self, schedule: ScheduleId, *, due_from: datetime, now: datetime) -> None:
        self._db.execute(
            update(deliveries)
            .where(
                deliveries.c.schedule == schedule,
                deliveries.c.kind == DeliveryKind.QUESTION,
                deliveries.c.state == State.FAILED,
                deliveries.c.due_at >= due_from,
            )
            .values(state=State.PENDING, not_before=now, round=None, error="", lease_until=None)
        )

    def decide(self, delivery: int, *, again: bool) -> Delivery | None:
        change = update(deliveries).where(deliveries.c.id == delivery, deliveries.c.state == State.UNCERTAIN)
        row = self._db.execute(
            change.values(
                state=State.PENDING if again else State.SENT, error="", sent_at=None if again else self._now()
            ).returning(deliveries)
        ).one_or_none()
        if row is None:
            return None
        self._note(value(row), "decided", "to post it again" if again else "that it is there")
        return value(row)
