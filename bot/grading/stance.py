"""How an answer stands to a rubric: what it repeats, what it turns round, and what it says of something else."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.grading.atoms import Atom, compare
from bot.grading.matching import WEAK, Answer
from bot.grading.points import Point
from bot.grading.sense import Sense, is_direction

_CONTINUING = frozenset(["it", "this", "that", "they", "these", "those", "its", "here", "then"])
_CONTRASTING = frozenset(["unlike", "than", "instead", "versus", "vs", "compared"])
MODEL_ATOM = 4
"""Content words that an atom of a model answer needs before it can confirm or contradict anything."""


class Stance(NamedTuple):
    """How the answer's atoms stand to the rubric."""

    agreeing: dict[int, int]
    """Atoms that repeat the rubric -> how many words of it they repeat."""
    contradicting: dict[str, frozenset[int]]
    """Point -> atoms that turn one of its phrasings round."""
    refuted: frozenset[str]
    """Phrasings that some atom turns round."""
    against_model: frozenset[int]
    """Atoms that turn a sentence of a model answer round."""


def taken(points: Sequence[Point], model: Sequence[Atom], answer: Answer, sense: Sense) -> Stance:
    """Which atoms of the answer repeat the rubric, and which turn it round.

    An atom that repeats one thing is never the reverse of another: "more bias" and "less variance" are both right.
    """
    agreeing: dict[int, int] = {}
    against: dict[str, list[tuple[int, str]]] = {}
    for point in points:
        found = against.setdefault(point.id, [])
        for way in (*(way for part in point.parts for way in part), point.says):
            found += ((which, way.written) for which in _weigh(way.atoms, answer, sense, agreeing))
    against_model = _weigh([atom for atom in model if len(atom.stems) >= MODEL_ATOM], answer, sense, agreeing)
    return Stance(
        agreeing,
        {point: frozenset(which for which, _ in found if which not in agreeing) for point, found in against.items()},
        frozenset(way for found in against.values() for which, way in found if which not in agreeing),
        frozenset(against_model) - agreeing.keys(),
    )


def _weigh(wanted: Iterable[Atom], answer: Answer, sense: Sense, agreeing: dict[int, int]) -> set[int]:
    """The answer's atoms that turn one of the wanted round; those that agree are noted in `agreeing`."""
    against: set[int] = set()
    for atom in wanted:
        if all(is_direction(stem) for stem in atom.stems):
            continue
        most, least = 2 * len(atom.stems), 1 + len(atom.stems) // MODEL_ATOM
        shared: dict[int, int] = {}
        for key in atom.keys:
            for which in answer.atoms_with.get(key, ()):
                shared[which] = shared.get(which, 0) + 1
        for which, count in shared.items():
            said = answer.atoms[which]
            # Too much else in the atom, or too little of it, to be a near copy: this spares most of the comparisons.
            if len(said.stems) > most or count < least:
                continue
            comparison = compare(said, atom, sense)
            if comparison.contradicts:
                against.add(which)
            elif comparison.near_copy and comparison.turns == 0 and (comparison.tight == 1 or _telling(atom, sense)):
                agreeing[which] = max(agreeing.get(which, 0), comparison.words)
    return against


def _telling(atom: Atom, sense: Sense) -> bool:
    """Whether the atom says enough that a longer atom may be said to repeat it."""
    return len(atom.stems) > 1 and sum(map(sense.weight, atom.stems)) >= WEAK


def about_rivals(point: Point, answer: Answer) -> Iterable[int]:
    """The answer's atoms that speak of a partner of what the point is about, and not of that itself.

    An atom without a topic continues the one before it in its sentence, and in the last one if it begins with "it".
    """
    if not point.rivals:
        return
    rival = False
    sentence = -1
    for which, atom in enumerate(answer.atoms):
        first = answer.tokens[atom.first]
        if first.sentence != sentence and first.word not in _CONTINUING:
            rival = False
        sentence = first.sentence
        if not point.about.isdisjoint(atom.stems):
            rival = False
        elif not point.rivals.isdisjoint(atom.stems):
            rival = first.word not in _CONTRASTING
        if rival:
            yield which


def tokens_of(answer: Answer, which: Iterable[int]) -> frozenset[int]:
    """The token indices of these atoms."""
    return frozenset(at for atom in which for at in range(answer.atoms[atom].first, answer.atoms[atom].last + 1))
