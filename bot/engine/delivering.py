"""Posting exactly once: plan, claim, send, confirm. The only place that posts to channels.

Every replica runs this on each tick; the database is the judge. Nothing is held across the network but a lease, and
an outcome that nobody knows is looked up before anything is sent again.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.domain.rounds import Phase, Round
from bot.engine import agenda
from bot.engine.asking import question_view
from bot.engine.claiming import LEASE, Claims, platform_of
from bot.engine.closing import close_round
from bot.engine.judging import Judge
from bot.engine.ports.bank import Bank
from bot.engine.ports.clock import Clock
from bot.engine.ports.platform import Platform, Platforms, Post, Refused, Trace, Unreachable
from bot.engine.ports.store import Delivery, DeliveryState, Store
from bot.engine.turn import Rules

log = logging.getLogger(__name__)

BATCH = 20
"""Deliveries in flight per tick: a crash delays at most these, by a lease and the settle time."""

PLAN_BATCH = 500
SEND_TIMEOUT = 15.0
"""Seconds that one send may take; well within the lease."""

CLOCK_JUMP = 60.0
"""Seconds by which the clock may run away from the monotonic one between two ticks before nothing is skipped."""


class Delivering:
    """One replica's part in posting. `owner` names it in the leases."""

    def __init__(
        self, store: Store, bank: Bank, clock: Clock, platforms: Platforms, judge: Judge, rules: Rules, owner: str
    ) -> None:
        self._store, self._bank, self._clock, self._platforms = store, bank, clock, platforms
        self._judge, self._rules, self._owner = judge, rules, owner
        self._claims = Claims(bank, clock, rules, owner)
        self._last: tuple[datetime, float] | None = None

    async def tick(self) -> None:
        """One beat: judge, close, plan, send, look up, edit. A fault in one part stops no other."""
        now = self._clock.now()
        jumped = self._jumped(now)
        parts: tuple[Callable[[], Awaitable[object]], ...] = (
            lambda: self._judge.waiting(limit=50),
            lambda: self._close_due(now),
            lambda: self._plan(now, may_skip=not jumped),
            lambda: self._send_due(now),
            self._look_up,
            lambda: self._edit(now),
        )
        for part in parts:
            try:
                await part()
            except Exception:
                log.exception("a part of the tick failed; the next tick tries again")

    def _jumped(self, now: datetime) -> bool:
        """Whether the clock ran away from the monotonic one since the last tick."""
        steady = time.monotonic()
        last, self._last = self._last, (now, steady)
        return last is not None and abs((now - last[0]).total_seconds() - (steady - last[1])) > CLOCK_JUMP

    async def _close_due(self, now: datetime) -> None:
        for due in await self._store.run(lambda tx: tx.rounds.due_to_close(now, BATCH)):
            await self._close(due, now)

    async def _close(self, due: Round, now: datetime) -> None:
        await self._judge.waiting(limit=10_000, round=due.id)
        await self._store.run(lambda tx: close_round(tx, self._bank, self._rules, due, now))

    async def _plan(self, now: datetime, *, may_skip: bool) -> None:
        """Writes down what is due, a batch at a time."""
        found = PLAN_BATCH
        while found == PLAN_BATCH:
            found = await self._store.run(
                lambda tx: agenda.plan(tx, self._rules, now, limit=PLAN_BATCH, may_skip=may_skip)
            )
            # What may not be skipped yet stays due, and would be found again at once.
            found = found if may_skip else 0

    async def _send_due(self, now: datetime) -> None:
        waiting = await self._store.run(lambda tx: tx.deliveries.waiting(now, list(self._platforms), BATCH))
        async with asyncio.TaskGroup() as group:
            for delivery in waiting:
                group.create_task(self._guarded(delivery, now))

    async def _guarded(self, delivery: Delivery, now: datetime) -> None:
        try:
            await self._deliver(delivery, now)
        except Exception:
            log.exception("delivery %s failed; its lease or the next tick settles it", delivery.key)

    async def _deliver(self, waiting: Delivery, now: datetime) -> None:
        # Taken before the claim is sent: the lease can only be longer than we believe.
        deadline = time.monotonic() + LEASE.total_seconds() - SEND_TIMEOUT
        taken = await self._store.run(lambda tx: self._claims.take(tx, waiting.id, now))
        if taken is None:
            return
        delivery, post = taken
        if time.monotonic() > deadline:
            await self._store.run(
                lambda tx: tx.deliveries.give_back(
                    delivery, not_before=now, error="the database was slow", counted=False
                )
            )
            return
        await self._send(self._platforms[platform_of(delivery)], delivery, post)

    async def _send(self, platform: Platform, delivery: Delivery, post: Post) -> None:
        """Sends a claimed delivery; its outcome is one of three: not sent, accepted, unknown."""
        try:
            async with asyncio.timeout(SEND_TIMEOUT):
                message = await platform.post(post)
        except Unreachable as error:
            later, says = self._clock.now() + timedelta(seconds=error.retry_after), str(error)
            await self._store.run(
                lambda tx: tx.deliveries.give_back(delivery, not_before=later, error=says, counted=False)
            )
        except Refused as error:
            refusal = error
            log.warning("delivery %s was refused: %s", delivery.key, error.reason)
            await self._store.run(lambda tx: self._claims.refused(tx, delivery, refusal))
        except Exception as error:
            reason = f"nobody knows whether it arrived: {type(error).__name__}"
            log.warning("delivery %s: %s", delivery.key, reason, exc_info=True)
            await self._store.run(lambda tx: tx.deliveries.finish(delivery, DeliveryState.UNKNOWN, reason))
        else:
            await self._store.run(lambda tx: self._claims.confirm(tx, delivery, message))

    async def _look_up(self) -> None:
        """Settles what is unknown: found, absent, or a question to the admin."""
        await self._store.run(lambda tx: tx.deliveries.orphaned(BATCH))
        settled = {name: platform.settle_seconds for name, platform in self._platforms.items()}
        found = await self._store.run(
            lambda tx: tx.deliveries.unknown(settled=settled, owner=self._owner, lease=LEASE, limit=BATCH)
        )
        for delivery in found:
            try:
                await self._trace(delivery)
            except Exception:
                log.exception("the look-up of %s failed; it is tried again", delivery.key)

    async def _trace(self, delivery: Delivery) -> None:
        post = await self._store.run(lambda tx: self._claims.post(tx, delivery))
        if post is None:
            return
        async with asyncio.timeout(SEND_TIMEOUT):
            trace, message = await self._platforms[platform_of(delivery)].trace(post)
        if trace is Trace.FOUND and message is not None:
            await self._store.run(lambda tx: self._claims.confirm(tx, delivery, message))
        elif trace is Trace.ABSENT:
            await self._store.run(lambda tx: tx.deliveries.resend(delivery))
        else:
            await self._store.run(lambda tx: self._claims.uncertain(tx, delivery))

    async def _edit(self, now: datetime) -> None:
        """Brings posts up to date that show an old number of answers or an old phase. Best effort."""
        for name, platform in self._platforms.items():
            await self._edit_on(name, platform, now)

    async def _edit_on(self, name: str, platform: Platform, now: datetime) -> None:
        every = timedelta(seconds=platform.edit_seconds)
        stale = await self._store.run(lambda tx: tx.rounds.to_edit(now, platform=name, every=every, limit=BATCH))
        async with asyncio.TaskGroup() as group:
            for round in stale:
                group.create_task(self._edit_one(platform, round))

    async def _edit_one(self, platform: Platform, round: Round) -> None:
        view = await self._store.run(lambda tx: question_view(tx, self._bank, self._rules, round))
        try:
            async with asyncio.timeout(SEND_TIMEOUT):
                await platform.edit(round.space, round.channel, round.message or "", view)
        except Exception as error:
            # The count under a post is a courtesy; a post that shows itself open after the close is worse.
            level = logging.WARNING if round.phase is Phase.CLOSED else logging.INFO
            log.log(level, "the post of round %s could not be edited: %s", round.id, type(error).__name__)
