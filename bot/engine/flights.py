"""What is on its way: tasks that talk to platforms while the beat goes on, each with an owner and an end."""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass

from bot.domain.ids import SpaceId

log = logging.getLogger(__name__)

SLOW = 2.0
"""Seconds after which a task counts as hanging."""

HANGING = 3
"""A space with so many hanging tasks gets no further ones: what is slow there delays nobody else."""


@dataclass(slots=True)
class Flight:
    """One task. `since` is None while it waits for its start time, and can still be called off."""

    kind: str
    space: SpaceId
    since: float | None = None
    task: "asyncio.Task[None] | None" = None

    def takes_off(self) -> None:
        self.since = time.monotonic()


class Flights:
    """The tasks of one process, by kind and number; none runs twice at a time."""

    def __init__(self) -> None:
        self._flights: dict[tuple[str, Hashable], Flight] = {}

    def start(
        self, kind: str, number: Hashable, space: SpaceId, work: Callable[[Flight], Awaitable[object]], says: str
    ) -> bool:
        """Begins the work unless it is under way; a fault in it is logged and harms no other."""
        if (kind, number) in self._flights:
            return False
        flight = self._flights[kind, number] = Flight(kind, space)
        flight.task = asyncio.create_task(self._run((kind, number), flight, work, says), name=f"{kind} {number}")
        return True

    async def _run(
        self,
        key: tuple[str, Hashable],
        flight: Flight,
        work: Callable[[Flight], Awaitable[object]],
        says: str,
    ) -> None:
        try:
            await work(flight)
        except Exception:
            log.exception("%s", says)
        finally:
            del self._flights[key]

    def count(self, kind: str) -> int:
        return sum(one.kind == kind for one in self._flights.values())

    def hanging(self) -> list[SpaceId]:
        """Spaces that answer slowly or not at all."""
        before = time.monotonic() - SLOW
        slow = Counter(one.space for one in self._flights.values() if one.since is not None and one.since < before)
        return [space for space, number in slow.items() if number >= HANGING]

    async def landed(self) -> None:
        """Waits until nothing is on its way."""
        while tasks := [one.task for one in self._flights.values() if one.task is not None]:
            await asyncio.gather(*tasks, return_exceptions=True)

    async def stop(self, seconds: float) -> None:
        """Calls off what has not begun, waits for the rest so long, and lets it go then."""
        for one in list(self._flights.values()):
            if one.since is None and one.task is not None:
                one.task.cancel()
        tasks = [one.task for one in self._flights.values() if one.task is not None]
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
