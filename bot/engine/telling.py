"""What a platform noticed by itself, and the admins should know: told once per condition, at their notice place."""

from datetime import datetime

from bot.domain.ids import ChannelId, SpaceId
from bot.engine.notices import notice_place, notice_text
from bot.engine.ports.store import DeliveryKind, Tx


def tell(
    tx: Tx, space: SpaceId, channel: ChannelId, condition: str, says: str, next_step: str, *, now: datetime
) -> None:
    """A notice for the admins of a channel's schedule; nothing where there is none."""
    schedule = tx.schedules.at(space, channel)
    if schedule is None:
        return
    tx.deliveries.plan(
        key=f"notice:{schedule.id}:{condition}"[:160],
        kind=DeliveryKind.NOTICE,
        space=space,
        channel=notice_place(schedule),
        due_at=now,
        schedule=schedule.id,
        text=notice_text(says, next_step),
    )


def leave(tx: Tx, space: SpaceId, reason: str) -> None:
    """Pauses a space's schedules that are not paused yet: the bot is not there any more. Resume ends it."""
    for schedule in tx.schedules.of(space):
        if schedule.paused_from is None and schedule.next_day is not None:
            tx.schedules.pause(schedule.id, schedule.next_day, None, reason)
            tx.schedules.set_next(schedule.id, None, None)
