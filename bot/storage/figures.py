"""Counting what is open and what waits, by index: cheap enough to be asked every few seconds."""

from datetime import datetime

from sqlalchemy import Connection, func, select

from bot.engine.ports.figures import Figures
from bot.engine.ports.store import DeliveryState
from bot.storage.tables import OPEN_PHASES, deliveries, rounds

_open = select(func.count(), func.coalesce(func.sum(rounds.c.answered), 0)).where(OPEN_PHASES).select_from(rounds)
_unsettled = (
    select(deliveries.c.state, func.count())
    .where(deliveries.c.state.in_([DeliveryState.UNKNOWN, DeliveryState.UNCERTAIN]))
    .group_by(deliveries.c.state)
)


def figures(connection: Connection, now: datetime) -> Figures:
    """The numbers as of `now`, which decides what is due."""
    open_rounds, answers = connection.execute(_open).one()
    unsettled = {row[0]: row[1] for row in connection.execute(_unsettled)}
    due = (
        select(func.count(), func.min(deliveries.c.due_at))
        .where(deliveries.c.state == DeliveryState.PENDING, deliveries.c.not_before <= now)
        .select_from(deliveries)
    )
    waiting, since = connection.execute(due).one()
    return Figures(
        open_rounds,
        answers,
        waiting,
        unsettled.get(DeliveryState.UNKNOWN, 0),
        unsettled.get(DeliveryState.UNCERTAIN, 0),
        since,
    )
