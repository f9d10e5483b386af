"""What a question is: an open question, its rubric, and the checks on the same matter.

Texts named `prompt`, `short`, `full`, `text`, `because` and `correction` are Markdown as the author wrote it
(CommonMark, tables, `$…$` formulas); everything else is plain text.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.ids import ItemId


class Level(StrEnum):
    """How hard an item is."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    EXPERT = "expert"


class Style(StrEnum):
    """How a question is asked: in the member's own words, or by choosing an option."""

    OPEN = "open"
    CHECK = "check"


class CheckKind(StrEnum):
    CONCEPT = "concept"
    APPLICATION = "application"
    MISTAKE = "mistake"


@dataclass(frozen=True, slots=True)
class KeyPoint:
    """One thing a good answer says.

    Covered by any of `phrasings`; or, where `parts` is given, by at least `at_least` of the parts, each a
    tuple of phrasings of its own.
    """

    id: str
    says: str
    weight: int
    must: bool
    phrasings: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...] = ()
    at_least: int = 0


@dataclass(frozen=True, slots=True)
class FalseClaim:
    """Something people believe that is wrong; only these are ever called wrong in a verdict."""

    says: str
    phrasings: tuple[str, ...]
    correction: str


@dataclass(frozen=True, slots=True)
class Rubric:
    """All that decides a grade, and nothing else. Kept with the round, so a changed pack never changes yesterday."""

    prompt: str
    model_answers: tuple[str, ...]
    key_points: tuple[KeyPoint, ...]
    false_claims: tuple[FalseClaim, ...] = ()


@dataclass(frozen=True, slots=True)
class Hint:
    text: str
    cost: int
    """Percent of the item's points that taking it costs."""


@dataclass(frozen=True, slots=True)
class Option:
    text: str
    right: bool
    because: str


@dataclass(frozen=True, slots=True)
class Check:
    """A multiple-choice question with exactly one right option; options are lettered A, B, … in this order."""

    id: str
    kind: CheckKind
    prompt: str
    options: tuple[Option, ...]

    @property
    def right(self) -> int:
        """Index of the right option."""
        return next(i for i, option in enumerate(self.options) if option.right)


@dataclass(frozen=True, slots=True)
class Anchors:
    """What an interviewer hears at four levels of answer."""

    poor: str
    mixed: str
    good: str
    excellent: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where the facts come from; `where` is a chapter, section or page."""

    title: str
    authors: str
    year: int
    url: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Diagram:
    """A picture with its Mermaid source; `path` is relative to the pack and empty until it was drawn."""

    mermaid: str
    alt: str
    caption: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A troubleshooting story, from what is seen to what keeps it from coming back."""

    symptom: str
    shown: str
    order_of_checks: tuple[str, ...]
    cause: str
    fix: str
    prevention: str


@dataclass(frozen=True, slots=True)
class Item:
    """One question file."""

    id: ItemId
    pack: str
    revision: int
    title: str
    level: Level
    minutes: int
    topics: tuple[str, ...]
    reviewed: date
    prompt: str
    why: str
    short: str
    full: str
    alternatives: tuple[str, ...]
    key_points: tuple[KeyPoint, ...]
    false_claims: tuple[FalseClaim, ...]
    hints: tuple[Hint, ...]
    anchors: Anchors
    probes: tuple[str, ...]
    red_flags: tuple[str, ...]
    checks: tuple[Check, ...]
    sources: tuple[Source, ...]
    overlaps: frozenset[ItemId] = frozenset()
    diagram: Diagram | None = None
    case: Case | None = None
    retired: date | None = None
    replaced_by: ItemId | None = None

    @property
    def section(self) -> str:
        """The folder the file stands in: `beginner` of `beginner/overfitting`."""
        return self.id.split("/", 1)[0]

    @property
    def rubric(self) -> Rubric:
        return Rubric(self.prompt, (self.full, self.short, *self.alternatives), self.key_points, self.false_claims)

    def check(self, check_id: str) -> Check | None:
        """The check with that id, or None where a later revision dropped it."""
        return next((check for check in self.checks if check.id == check_id), None)

    def answers_to(self, selector: str) -> bool:
        """Whether a section, level, topic or item id selects this item."""
        return selector in (self.section, self.level, self.id) or selector in self.topics


def select(items: Iterable[Item], selectors: Sequence[str]) -> list[Item]:
    """Items in use that answer to any of the selectors; all items in use when there is no selector."""
    return [
        item for item in items if item.retired is None and (not selectors or any(item.answers_to(s) for s in selectors))
    ]


def selectors(items: Iterable[Item], topics: Mapping[str, str]) -> dict[str, str]:
    """Every word that `/quiz` and a schedule understand, with what it stands for, in the order people think of them."""
    used = list(items)
    sections = {item.section: f"section {item.section}" for item in used}
    levels = {level.value: f"level {level.value}" for level in Level if any(item.level == level for item in used)}
    in_use = {topic for item in used for topic in item.topics}
    return (
        sections
        | {k: v for k, v in levels.items() if k not in sections}
        | {topic: meaning for topic, meaning in topics.items() if topic in in_use}
    )
