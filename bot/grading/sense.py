"""What words weigh and mean within one rubric: how telling they are, what is near to what, what excludes what."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from bot.domain.questions import KeyPoint, Rubric
from bot.grading import terms
from bot.grading.text import Text, Token, read
from bot.grading.vocabulary import common_stems

PROMPT_DISCOUNT = 0.5
"""What is left of a word's weight where the prompt already says it."""
COMMON_WEIGHT = 0.5
DIRECTION_WEIGHT = 0.7
EXACT_WEIGHT = 1.2
RARITY = 0.6
"""How much more a word weighs that belongs to one key point alone than one that all share."""
_SETS = (frozenset(("validation", "validationset")), frozenset(("test", "testset")))
"""Held-out data by two names, which mean two things where the rubric uses both."""
_SET_PAIRS = frozenset(pair for a in _SETS[0] for b in _SETS[1] for pair in ((a, b), (b, a)))
_DIRECTIONS = frozenset(("~up", "~rise", "~down", "~fall", "~good", "~bad"))


@dataclass(frozen=True, slots=True)
class Sense:
    weights: dict[str, float]
    prompt: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    """Stems that the prompt sets side by side: "bagging and boosting"; either order is in the set."""
    distinct: frozenset[str]
    """Groups of near words that mean different things here, since one sentence of the rubric uses two of them."""
    topics: frozenset[str]
    """Stems that the rubric contrasts with a partner: what is said of one is not said of the other."""

    @classmethod
    def of(cls, rubric: Rubric) -> Self:
        prompt = read(rubric.prompt)
        phrasings = {point.id: [read(text) for text in texts_of(point)] for point in rubric.key_points}
        stems = frozenset(token.stem for token in prompt.tokens if token.content)
        said = {token.stem for point in rubric.key_points for token in read(point.says).tokens}
        apart = _SETS[0] & said and _SETS[1] & said
        pairs = {*_side_by_side(prompt.tokens), *(_SET_PAIRS if apart else ())}
        return cls(
            _weights(phrasings.values(), stems),
            stems,
            frozenset(pairs),
            frozenset((*_told_apart([prompt]), *(("~heldout",) if apart else ()))),
            frozenset(
                stem for stem in stems | said
                if any(one == stem and other in stems for one, other in pairs)
                or (stem in terms.partners() and any(terms.opposed(stem, other) for other in stems | said))
            ),
        )

    def weight(self, stem: str) -> float:
        known = self.weights.get(stem)
        return known if known is not None else base_weight(stem) * (PROMPT_DISCOUNT if stem in self.prompt else 1.0)

    def near(self, stem: str) -> tuple[str, ...]:
        """The groups of near words that the stem stands in."""
        groups = terms.near().get(stem, ())
        return groups if self.distinct.isdisjoint(groups) else tuple(g for g in groups if g not in self.distinct)

    def keys(self, stems: Iterable[str]) -> frozenset[str]:
        """The stems together with their groups."""
        found = set(stems)
        for stem in tuple(found):
            found.update(self.near(stem))
        return frozenset(found)

    def opposed(self, one: str, other: str) -> bool:
        return (one, other) in self.pairs or terms.opposed(one, other)

    def opposites(self, stem: str, among: Iterable[str]) -> list[str]:
        """Those `among` the stems that exclude `stem`."""
        return [other for other in among if self.opposed(stem, other)]


def ramp(value: float, ends: tuple[float, float]) -> float:
    """0 up to the first end, 1 from the second on, straight between."""
    low, high = ends
    return min(1.0, max(0.0, (value - low) / (high - low)))


def texts_of(point: KeyPoint) -> tuple[str, ...]:
    """Every wording of a key point, its parts included."""
    return (*point.phrasings, *(phrasing for part in point.parts for phrasing in part))


@lru_cache(maxsize=20_000)
def is_direction(stem: str) -> bool:
    """Whether the word says up or down, good or bad."""
    return not _DIRECTIONS.isdisjoint(terms.near().get(stem, ()))


@lru_cache(maxsize=20_000)
def is_exact(stem: str) -> bool:
    """Whether nothing but the very same token will do: a number, a name with a digit in it, "too"."""
    return stem == "too" or any(character.isdigit() for character in stem)


def base_weight(stem: str) -> float:
    if stem == "too":
        return COMMON_WEIGHT
    if is_exact(stem):
        return EXACT_WEIGHT
    if is_direction(stem):
        return DIRECTION_WEIGHT
    return COMMON_WEIGHT if stem in common_stems() else 1.0


def _weights(points: Iterable[Sequence[Text]], prompt: frozenset[str]) -> dict[str, float]:
    used = Counter[str]()
    count = 0
    for texts in points:
        count += 1
        used.update({token.stem for text in texts for token in text.tokens if token.content})
    spread = math.log(count) if count > 1 else 1.0
    rarity = {stem: 1 + RARITY * math.log(count / n) / spread for stem, n in used.items()}
    return {
        stem: base_weight(stem) * rare * (PROMPT_DISCOUNT if stem in prompt else 1) for stem, rare in rarity.items()
    }


def _side_by_side(tokens: Sequence[Token]) -> Iterable[tuple[str, str]]:
    for before, left, joint, right in zip((None, *tokens), tokens, tokens[1:], tokens[2:], strict=False):
        together = joint.word in ("and", "or", "vs", "versus", "from") and left.clause == right.clause
        listed = before is not None and before.sentence == left.sentence and before.clause != left.clause
        named = left.content and right.content and left.stem != right.stem and not is_direction(left.stem)
        if together and named and not listed:
            yield left.stem, right.stem
            yield right.stem, left.stem


def _told_apart(texts: Iterable[Text]) -> Iterable[str]:
    for text in texts:
        stems = {token.stem for token in text.tokens}
        groups = Counter(group for stem in stems for group in terms.near().get(stem, ()))
        yield from (group for group, n in groups.items() if n > 1 and group not in _DIRECTIONS)
