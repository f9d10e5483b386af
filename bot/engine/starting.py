"""The local page's first question: it appears at once, and then on schedule."""

import secrets
from datetime import time
from zoneinfo import ZoneInfo

from bot.domain.ids import ChannelId, ScheduleId, SpaceId
from bot.domain.rounds import Schedule
from bot.domain.timetable import Timetable, study_day
from bot.engine.ports.clock import Clock
from bot.engine.ports.store import Store, Tx


async def first_schedule(store: Store, clock: Clock, space: SpaceId, channel: ChannelId, zone: str) -> None:
    """Gives a channel that has none a question a day, the first of them due now."""
    now = clock.now()
    local = now.astimezone(ZoneInfo(zone))

    def work(tx: Tx) -> None:
        tx.people.add_space(space, zone=zone, seed=secrets.token_hex(8), at=now)
        if tx.schedules.at(space, channel) is not None:
            return
        table = Timetable(ZoneInfo(zone), time(local.hour, local.minute), frozenset(range(7)))
        made = tx.schedules.save(Schedule(ScheduleId(0), space, channel, table, draw=("beginner",)))
        tx.schedules.set_next(made.id, study_day(now, table.zone), now)

    await store.run(work)
