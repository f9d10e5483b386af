"""The life of a process: start everything in order, run until told to stop, stop everything in seconds."""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Part:
    """Something that runs. Parts start in order and stop in reverse."""

    name: str
    start: Callable[[], Awaitable[None]]
    stop: Callable[[], Awaitable[None]]


async def run(parts: Sequence[Part], *, ready: Callable[[], None], stop: asyncio.Event | None = None) -> None:
    """Runs until SIGINT, SIGTERM or `stop`; whatever was started is stopped, also when a later start fails."""
    told = stop or asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, told.set)
    started: list[Part] = []
    try:
        for part in parts:
            started.append(part)
            await part.start()
        ready()
        await told.wait()
    finally:
        for part in reversed(started):
            try:
                await part.stop()
            except Exception:
                log.exception("%s did not stop cleanly", part.name)
