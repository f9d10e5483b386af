"""What the engine needs to write a kit down. `bot.export` fills it."""

from dataclasses import dataclass, field
from typing import Protocol

from bot.domain.kits.values import Copy, Format, Sheet


@dataclass(frozen=True, slots=True)
class File:
    """A finished file. `name` is safe on every file system."""

    name: str
    media_type: str
    data: bytes = field(repr=False)


class Exporter(Protocol):
    def export(self, sheet: Sheet, format: Format, copy: Copy) -> File:
        """The kit as a file: the same bytes for the same sheet. Takes seconds: never inside a transaction.

        Raises StudyError where a format has no such copy (the quiz formats hold the answers).
        """
