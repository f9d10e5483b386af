"""What the engine needs of a database for interview kits: questions only, nobody's answers."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.domain.ids import ItemId, KitId, SpaceId
from bot.domain.kits.values import Request


@dataclass(frozen=True, slots=True)
class KeptKit:
    """A kit as it is kept: its code, what it was made from, and which items were locked. Nobody's id is in it."""

    id: KitId
    space: SpaceId
    code: str
    title: str
    request: Request
    locked: frozenset[ItemId] = frozenset()


class Kits(Protocol):
    def add(self, space: SpaceId, code: str, title: str, request: Request, at: datetime) -> KeptKit:
        """Keeps a kit for 90 days, and forgets those that are older."""

    def get(self, kit: KitId, space: SpaceId) -> KeptKit | None: ...
    def find(self, space: SpaceId, code: str, title: str) -> KeptKit | None:
        """The newest kit with that code and title."""

    def change(self, kit: KeptKit, at: datetime) -> None:
        """Keeps the kit as it is now; its 90 days begin again."""

    def spaces(self) -> list[SpaceId]:
        """The spaces that were asked anything."""

    def last_asked(self, space: SpaceId) -> dict[ItemId, date]:
        """The last local date on which each item was certainly posted in the space."""
