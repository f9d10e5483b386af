"""Key points, ready to be looked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from bot.domain.questions import KeyPoint
from bot.grading.matching import Phrasing
from bot.grading.sense import Sense
from bot.grading.spelling import Vocabulary


@dataclass(frozen=True, slots=True)
class Point:
    """A key point, ready to be looked for: of `parts`, each a choice of phrasings, `at_least` must be found."""

    id: str
    weight: int
    says: Phrasing
    parts: tuple[tuple[Phrasing, ...], ...]
    at_least: int
    about: frozenset[str]
    rivals: frozenset[str]
    """Partners of what the point is about. What an answer says of a rival does not count here."""

    @classmethod
    def of(cls, point: KeyPoint, sense: Sense, vocabulary: Vocabulary) -> Self:
        choices = point.parts or (point.phrasings,)
        parts = tuple(tuple(Phrasing.of(text, sense, vocabulary) for text in choice) for choice in choices)
        says = Phrasing.of(point.says, sense, vocabulary)
        about = sense.topics.intersection(says.stems)
        return cls(point.id, point.weight, says, parts, point.at_least or 1, about, frozenset(_rivals(about, sense)))

    @property
    def whole(self) -> bool:
        return len(self.parts) == 1


def _rivals(about: frozenset[str], sense: Sense) -> Iterable[str]:
    """The partners of what a point is about, unless the point is about both."""
    alike = {group for stem in about for group in sense.near(stem)}
    return (
        topic for topic in sense.topics - about
        if alike.isdisjoint(sense.near(topic)) and any(sense.opposed(topic, stem) for stem in about)
    )
