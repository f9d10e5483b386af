"""When each part of the interview starts, and what it is about."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.kits.values import CLOSING, OPENING, Entry, Kit


@dataclass(frozen=True, slots=True)
class Slot:
    """One question with its number, counted from 1, and its place on the clock, in minutes from the start."""

    number: int
    entry: Entry
    start: int

    @property
    def end(self) -> int:
        return self.start + self.entry.minutes


def slots(kit: Kit) -> Iterator[Slot]:
    """The questions in order, the first after the opening."""
    start = OPENING
    for number, entry in enumerate(kit.entries, 1):
        yield Slot(number, entry, start)
        start += entry.minutes


def end_of_questions(kit: Kit) -> int:
    return kit.minutes - CLOSING


def clock(minutes: int) -> str:
    """Minutes from the start as hours and minutes: `0:03`, `1:10`."""
    return f"{minutes // 60}:{minutes % 60:02}"
