"""Posting exactly once: plan, claim, send, confirm. The only place that posts to channels.

Every replica runs this on each beat; the database is the judge. Nothing is held across the network but a lease, and
an outcome that nobody knows is looked up before anything is sent again. What talks to a platform is a task of its
own: the beat goes on.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.domain.rounds import Round
from bot.engine.claiming import Claims
from bot.engine.closing import close_round
from bot.engine.editing import Editing
from bot.engine.flights import Flight, Flights
from bot.engine.judging import Judge
from bot.engine.planning import plan
from bot.engine.ports.bank import Bank
from bot.engine.ports.clock import Clock
from bot.engine.ports.platform import Platform, Platforms
from bot.engine.ports.store import Delivery, News, Store, Tx
from bot.engine.sending import SEND_TIMEOUT, Pause, Sending, Surroundings
from bot.engine.stepping import Steps
from bot.engine.tally import Tally
from bot.engine.tracing import Tracing
from bot.engine.turn import Rules

log = logging.getLogger(__name__)

BATCH = 20
"""Deliveries that are reserved in one transaction."""

IN_FLIGHT = 400
"""Deliveries of one platform that a process has reserved or sends at a time."""

PLAN_BATCH = 500
CLOSE_BATCH = 100
STORY_KEPT = timedelta(days=30)
PRUNE_EVERY = 3600.0


class Delivering:
    """One replica's part in posting. `owner` names it in the leases, `pause` waits so many seconds."""

    def __init__(
        self,
        store: Store,
        bank: Bank,
        clock: Clock,
        platforms: Platforms,
        judge: Judge,
        rules: Rules,
        owner: str,
        *,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._store, self._bank, self._clock, self._platforms = store, bank, clock, platforms
        self._judge, self._rules, self._owner = judge, rules, owner
        self._claims, self._flights = Claims(bank, clock, rules, owner), Flights()
        self.tally = Tally()
        around = Surroundings(
            store, bank, clock, platforms, rules, owner, self._claims, self._flights, self.tally, pause
        )
        self._sending, self._tracing, self._editing = Sending(around), Tracing(around), Editing(around)
        self._steps = Steps()
        self._beats = 0
        self._pruned = -PRUNE_EVERY

    @property
    def clock_is_wrong(self) -> str:
        """What a platform says against the clock, while it does; nothing is posted then."""
        return self._steps.wrong

    async def tick(self) -> None:
        """One beat, to its end: waits for what it has begun."""
        await self.beat()
        await self._flights.landed()

    async def beat(self) -> None:
        """Judges, looks up, closes, plans, sends, edits; what takes long goes on by itself. A fault in one part stops
        no other."""
        try:
            news, now = await self._news()
            held = await self._steps.hold(now, self._platforms.values())
        except Exception:
            log.exception("a part of the tick failed; the next tick tries again")
            return
        self._beats += 1
        parts: list[tuple[bool, Callable[[], Awaitable[object]]]] = [
            (news.judge, lambda: self._judge.waiting(limit=50)),
            (news.look_up, self._look_up),
        ]
        if not held:
            parts += [
                (news.close, lambda: self._close_due(now)),
                (news.plan, lambda: self._plan(now)),
                # Closing and planning bring new deliveries.
                (news.send or news.close or news.plan or news.look_up, lambda: self._send_due(now)),
                (news.edit or news.close, lambda: self._editing.edit(now)),
                (news.check, lambda: self._tracing.check(now)),
                (time.monotonic() - self._pruned >= PRUNE_EVERY, lambda: self._prune(now)),
            ]
        for wanted, part in parts:
            if not wanted:
                continue
            try:
                await part()
            except Exception:
                log.exception("a part of the tick failed; the next tick tries again")

    async def stop(self, seconds: float = SEND_TIMEOUT) -> None:
        """Begins nothing more, lets posts on their way arrive for so long, and gives back what was only reserved."""
        await self._flights.stop(seconds)
        released = await self._store.run(lambda tx: tx.deliveries.release(self._owner))
        if released:
            log.info("%d reserved posts were given back", released)

    async def _news(self) -> tuple[News, datetime]:
        """What there is to do, and the time, put right by the database's clock."""
        asked = time.monotonic()
        news = await self._store.run(lambda tx: tx.deliveries.news(self._clock.now()))
        self._clock.follow(news.at, timedelta(seconds=time.monotonic() - asked))
        return news, self._clock.now()

    async def _look_up(self) -> None:
        await self._tracing.look_up()
        if self._beats == 1:
            # What the last process left is settled before anything new is begun.
            await self._flights.landed()

    async def _close_due(self, now: datetime) -> None:
        due = await self._store.run(lambda tx: tx.rounds.due_to_close(now, CLOSE_BATCH))
        for start in range(0, len(due), BATCH):
            await asyncio.gather(*(self._close(one, now) for one in due[start : start + BATCH]))

    async def _close(self, due: Round, now: datetime) -> None:
        await self._judge.waiting(limit=10_000, round=due.id)
        await self._store.run(lambda tx: close_round(tx, self._bank, self._rules, due, now))

    async def _plan(self, now: datetime) -> None:
        """Writes down what is due, a batch at a time."""
        found = PLAN_BATCH
        while found == PLAN_BATCH:
            planned = await self._store.run(lambda tx: plan(tx, self._rules, now, limit=PLAN_BATCH))
            self.tally.counts["missed"] += planned.missed
            found = planned.found

    async def _send_due(self, now: datetime) -> None:
        for platform in self._platforms.values():
            await self._send_on(platform, now)

    async def _send_on(self, platform: Platform, now: datetime) -> None:
        """Reserves what may start soon and sends it in tasks of its own, as long as there is room."""
        kind = f"post {platform.name}"
        while (room := IN_FLIGHT - self._flights.count(kind)) > 0:
            reserved = await self._reserve(platform, now, min(room, BATCH))
            if not reserved:
                return
            for delivery, at in reserved:
                self._begin(kind, delivery, at)

    async def _reserve(self, platform: Platform, now: datetime, limit: int) -> list[tuple[Delivery, datetime]]:
        hanging = self._flights.hanging()
        return await self._store.run(lambda tx: self._claims.reserve(tx, platform, now, limit, hanging))

    def _begin(self, kind: str, delivery: Delivery, at: datetime) -> None:
        def work(flight: Flight) -> Awaitable[None]:
            return self._sending.deliver(delivery, at, flight)

        says = f"delivery {delivery.key} failed; its lease or the next tick settles it"
        self._flights.start(kind, delivery.id, delivery.space, work, says)

    async def _prune(self, now: datetime) -> None:
        """Forgets what has no use any more: old stories, and the paces of channels that have been quiet."""
        self._pruned = time.monotonic()

        def work(tx: Tx) -> None:
            tx.deliveries.prune(now - STORY_KEPT)
            tx.pacing.prune(now - timedelta(hours=1))

        await self._store.run(work)
