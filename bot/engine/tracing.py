"""Looking into channels: for posts whose outcome nobody knows, and later for posts that stand there twice."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from bot.engine.claiming import CHECK_AFTER, LEASE, platform_of
from bot.engine.flights import Flight
from bot.engine.notices import count_of
from bot.engine.ports.platform import Copy, Post, Refused, Trace
from bot.engine.ports.store import Delivery, DeliveryKind, Tx
from bot.engine.postings import post_of
from bot.engine.sending import SEND_TIMEOUT, Surroundings

log = logging.getLogger(__name__)

LOOKS = 20
"""Look-ups on their way at a time."""

CHECKS = 5


class Tracing:
    """Settles what is unknown, and removes what stands in a channel twice."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around

    async def look_up(self) -> None:
        """Begins look-ups of deliveries whose settle time is over; owners that died leave theirs to us."""
        around = self._around
        room = LOOKS - around.flights.count("look-up")
        if room <= 0:
            return
        settled = {name: platform.settle_seconds for name, platform in around.platforms.items()}
        hanging = around.flights.hanging()

        def work(tx: Tx) -> tuple[int, list[Delivery]]:
            died = tx.deliveries.orphaned(LOOKS)
            return died, tx.deliveries.unknown(
                settled=settled, owner=around.owner, lease=LEASE, limit=room, without=hanging
            )

        died, found = await around.store.run(work)
        around.tally.counts["unknown"] += died
        for one in found:
            around.flights.start(
                "look-up",
                one.id,
                one.space,
                lambda flight, one=one: self._trace(one, flight),  # type: ignore[misc]  # mypy cannot infer defaults
                f"the look-up of {one.key} failed; it is tried again",
            )

    async def _trace(self, delivery: Delivery, flight: Flight) -> None:
        flight.takes_off()
        around, counts = self._around, self._around.tally.counts
        post = await around.store.run(lambda tx: around.claims.post(tx, delivery))
        if post is None:
            counts["skipped"] += 1
            return
        async with asyncio.timeout(SEND_TIMEOUT):
            trace, message = await around.platforms[platform_of(delivery)].trace(post)
        counts[trace.value if trace is not Trace.CANNOT_LOOK else "uncertain"] += 1
        if trace is Trace.FOUND and message is not None:
            if await around.store.run(lambda tx: around.claims.confirm(tx, delivery, message)):
                around.tally.sent(delivery.due_at, around.clock.now())
        elif trace in (Trace.ABSENT, Trace.PARTIAL):
            await around.store.run(lambda tx: tx.deliveries.resend(delivery, begun=message))
        else:
            await around.store.run(lambda tx: around.claims.uncertain(tx, delivery))

    async def check(self, now: datetime) -> None:
        """Begins to look for second copies of posts that went through doubt."""
        around = self._around
        room = CHECKS - around.flights.count("check")
        if room <= 0:
            return
        found = await around.store.run(
            lambda tx: tx.deliveries.to_check(now, list(around.platforms), again=now + CHECK_AFTER, limit=room)
        )
        for one in found:
            around.flights.start(
                "check",
                one.id,
                one.space,
                lambda flight, one=one: self._check(one, flight),  # type: ignore[misc]  # as above
                f"the second look at {one.key} failed; it is tried again",
            )

    async def _check(self, delivery: Delivery, flight: Flight) -> None:
        flight.takes_off()
        around = self._around
        post = await around.store.run(lambda tx: post_of(tx, around.bank, around.rules, delivery))
        copies: tuple[Copy, ...] | None = None
        if post is not None:
            async with asyncio.timeout(SEND_TIMEOUT):
                copies = await around.platforms[platform_of(delivery)].trace_all(post)
        stays, younger = _sorted_out(copies or ())
        refusal = ""
        if post is not None and younger:
            refusal = await self._remove(post, younger)
            around.tally.counts["doubled"] += 1
            log.warning("delivery %s stood in its channel %d times", delivery.key, len(younger) + 1)
        await around.store.run(lambda tx: self._checked(tx, delivery, stays, len(younger), refusal))

    async def _remove(self, post: Post, copies: Sequence[Copy]) -> str:
        """Takes the younger copies away; says why one could not be."""
        platform = self._around.platforms[post.space.split(":", 1)[0]]
        refusal = ""
        for copy in copies:
            try:
                async with asyncio.timeout(SEND_TIMEOUT):
                    await platform.delete(post.space, copy)
            except Refused as error:
                refusal = error.reason
        return refusal

    def _checked(self, tx: Tx, delivery: Delivery, stays: str | None, younger: int, refusal: str) -> None:
        moved = stays if stays is not None and stays != delivery.message else None
        tx.deliveries.checked(delivery.id, moved)
        if moved and delivery.kind is DeliveryKind.QUESTION and delivery.round is not None:
            # From here on the older one is edited and answered to.
            tx.rounds.opened(delivery.round, moved, self._around.clock.now())
        if younger:
            self._around.claims.tell(
                tx,
                delivery,
                f"A post stood here {count_of(younger + 1)}, because the connection broke in the middle.",
                f"The younger one could not be removed ({refusal.rstrip('.')}). Please remove it." if refusal
                else "The younger one was removed; nothing else is lost.",
                key=f"notice:doubled:{delivery.key}"[:160],
            )  # fmt: skip


def _sorted_out(copies: Sequence[Copy]) -> tuple[str | None, list[Copy]]:
    """The first part's message that stays, and all younger copies of every part."""
    parts: defaultdict[int, list[Copy]] = defaultdict(list)
    for copy in copies:
        parts[copy.part].append(copy)
    stays = parts[0][0].message if parts[0] else None
    return stays, [copy for several in parts.values() for copy in several[1:]]
