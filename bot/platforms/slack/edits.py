"""Live edits: the newest state of a message wins, one at a time, and a slow workspace holds up nobody else."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.domain.ids import ChannelId, SpaceId
from bot.engine.ports.platform import PlatformError, Refused, Unreachable
from bot.engine.views import View

log = logging.getLogger(__name__)

TRIES = 6
LONGEST = 60.0
"""Seconds that an edit waits at most before it is tried again."""

Key = tuple[SpaceId, ChannelId, str]
Send = Callable[[SpaceId, ChannelId, str, View], Awaitable[None]]


class Edits:
    """Edits on their way. The engine says what a message should show; this sees to it that it soon does."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._wanted: dict[Key, View] = {}
        self._tasks: dict[Key, asyncio.Task[Exception | None]] = {}

    async def want(self, space: SpaceId, channel: ChannelId, message: str, view: View) -> None:
        """The message should show this; what it should have shown before is forgotten.

        Returns when it does, and raises when it could not be made to. Whoever stops waiting does not stop the edit.
        """
        key = (space, channel, message)
        self._wanted[key] = view
        if key not in self._tasks:
            self._tasks[key] = asyncio.create_task(self._work(key))
        error = await asyncio.shield(self._tasks[key])
        if error is not None:
            raise error

    async def _work(self, key: Key) -> Exception | None:
        """Why the last edit failed, if it did."""
        error: Exception | None = None
        try:
            while (view := self._wanted.pop(key, None)) is not None:
                error = await self._one(key, view)
        finally:
            self._tasks.pop(key, None)
        return error

    async def _one(self, key: Key, view: View) -> Exception | None:
        last: Exception | None = None
        for attempt in range(TRIES):
            try:
                await self._send(*key, view)
                return None
            except Refused as error:
                return error
            except Exception as error:
                last = error
                wait = error.retry_after if isinstance(error, Unreachable) else 2.0**attempt
                # A repeated edit does no harm, so an unknown outcome is simply tried again.
                level = logging.INFO if isinstance(error, PlatformError) else logging.WARNING
                log.log(level, "the message %s is edited again in %.1f s: %s", key[2], min(wait, LONGEST), error)
                await asyncio.sleep(min(wait, LONGEST))
            view = self._wanted.pop(key, view)
        return last

    async def close(self) -> None:
        """Gives edits on their way a moment, then lets them go."""
        tasks = list(self._tasks.values())
        if tasks:
            await asyncio.wait(tasks, timeout=1.0)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
