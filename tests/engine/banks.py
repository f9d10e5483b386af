"""Banks for tests: a few items of the shipped one, and one that is broken."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.bank.bank import PackBank
from bot.domain.ids import ItemId
from bot.domain.questions import Item


class FewItems:
    """The shipped bank with only the first items of a section."""

    def __init__(self, bank: PackBank, count: int, section: str = "beginner") -> None:
        ids = [id for id, item in bank.items.items() if item.section == section][:count]
        self.items: dict[ItemId, Item] = {id: bank.items[id] for id in ids}
        self.topics, self.label, self.source, self.revive = bank.topics, bank.label, bank.source, bank.revive


class BrokenItems(Mapping[ItemId, Item]):
    """Items none of which can be looked up."""

    def __getitem__(self, key: ItemId) -> Item:
        raise ZeroDivisionError(key)

    def __iter__(self) -> Iterator[ItemId]:
        raise ZeroDivisionError("items")

    def __len__(self) -> int:
        return 0


@dataclass
class BrokenBank:
    """A bank with a bug."""

    good: PackBank

    def __post_init__(self) -> None:
        self.items = BrokenItems()
        self.topics, self.label, self.source, self.revive = (
            self.good.topics,
            self.good.label,
            self.good.source,
            self.good.revive,
        )
