"""What an answer earns on a key point, and by which words."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.grading.matching import NOTHING, Answer, Match, Phrasing, find
from bot.grading.points import Point
from bot.grading.sense import Sense, ramp
from bot.grading.stance import Stance, about_rivals, tokens_of

COVERED = 0.5
"""Credit from which a key point is listed as covered."""
SAYS = 0.85
"""What a match with `says` is worth: a summary for people, wordier than anything an answer would say."""
SHORT_RAMP = (0.75, 0.9)
"""Share of weight where credit begins and where it is full, for phrasings of one or two words: all of it, in effect."""
LONG_RAMP = (0.4, 0.75)


class Credit(NamedTuple):
    """What an answer earned on one key point, 0 to 1, with the match that shows it best."""

    point: str
    weight: int
    credit: float
    match: Match

    @property
    def covered(self) -> bool:
        return self.credit >= COVERED


def judge(point: Point, answer: Answer, sense: Sense, stance: Stance, closed: frozenset[int]) -> Credit:
    """What the answer earns on the point; tokens in `closed` do not count."""
    closed |= tokens_of(answer, stance.contradicting[point.id])
    of_rivals = tokens_of(answer, about_rivals(point, answer))
    parts = ([way for way in part if way.written not in stance.refuted] for part in point.parts)
    found = sorted((_best(point, part, answer, sense, closed, of_rivals) for part in parts), reverse=True)
    best = found[0][1]
    if point.whole:
        credit = found[0][0]
        says = find(point.says, answer, sense, closed | of_rivals) if len(point.says.stems) > 1 else NOTHING
        if (weak := SAYS * ramp(says.share, LONG_RAMP)) > credit:
            credit, best = weak, says
    else:
        needed = found[:point.at_least]
        credit = sum(part for part, _ in needed) / point.at_least
        if any(part < COVERED for part, _ in needed):
            credit = min(credit, COVERED - 0.01)
    return Credit(point.id, point.weight, credit, best)


def _best(point: Point, phrasings: Sequence[Phrasing], answer: Answer, sense: Sense, closed: frozenset[int],
          of_rivals: frozenset[int]) -> tuple[float, Match]:
    best = (0.0, NOTHING)
    for phrasing in phrasings:
        names_rival = not point.rivals.isdisjoint(phrasing.stems)
        match = find(phrasing, answer, sense, closed if names_rival else closed | of_rivals)
        ends = SHORT_RAMP if len(phrasing.stems) <= 2 else LONG_RAMP
        best = max(best, (ramp(match.share, ends), match))
    return best
