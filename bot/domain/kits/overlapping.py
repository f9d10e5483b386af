"""Which items ask much the same: nobody should be asked two of them in one interview."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.ids import ItemId
from bot.domain.questions import Item


@dataclass(frozen=True, slots=True)
class Overlaps:
    """Authors name an overlap in one of the two files; here it counts for both."""

    by_item: Mapping[ItemId, frozenset[ItemId]]

    @classmethod
    def among(cls, items: Iterable[Item]) -> "Overlaps":
        found: dict[ItemId, set[ItemId]] = {}
        for item in items:
            for other in item.overlaps:
                found.setdefault(item.id, set()).add(other)
                found.setdefault(other, set()).add(item.id)
        return cls({item: frozenset(others) for item, others in found.items()})

    def of(self, item: ItemId) -> frozenset[ItemId]:
        return self.by_item.get(item, frozenset())

    def clash(self, item: ItemId, others: Iterable[ItemId]) -> ItemId | None:
        """The first of the others that asks much the same."""
        mine = self.of(item)
        return next((other for other in others if other in mine), None)
