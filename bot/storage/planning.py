"""Planning: writing down what is to be posted. One statement does it for one day's question of hundreds of schedules.

The rows are made inside the database from the schedules themselves, so that only their ids travel.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import String, bindparam, case, cast, literal, select

from bot.domain.ids import ChannelId, RoundId, ScheduleId, SpaceId, UserId
from bot.engine.ports.store import DeliveryKind, DeliveryState
from bot.storage.delivery_lists import DeliveryLists
from bot.storage.delivery_tables import deliveries
from bot.storage.ids import one_of
from bot.storage.statements import added, insert_new
from bot.storage.tables import schedules

State = DeliveryState
_d = deliveries.c


def _given(name: str, like: str) -> Any:
    return bindparam(f"b_{name}", type_=_d[like].type)


_questions = insert_new(deliveries).from_select(
    ["key", "kind", "space", "channel", "schedule", "day", "due_at", "not_before", "state", "error", "text"],
    select(
        literal("question:") + cast(schedules.c.id, String) + ":" + bindparam("b_date", type_=String()),
        literal(DeliveryKind.QUESTION.value, String()),
        schedules.c.space,
        schedules.c.channel,
        schedules.c.id,
        _given("day", "day"),
        _given("due", "due_at"),
        _given("due", "due_at"),
        _given("state", "state"),
        _given("error", "error"),
        literal("", String()),
    ).where(one_of(schedules.c.id, "b_ids")),
    include_defaults=False,
)
_notices = insert_new(deliveries).from_select(
    ["key", "kind", "space", "channel", "schedule", "due_at", "not_before", "state", "error", "text"],
    select(
        literal("notice:") + cast(schedules.c.id, String) + ":" + bindparam("b_condition", type_=String()),
        literal(DeliveryKind.NOTICE.value, String()),
        schedules.c.space,
        case((schedules.c.notice != "", schedules.c.notice), else_=schedules.c.channel),
        schedules.c.id,
        _given("due", "due_at"),
        _given("due", "due_at"),
        literal(DeliveryState.PENDING.value, String()),
        literal("", String()),
        _given("text", "text"),
    ).where(one_of(schedules.c.id, "b_ids")),
    include_defaults=False,
)


class DeliveryPlans(DeliveryLists):
    """The planning half of the deliveries; a known key is left as it is."""

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

    def plan_questions(
        self, schedules: Sequence[ScheduleId], day: date, due_at: datetime, state: DeliveryState, error: str
    ) -> None:
        self._db.execute(
            _questions,
            {
                "b_ids": schedules,
                "b_date": str(day),
                "b_day": day,
                "b_due": due_at,
                "b_state": state.value,
                "b_error": error,
            },
        )

    def plan_notices(self, schedules: Sequence[ScheduleId], condition: str, text: str, due_at: datetime) -> None:
        self._db.execute(_notices, {"b_ids": schedules, "b_condition": condition, "b_text": text, "b_due": due_at})
