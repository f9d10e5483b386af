"""What time it is. Due, grace and study day come from here; leases use the database's own clock."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The current instant, aware, in UTC."""

    def follow(self, judge: datetime, asked: timedelta) -> None:
        """Goes by another clock from here on: it just showed `judge`, and `asked` was how long its answer took."""


class WallClock:
    """The machine's clock, put right by the database's: replicas on several machines then agree about the time."""

    def __init__(self) -> None:
        self._offset = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def follow(self, judge: datetime, asked: timedelta) -> None:
        # The answer was given somewhere between the question and its arrival: half of that cannot be known better.
        offset = judge + asked / 2 - datetime.now(UTC)
        if abs(offset - self._offset) > asked:
            self._offset = offset
