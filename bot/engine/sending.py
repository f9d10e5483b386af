"""Sending one claimed delivery. Its outcome is one of three: not sent, accepted, or unknown."""

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from bot.domain.errors import Unavailable
from bot.engine.claiming import LEASE, Claims, platform_of
from bot.engine.flights import Flight, Flights
from bot.engine.ports.bank import Bank
from bot.engine.ports.clock import Clock
from bot.engine.ports.platform import Platform, Platforms, Post, Refused, TooFast, Unreachable
from bot.engine.ports.store import Delivery, DeliveryState, Store, Tx
from bot.engine.tally import Tally
from bot.engine.turn import Rules

log = logging.getLogger(__name__)

T = TypeVar("T")

SEND_TIMEOUT = 15.0
"""Seconds that one send may take; well within the lease."""

ABREAST = 20
"""Deliveries that a process has claimed at a time in the widest scope of a pace: a crash leaves no more in doubt, and a
library that holds its requests back for a while does not let go of more at once."""

HURRY = 0.95
"""A process that is behind may catch up a little faster than the pace that all share."""

MOST_BEHIND = timedelta(seconds=5)

Pause = Callable[[float], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every part of posting works with. `owner` names the process in leases, `pause` waits so many seconds."""

    store: Store
    bank: Bank
    clock: Clock
    platforms: Platforms
    rules: Rules
    owner: str
    claims: Claims
    flights: Flights
    tally: Tally
    pause: Pause


class Sending:
    """Takes deliveries one by one to their outcome."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._last: dict[str, tuple[datetime, datetime]] = {}
        """By scope: the last booked start time, and when that start really was."""
        self._abreast: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(ABREAST))
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def deliver(self, reserved: Delivery, at: datetime, flight: Flight) -> None:
        """Waits for the booked start time, claims, sends, and writes down what came of it."""
        around = self._around
        wait = (at - around.clock.now()).total_seconds()
        if wait > 0:
            await around.pause(wait)
        platform = around.platforms[platform_of(reserved)]
        widest = next((pace.scope for pace in platform.paces(reserved.space, reserved.channel)), reserved.space)
        async with self._abreast[widest]:
            flight.takes_off()
            await self._claimed(platform, reserved, at)

    async def _claimed(self, platform: Platform, reserved: Delivery, at: datetime) -> None:
        around = self._around
        # Taken before the claim is sent: the lease can only be longer than we believe.
        lease_ends = time.monotonic() + LEASE.total_seconds()
        now = around.clock.now()
        taken = await around.store.run(lambda tx: around.claims.take(tx, reserved.id, now))
        if taken is None:
            return
        delivery, post = taken
        await self._in_step(platform, delivery, at)
        if time.monotonic() > lease_ends - SEND_TIMEOUT:
            await around.store.run(
                lambda tx: tx.deliveries.give_back(
                    delivery, not_before=now, error="the database was slow", counted=False
                )
            )
            return
        await self._send(platform, delivery, post, lease_ends)

    async def _in_step(self, platform: Platform, delivery: Delivery, at: datetime) -> None:
        """Keeps the distances between booked start times when a busy database or machine has pushed starts together."""
        around = self._around
        for pace in platform.paces(delivery.space, delivery.channel)[:1]:
            async with self._turns[pace.scope]:
                before, started = self._last.get(pace.scope, (at, at))
                wait = started + max(timedelta(0), at - before) * HURRY - around.clock.now()
                if wait > timedelta(0):
                    # Not longer than that: the clock may have been set back.
                    await around.pause(min(wait, MOST_BEHIND).total_seconds())
                self._last[pace.scope] = max(at, before), around.clock.now()

    async def _send(self, platform: Platform, delivery: Delivery, post: Post, lease_ends: float) -> None:
        around, counts = self._around, self._around.tally.counts
        try:
            async with asyncio.timeout(SEND_TIMEOUT):
                message = await platform.post(post)
        except Unreachable as error:
            counts["retried"] += 1
            counts["limited"] += isinstance(error, TooFast)
            failure = error
            await self._kept(lambda tx: self._again(tx, platform, delivery, failure), lease_ends)
        except Refused as error:
            refusal = error
            counts["refused"] += 1
            log.warning("delivery %s was refused: %s", delivery.key, error.reason)
            await self._kept(lambda tx: around.claims.refused(tx, delivery, refusal), lease_ends)
        except Exception as error:
            reason = f"nobody knows whether it arrived: {type(error).__name__}"
            counts["unknown"] += 1
            log.warning("delivery %s: %s", delivery.key, reason, exc_info=True)
            await self._kept(lambda tx: tx.deliveries.finish(delivery, DeliveryState.UNKNOWN, reason), lease_ends)
        else:
            if await self._kept(lambda tx: around.claims.confirm(tx, delivery, message), lease_ends):
                around.tally.sent(delivery.due_at, around.clock.now())
            else:
                counts["lost"] += 1
                log.warning("delivery %s was sent, but somebody else has settled it meanwhile", delivery.key)

    def _again(self, tx: Tx, platform: Platform, delivery: Delivery, error: Unreachable) -> None:
        """Certainly not sent: tried again at its time."""
        now = self._around.clock.now()
        if isinstance(error, TooFast):
            self._around.claims.slow_down(tx, platform, delivery, error, now)
        later = now + timedelta(seconds=error.retry_after)
        tx.deliveries.give_back(delivery, not_before=later, error=str(error), counted=False)

    async def _kept(self, work: Callable[[Tx], T], lease_ends: float) -> T:
        """Writes an outcome down, and tries again while the database is away and the lease lasts.

        After that the outcome counts as unknown, and somebody looks it up.
        """
        wait = 0.25
        while True:
            try:
                return await self._around.store.run(work)
            except Unavailable:
                if time.monotonic() + wait > lease_ends:
                    raise
                await self._around.pause(wait)
                wait = min(wait * 2, 4.0)
