"""Small memories of one process, bounded in time and number. Losing them is harmless: the database decides."""

import time
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Memory(Generic[T]):
    """What was found out lately, by key; the oldest goes first."""

    def __init__(self, *, seconds: float, most: int = 10_000) -> None:
        self._seconds, self._most = seconds, most
        self._kept: OrderedDict[Hashable, tuple[float, T]] = OrderedDict()

    def get(self, key: Hashable) -> T | None:
        found = self._kept.get(key)
        if found is None:
            return None
        if time.monotonic() - found[0] > self._seconds:
            del self._kept[key]
            return None
        return found[1]

    def keep(self, key: Hashable, value: T) -> None:
        self._kept[key] = (time.monotonic(), value)
        self._kept.move_to_end(key)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)

    def forget(self, key: Hashable) -> None:
        self._kept.pop(key, None)

    def first(self, key: Hashable) -> bool:
        """Whether the key was not seen lately; it is from here on. Slack repeats what it thinks got lost."""
        if self.get(key) is not None:
            return False
        self.keep(key, True)  # type: ignore[arg-type]
        return True
