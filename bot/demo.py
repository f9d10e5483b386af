"""A clock that can be moved on, so that a day can be lived in seconds. Only `studybot play` has one."""

from datetime import UTC, datetime, timedelta

from bot.domain.ids import ChannelId, SpaceId
from bot.engine.ports.store import Store, Tx
from bot.heartbeat import Heartbeat

NOTE = "demo.offset"


class DemoClock:
    """The machine's clock plus an offset that only ever grows."""

    def __init__(self, offset: timedelta) -> None:
        self.offset = offset

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset

    def follow(self, judge: datetime, asked: timedelta) -> None:
        """Goes its own way: it is moved on by hand."""


async def demo_clock(store: Store) -> DemoClock:
    """The clock as the last run left it: a restart does not turn time back."""
    kept = await store.run(lambda tx: tx.note(NOTE))
    return DemoClock(timedelta(seconds=float(kept or 0)))


class Skipper:
    """Moves the demo's clock to the next thing that happens in a channel."""

    def __init__(
        self, store: Store, clock: DemoClock, heartbeat: Heartbeat, space: SpaceId, channel: ChannelId
    ) -> None:
        self._store, self._clock, self._heartbeat = store, clock, heartbeat
        self._space, self._channel = space, channel

    async def label(self) -> str | None:
        """What the button says; None when nothing is ahead."""
        ahead = await self._store.run(self._next)
        return ahead and f"Skip to the {ahead[0]}"

    async def skip(self) -> str:
        """Moves the clock and lets what is due happen; says what did."""
        ahead = await self._store.run(self._next)
        if ahead is None:
            return "Nothing is ahead: the daily question is paused."
        what, at = ahead
        wait = at - self._clock.now()
        if wait > timedelta():
            self._clock.offset += wait
            offset = str(self._clock.offset.total_seconds())
            await self._store.run(lambda tx: tx.keep_note(NOTE, offset))
        # Twice: the first beat after a jump of the clock passes nothing over, and closing comes before posting.
        await self._heartbeat.ring()
        await self._heartbeat.ring()
        return f"The clock was moved on to the {what}."

    def _next(self, tx: Tx) -> tuple[str, datetime] | None:
        round = tx.rounds.open_in(self._space, self._channel)
        if round is not None:
            return "close", round.closes_at
        schedule = tx.schedules.at(self._space, self._channel)
        if schedule is None or schedule.next_due is None:
            return None
        return "next question", schedule.next_due
