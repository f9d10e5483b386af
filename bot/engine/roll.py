"""The roll of replicas: each calls its name in the database every few seconds, so that others can tell who is alive."""

import asyncio
import logging
import secrets
from collections.abc import Callable
from datetime import timedelta

from bot.engine.ports.leases import Lease
from bot.engine.ports.store import Store, Tx

log = logging.getLogger(__name__)

PREFIX = "replica:"
EVERY = 10.0
"""Seconds between two calls."""

LENGTH = timedelta(seconds=30)
"""How long a replica that says nothing more is still counted."""

SEEN = timedelta(hours=1)
"""How long an event is known to have been seen."""

KEPT = timedelta(days=2)
"""How long ended leases are kept, for whoever looks into what happened."""


def alive(tx: Tx) -> list[Lease]:
    """The replicas that run now; `owner` is their name, `since` their start."""
    return tx.leases.running(PREFIX)


def is_first(tx: Tx, event: str) -> bool:
    """Whether no replica has seen the event before. Where something is repeated, it is within minutes."""
    # A lease that nobody can make longer, as nobody else has its owner's name.
    return tx.leases.take(f"event:{event}"[:120], secrets.token_hex(8), SEEN) is not None


class Roll:
    """This replica's place in the roll."""

    def __init__(
        self, store: Store, replica: str, *, gone: Callable[[str], bool] | None = None, every: float = EVERY
    ) -> None:
        """`gone` says of a replica that it certainly runs no more: nobody waits for the end of its leases then."""
        self._store, self._replica, self._every = store, replica, every
        self._gone = gone or (lambda _: False)
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """The first call comes at once, so that what the last process left behind holds up nobody."""
        await self._call()
        self._task = asyncio.create_task(self._keep_calling(), name="roll")

    async def stop(self) -> None:
        """From here on this replica is not counted any more."""
        if self._task is None:
            return
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        await self._store.run(lambda tx: tx.leases.drop(PREFIX + self._replica, self._replica))

    async def _keep_calling(self) -> None:
        while True:
            await asyncio.sleep(self._every)
            await self._call()

    async def _call(self) -> None:
        try:
            await self._store.run(self._written)
        except Exception as error:
            log.debug("the roll could not be called: %s", error)

    def _written(self, tx: Tx) -> None:
        for left in tx.leases.running(""):
            if self._gone(left.owner):
                tx.leases.drop(left.name, left.owner)
        tx.leases.take(PREFIX + self._replica, self._replica, LENGTH)
        tx.leases.sweep(KEPT)
