"""What a question set for an interview is, and what is asked for. Nothing here knows a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.domain.ids import ItemId
from bot.domain.questions import Item, Level

OPENING = 3
"""Minutes for the opening script; they count against the budget."""

CLOSING = 5
"""Minutes for the candidate's questions and the closing script; they count against the budget."""


class Role(StrEnum):
    """What an item is for in the course of the interview."""

    WARM_UP = "warm-up"
    CORE = "core"
    TROUBLESHOOTING = "troubleshooting"
    STRETCH = "stretch"


class Copy(StrEnum):
    """For whom a document is: the interviewer's holds the rubric, the candidate's the prompts only."""

    INTERVIEWER = "interviewer"
    CANDIDATE = "candidate"


class Format(StrEnum):
    """How a kit is written. The value is the word people type."""

    MARKDOWN = "md"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    CSV = "csv"
    JSON = "json"
    MOODLE = "moodle"
    GIFT = "gift"
    QTI = "qti"
    ANKI = "apkg"


FOR_CANDIDATES = frozenset({Format.MARKDOWN, Format.HTML, Format.PDF, Format.DOCX, Format.CSV, Format.JSON})
"""Formats that have a candidate's copy; the others are quizzes, which hold the answers."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a hiring manager asks for.

    `mix` gives shares per level (any positive numbers; empty means the usual mix around `level`). `draw` are
    sections or topics; empty means everything. `include` are in the kit whatever else happens, in this order;
    `exclude` never are. `strict_days` leaves out what this space was asked within so many days; 0 only orders.
    """

    title: str = ""
    minutes: int = 45
    level: Level = Level.INTERMEDIATE
    mix: Mapping[Level, int] = field(default_factory=dict)
    draw: tuple[str, ...] = ()
    count: int | None = None
    include: tuple[ItemId, ...] = ()
    exclude: frozenset[ItemId] = frozenset()
    seed: int = 1
    strict_days: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a kit. `why` is a sentence: why this item stands here."""

    item: Item
    role: Role
    why: str

    @property
    def minutes(self) -> int:
        return self.item.minutes


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An item that would have fitted, and the sentence why it is not in the kit."""

    item: ItemId
    why: str


@dataclass(frozen=True, slots=True)
class Kit:
    """An ordered set of items, with what could not be met.

    `unmet` are sentences, each naming a constraint that could not be met and the nearest that can be; `notes` are
    sentences worth knowing where everything was met. `level` is the one that the roles are measured against.
    """

    title: str
    budget: int
    seed: int
    entries: tuple[Entry, ...]
    left_out: tuple[LeftOut, ...] = ()
    unmet: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    level: Level = Level.INTERMEDIATE

    @property
    def minutes(self) -> int:
        """Of the whole interview, opening and closing included."""
        return OPENING + sum(entry.minutes for entry in self.entries) + CLOSING

    @property
    def topics(self) -> tuple[str, ...]:
        """All topics, in the order in which they come up."""
        return tuple(dict.fromkeys(topic for entry in self.entries for topic in entry.item.topics))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A kit as documents hold it: the same code gives the same sheet, so nothing here may change from day to day.

    That is why "last asked here" is not in it: it stands in the preview. `bank` names the pack or packs with
    version and number of items, `licence` is theirs.
    """

    kit: Kit
    code: str
    bank: str
    licence: str


LastAsked = Mapping[ItemId, date]
"""The last local date on which each item was asked in the space; all that a kit may know of the space."""
