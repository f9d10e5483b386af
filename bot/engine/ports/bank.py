"""The questions, as the engine sees them. The engine owns the port; `bot.bank` fills it."""

from collections.abc import Callable, Mapping
from typing import Protocol

from bot.domain.ids import ItemId
from bot.domain.questions import Item


class Bank(Protocol):
    @property
    def items(self) -> Mapping[ItemId, Item]:
        """Every item, retired ones too."""

    @property
    def topics(self) -> Mapping[str, str]:
        """Topics with their meaning."""

    @property
    def label(self) -> str:
        """The packs and their versions, for people: `ai-ml 2026.11 (69 items)`."""

    @property
    def licence(self) -> str:
        """The packs' licences, for people: `MIT`."""

    @property
    def source(self) -> Callable[[ItemId], tuple[str, str]]:
        """Gives an item's digest, and the text from which `revive` makes it again."""

    @property
    def revive(self) -> Callable[[str], Item]:
        """Gives an item as it was when its source was kept."""
