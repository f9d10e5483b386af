"""The life of a process: start everything in order, run until told to stop, stop everything in seconds."""

import asyncio
import logging
import os
import secrets
import signal
import socket
import threading
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

log = logging.getLogger(__name__)

GRACE = 8.0
"""Seconds that the parts have together for an orderly stop."""

LAST_WORDS = 0.7
"""Seconds of them that every part can count on, however long those before it took."""

SENDS = 3.0
"""Seconds of them for posts that are on their way."""

HARD = 9.0
"""Seconds after which the process ends, whatever still runs. Docker and systemd kill it after ten and ninety."""


@dataclass(frozen=True, slots=True)
class Part:
    """Something that runs. Parts start in order and stop in reverse."""

    name: str
    start: Callable[[], Awaitable[None]]
    stop: Callable[[], Awaitable[None]]


async def run(
    parts: Sequence[Part],
    *,
    ready: Callable[[], None],
    stop: asyncio.Event | None = None,
    end: Callable[[int], object] | None = None,
    grace: float = GRACE,
    hard: float = HARD,
) -> None:
    """Runs until SIGINT, SIGTERM or `stop`; whatever was started is stopped, also when a later start fails.

    `end` ends the process at once, with the exit status that it is given: at the second signal, or `hard` seconds
    after the first.
    """
    told = stop or asyncio.Event()
    loop = asyncio.get_running_loop()

    def signalled(sign: signal.Signals) -> None:
        if told.is_set() and end is not None:
            log.warning("%s again: ending at once", sign.name)
            end(128 + sign)
        told.set()
        if end is not None:
            _last_resort(hard, end)

    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, signalled, sign)
    started: list[Part] = []
    try:
        if await _started(parts, started, told):
            ready()
            await told.wait()
    finally:
        await _stopped(started, loop.time() + grace)


async def _started(parts: Sequence[Part], started: list[Part], told: asyncio.Event) -> bool:
    """Starts the parts; False when the process was told to stop before all of them were there."""

    async def start_all() -> None:
        for part in parts:
            started.append(part)
            await part.start()

    starting, stopping = asyncio.create_task(start_all()), asyncio.create_task(told.wait())
    try:
        await asyncio.wait((starting, stopping), return_when=asyncio.FIRST_COMPLETED)
        if not starting.done():
            return False
        await starting
        return True
    finally:
        starting.cancel()
        stopping.cancel()
        await asyncio.gather(starting, stopping, return_exceptions=True)


async def _stopped(started: Sequence[Part], deadline: float) -> None:
    """Stops the parts in reverse. One that hangs is left behind, so that the next ones get their turn."""
    for index, part in reversed(tuple(enumerate(started))):
        remaining = deadline - asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(max(LAST_WORDS, remaining - index * LAST_WORDS)):
                await part.stop()
        except TimeoutError:
            log.error("%s did not stop in time; what it was doing is settled at the next start", part.name)
        except Exception:
            log.exception("%s did not stop cleanly", part.name)


def _last_resort(seconds: float, end: Callable[[int], object]) -> None:
    """Ends the process from a thread of its own: an event loop or a thread that hangs cannot hold it up."""

    def give_up() -> None:
        log.error("the stop took longer than %s seconds; ending at once", seconds)
        end(1)

    timer = threading.Timer(seconds, give_up)
    timer.daemon = True
    timer.start()


def end_at_once(status: int) -> None:
    """Ends the process without another word. The database and the platforms are made for that."""
    logging.shutdown()
    os._exit(status)


def own_name() -> str:
    """This process's name among the replicas: the machine, the process, and where its number counts. In a container
    every process is number one, hence the chance at the end."""
    return f"{_machine()}:{os.getpid()}:{_numbers()}-{secrets.token_hex(2)}"


def is_own(name: str) -> bool:
    """Whether a replica of that name runs on this machine."""
    return name.startswith(f"{_machine()}:")


def is_gone(name: str) -> bool:
    """Whether the replica of that name certainly runs no more; False where that cannot be told from here."""
    machine, _, rest = name.partition(":")
    number, _, where = rest.partition(":")
    if machine != _machine() or not number.isdigit() or not where.startswith(f"{_numbers()}-"):
        return False
    try:
        os.kill(int(number), 0)  # asks only whether it is there
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _machine() -> str:
    return socket.gethostname()[:40].replace(":", "-")


def _numbers() -> str:
    """What tells apart two containers of one name: the same number is another process there."""
    try:
        return os.readlink("/proc/self/ns/pid").strip("pid:[]")
    except OSError:
        return "0"
