"""What a kit may be drawn from, in the order of preference."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.domain.errors import StudyError
from bot.domain.ids import ItemId
from bot.domain.kits.overlapping import Overlaps
from bot.domain.kits.request import RANK, check, level_of
from bot.domain.kits.values import CLOSING, OPENING, LastAsked, Request
from bot.domain.questions import Item, Level, select
from bot.domain.rotation import place

Freshness = tuple[bool, date]
"""Sorts items: those that the space has not been asked come first, then the ones asked longest ago."""


def freshness(item: ItemId, last_asked: LastAsked) -> Freshness:
    asked = last_asked.get(item)
    return asked is not None, asked or date.min


@dataclass(frozen=True, slots=True)
class Pool:
    """`free` may be chosen, freshest first, then by the seed; `rested` only lack the days that were asked for."""

    request: Request
    level: Level
    items: Mapping[ItemId, Item]
    overlaps: Overlaps
    included: tuple[Item, ...]
    free: tuple[Item, ...]
    rested: tuple[Item, ...]
    last_asked: LastAsked
    order: Mapping[ItemId, str] = field(repr=False)
    kinds: Mapping[tuple[Level, bool], Sequence[Item]] = field(repr=False)

    @classmethod
    def of(cls, items: Iterable[Item], request: Request, last_asked: LastAsked, today: date) -> "Pool":
        """Raises StudyError for a request that no kit can meet."""
        known = {item.id: item for item in items}
        overlaps = Overlaps.among(known.values())
        check(request, known, overlaps)
        order = {item: place(item, seed=str(request.seed), turn=0) for item in known}
        drawn = sorted(
            (item for item in select(known.values(), request.draw) if item.id not in request.exclude),
            key=lambda item: (freshness(item.id, last_asked), order[item.id]),
        )
        since = today - timedelta(days=request.strict_days)
        recent = {item for item, day in last_asked.items() if request.strict_days and day > since}
        free = tuple(item for item in drawn if item.id not in recent)
        kinds: dict[tuple[Level, bool], list[Item]] = {}
        for item in free:
            kinds.setdefault((item.level, item.case is None), []).append(item)
        return cls(
            request=request,
            level=level_of(request),
            items=known,
            overlaps=overlaps,
            included=tuple(known[item] for item in dict.fromkeys(request.include)),
            free=free,
            rested=tuple(item for item in drawn if item.id in recent and item.id not in request.include),
            last_asked=last_asked,
            order=order,
            kinds=kinds,
        )

    def check_not_empty(self) -> None:
        """Raises StudyError where not a single item can be asked."""
        if self.included:
            return
        if not self.free and self.rested:
            raise StudyError(
                f"Everything there is was asked here in the last {self.request.strict_days} days.",
                "Take fewer days, or more topics.",
            )
        if not self.free:
            raise StudyError("Every question that would do is left out.", "Leave out fewer, or take more topics.")
        shortest = min(item.minutes for item in self.free)
        if shortest > self.time:
            least = OPENING + shortest + CLOSING
            raise StudyError(
                f"{self.request.minutes} minutes are too short: opening and closing take {OPENING + CLOSING}, "
                f"the shortest question {shortest}.",
                f"Give it {least} minutes or more.",
            )

    @property
    def time(self) -> int:
        """Minutes for questions."""
        return self.request.minutes - OPENING - CLOSING

    def freshness(self, item: Item) -> Freshness:
        return freshness(item.id, self.last_asked)

    def distance(self, item: Item) -> int:
        """How many levels the item is away from the one asked for."""
        return abs(RANK[item.level] - RANK[self.level])

    def alike(self, item: Item) -> Sequence[Item]:
        """Free items of the same level, cases for a case."""
        return self.kinds.get((item.level, item.case is None), ())

    def joining(self, items: Sequence[Item], most: int) -> Iterator[Item]:
        """What could join the items and takes no longer than so many minutes, in the order of preference."""
        taken = {item.id for item in items}
        banned = {other for item in items for other in self.overlaps.of(item.id)}
        return (item for item in self.free if item.minutes <= most and item.id not in taken and item.id not in banned)

    @property
    def what(self) -> str:
        """` on llm or retrieval`, or nothing for the whole bank; stands behind `questions`."""
        return f" on {' or '.join(self.request.draw)}" if self.request.draw else ""
