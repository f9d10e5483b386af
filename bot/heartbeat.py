"""The alarm clock: rings every second. What is due is decided by the database, not here."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler


class Heartbeat:
    """Calls `beat` every `seconds`, never twice at a time, and however late the event loop is."""

    def __init__(self, beat: Callable[[], Awaitable[None]], seconds: float = 1.0) -> None:
        self._beat = beat
        self._running = asyncio.Lock()
        # A beat that takes longer than a second on a busy machine is no news: the next one does its work.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        # Without misfire_grace_time=None, APScheduler drops a beat that comes more than a second late.
        self._scheduler.add_job(
            self.ring, "interval", seconds=seconds, max_instances=1, coalesce=True, misfire_grace_time=None
        )

    async def ring(self) -> None:
        """One beat, now."""
        async with self._running:
            await self._beat()

    async def start(self) -> None:
        """The first beat comes at once."""
        await self.ring()
        self._scheduler.start()

    async def stop(self) -> None:
        """No further beats; one that runs is waited for."""
        self._scheduler.pause()
        # Not before the running beat is over: APScheduler would cancel it in the middle of its database call.
        async with self._running:
            self._scheduler.shutdown(wait=False)
