"""When the bot last beat."""

import time
from collections.abc import Awaitable, Callable


class Pulse:
    """Remembers when the bot last beat, by the monotonic clock."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def around(self, beat: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
        async def felt() -> None:
            try:
                await beat()
            finally:
                self._last = time.monotonic()

        return felt

    @property
    def age(self) -> float:
        """Seconds since the last beat ended; before the first one, since the start."""
        return time.monotonic() - self._last
