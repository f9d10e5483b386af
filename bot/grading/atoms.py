"""Atoms: the smallest stretches of text that state something, and when one atom contradicts another.

"Training error is low and test error is high" has two atoms. An atom contradicts a phrasing only where it is a near
copy with one thing turned round: a negation, a direction (high, low), or a partner (L1, L2). Anything looser would
punish good answers: people often say a true thing by way of its opposite.
"""

from collections.abc import Sequence
from typing import NamedTuple

from bot.grading.sense import Sense, is_direction
from bot.grading.terms import near, sides
from bot.grading.text import NEGATORS, Token

NEAR_COPY = 0.8
"""Share of a phrasing's weight that an atom must hold, turned words included, to be called a near copy."""
TIGHT = 0.5
"""Share of an atom's own content that the phrasing must explain."""
_SOFT = frozenset(["only", "just", "simply", "merely", "longer", "forget", "hesitate"])
"""After "not" these do not turn the statement: "not only", "not just"."""
_TURNED_DIRECTION = {"~up": "low", "~rise": "low", "~down": "high", "~fall": "high", "~good": "bad", "~bad": "good"}


class Atom(NamedTuple):
    """`first` and `last` are token indices; `stems` are the content stems, `keys` the stems with their near groups."""

    first: int
    last: int
    stems: tuple[str, ...]
    keys: frozenset[str]
    negated: bool


def negations(tokens: Sequence[Token], first: int, last: int) -> int:
    """How many words between the two indices turn the statement round."""
    # By the word as well: the stems of "rarely" and "hardly" are those of "rare" and "hard", which deny nothing.
    return sum(
        (tokens[at].stem in NEGATORS or tokens[at].word in NEGATORS) and not _is_idle(tokens, at)
        for at in range(first, last + 1)
    )


def _is_idle(tokens: Sequence[Token], at: int) -> bool:
    """Whether the negation at `at` turns nothing: "not only", or "L1 does, L2 does not" with nothing after it."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if after is not None and after.word in _SOFT:
        return True
    return tokens[at].word == "not" and (after is None or after.clause != tokens[at].clause)


def atoms(tokens: Sequence[Token], sense: Sense) -> list[Atom]:
    """The atoms of a text, in order."""
    found: list[Atom] = []
    start = 0
    for at in range(1, len(tokens) + 1):
        # Clauses are numbered through the whole text, so a new sentence is a new clause as well.
        if at == len(tokens) or tokens[at].clause != tokens[start].clause:
            for first, last in _split_at_and(tokens, start, at - 1):
                found += _compared(tokens, first, last, sense)
            start = at
    return found


def _split_at_and(tokens: Sequence[Token], first: int, last: int) -> list[tuple[int, int]]:
    """The clause in two where "and" joins two statements: each side then has a direction or an opposite of its own."""
    spans: list[tuple[int, int]] = []
    for at in range(first + 1, last):
        if tokens[at].word in ("and", "or") and _states(tokens[first:at]) and _states(tokens[at + 1:last + 1]):
            spans.append((first, at - 1))
            first = at + 1
    return [*spans, (first, last)]


def _states(tokens: Sequence[Token]) -> bool:
    content = [token.stem for token in tokens if token.content]
    return len(content) >= 2 and any(is_direction(stem) or stem in sides() for stem in content)


def _compared(tokens: Sequence[Token], first: int, last: int, sense: Sense) -> list[Atom]:
    """Two atoms for "X is higher than Y": X is high, Y is low."""
    than = next((at for at in range(first + 1, last) if tokens[at].word == "than"), None)
    if than is None:
        return [_atom(tokens, first, last, sense)]
    left, right = _atom(tokens, first, than - 1, sense), _atom(tokens, than + 1, last, sense)
    direction = next((stem for stem in left.stems if is_direction(stem)), None)
    partnered = any(sense.opposed(a, b) for a in left.stems for b in right.stems if not is_direction(a))
    if direction is None or not partnered:
        return [_atom(tokens, first, last, sense)]
    other = _TURNED_DIRECTION[next(group for group in near()[direction] if group in _TURNED_DIRECTION)]
    shared = (s for s in left.stems if s != direction and not any(sense.opposed(s, r) for r in right.stems))
    stems = (*right.stems, *shared, other)
    return [left, Atom(right.first, right.last, stems, sense.keys(stems), left.negated)]


def _atom(tokens: Sequence[Token], first: int, last: int, sense: Sense) -> Atom:
    stems = tuple(token.stem for token in tokens[first:last + 1] if token.content)
    return Atom(first, last, stems, sense.keys(stems), negations(tokens, first, last) % 2 == 1)


class Comparison(NamedTuple):
    """How an atom of an answer stands to an atom of a rubric."""

    share: float
    turns: int
    tight: float
    words: int
    """How many words of the rubric's atom the answer's has itself, near words not counted."""

    @property
    def near_copy(self) -> bool:
        return self.share >= NEAR_COPY and self.tight >= TIGHT

    @property
    def agrees(self) -> bool:
        return self.near_copy and self.turns % 2 == 0

    @property
    def contradicts(self) -> bool:
        return self.near_copy and self.turns % 2 == 1


def compare(said: Atom, wanted: Atom, sense: Sense) -> Comparison:
    """What share of `wanted` the atom says, and how many things it turns round on the way."""
    total = matched = 0.0
    turns = int(said.negated != wanted.negated)
    explained = 0
    for stem in wanted.stems:
        weight = sense.weight(stem)
        total += weight
        if stem in said.keys or not said.keys.isdisjoint(sense.near(stem)):
            matched += weight
            explained += 1
        elif any(not _meant(other, wanted, sense) for other in sense.opposites(stem, said.stems)):
            matched += weight
            explained += 1
            turns += 1
    if not total or not said.stems:
        return Comparison(0.0, 0, 0.0, 0)
    return Comparison(matched / total, turns, min(1.0, explained / len(said.stems)),
                      len(set(wanted.stems).intersection(said.stems)))


def _meant(stem: str, wanted: Atom, sense: Sense) -> bool:
    return stem in wanted.keys or not wanted.keys.isdisjoint(sense.near(stem))
