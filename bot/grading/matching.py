"""Where in an answer a phrasing is found, and how much of it.

A phrasing counts by the weight of its words that stand together in one window of the answer, wherever they stand in
it. Order is left to people; what a window may not hold is the opposite of what was wanted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

from bot.grading.atoms import Atom, atoms, negations
from bot.grading.sense import Sense, is_direction, is_exact
from bot.grading.spelling import Vocabulary
from bot.grading.text import Text, Token, read

NEAR_WORD = 0.85
"""What a near word is worth where the phrasing has another: "examples" for "samples"."""
NEXT_SENTENCE = 0.85
"""What is left of a match that needs two sentences."""
SLACK = 0.04
"""What each word costs that stands between the matched ones and belongs to none, after the first few."""
TURNED = 0.2
"""What is left of a match whose window holds the opposite of a wanted word, or a negation too many."""
MISSED_EXACT = 0.5
"""What is left of a match that lacks a number or a name with a digit: "L1" is not "L2"."""
MISSED_HEAD = 0.85
"""What is left of a match that lacks the most telling word: "training loss rises" is not "more training data"."""
WEAK, WEAK_WORD = 1.35, 1.0
"""Weight below which a phrasing, or a single word, is told by all of its words: "hyperparameters go into training"."""
VERBATIM = 0.7
"""Share of a weak phrasing's words that must stand around the match."""
MOST_EVENTS = 160
"""Places of one phrasing's words that are looked at: a bound for hostile input, far above any real answer."""


@dataclass(frozen=True, slots=True)
class Phrasing:
    """One wording of a key point or claim, ready to be looked for."""

    written: str
    stems: tuple[str, ...]
    weights: tuple[float, ...]
    near: tuple[tuple[str, ...], ...]
    words: frozenset[str]
    """Every word of it as written, function words included."""
    joints: frozenset[str]
    """The function words between its first and its last content word."""
    both: frozenset[str]
    """Opposites that the phrasing names together, as in "high on training and test data": it takes both."""
    span: int
    """Tokens from its first to its last content word."""
    negations: int
    atoms: tuple[Atom, ...]

    @classmethod
    def of(cls, written: str, sense: Sense, vocabulary: Vocabulary) -> Self:
        tokens = tuple(_meant(token, vocabulary) for token in read(written).tokens)
        stems = tuple(dict.fromkeys(token.stem for token in tokens if token.content))
        near = tuple(tuple(g for g in sense.near(stem) if not _shared(g, stem, stems, sense)) for stem in stems)
        content = [at for at, token in enumerate(tokens) if token.content] or [0]
        joints = frozenset(token.word for token in tokens[content[0]:content[-1]] if not token.content)
        both = frozenset(a for a in stems for b in stems if sense.opposed(a, b))
        words = frozenset(token.word for token in tokens)
        return cls(written, stems, tuple(sense.weight(stem) for stem in stems), near, words, joints, both,
                   content[-1] - content[0] + 1,
                   negations(tokens, 0, len(tokens) - 1), tuple(atoms(tokens, sense)))

    @property
    def weak(self) -> bool:
        """Whether its content words say so little that its function words must be there as well."""
        return sum(self.weights) < (WEAK if len(self.stems) > 1 else WEAK_WORD)

    @property
    def reach(self) -> int:
        """Tokens, function words included, that a match may span."""
        return max(5, self.span + 1) if len(self.stems) <= 2 else 4 + 4 * len(self.stems)


def _shared(group: str, stem: str, stems: Sequence[str], sense: Sense) -> bool:
    return any(other != stem and group in sense.near(other) for other in stems)


class Match(NamedTuple):
    """`share` of the phrasing's weight, found from token `first` to token `last`."""

    share: float
    first: int
    last: int


NOTHING = Match(0.0, 0, 0)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as one rubric reads it: typos corrected towards the rubric's words, short forms resolved."""

    text: Text
    tokens: tuple[Token, ...]
    places: dict[str, tuple[int, ...]]
    """Stem or group -> indices of the tokens that have it."""
    atoms: tuple[Atom, ...]
    atoms_with: dict[str, tuple[int, ...]]
    """Stem or group -> indices of the atoms that have it."""

    @classmethod
    def of(cls, text: Text, sense: Sense, vocabulary: Vocabulary, unread: frozenset[int] = frozenset()) -> Self:
        """`unread` are tokens that do not count, such as a copy of the prompt."""
        tokens = tuple(
            token._replace(content=False, stem="") if at in unread else _meant(token, vocabulary)
            for at, token in enumerate(text.tokens)
        )
        found = tuple(atoms(tokens, sense))
        return cls(
            text, tokens,
            _index((token.stem, *sense.near(token.stem)) if token.content else () for token in tokens),
            found, _index(atom.keys for atom in found),
        )


def _meant(token: Token, vocabulary: Vocabulary) -> Token:
    stem = vocabulary.meant(token)
    return token if stem == token.stem else token._replace(stem=stem, content=True)


def _index(keys: Iterable[Iterable[str]]) -> dict[str, tuple[int, ...]]:
    """Key -> positions of those that have it."""
    places: dict[str, list[int]] = {}
    for at, own in enumerate(keys):
        for key in own:
            places.setdefault(key, []).append(at)
    return {key: tuple(found) for key, found in places.items()}


def find(wanted: Phrasing, answer: Answer, sense: Sense, closed: frozenset[int] = frozenset()) -> Match:
    """The best window for the phrasing; tokens in `closed` do not count."""
    events = _events(wanted, answer, closed)
    if not events:
        return NOTHING
    total = sum(wanted.weights)
    best = NOTHING
    for start, (first, _, _) in enumerate(events):
        best = max(best, _window(wanted, answer, sense, events, start, total, first, best.share))
    return NOTHING if wanted.weak and not _verbatim(wanted, answer, best) else best


def _verbatim(wanted: Phrasing, answer: Answer, match: Match) -> bool:
    around = answer.tokens[max(0, match.first - len(wanted.words)):match.last + len(wanted.words) + 1]
    return len(wanted.words.intersection(token.word for token in around)) >= VERBATIM * len(wanted.words)


def _events(wanted: Phrasing, answer: Answer, closed: frozenset[int]) -> list[tuple[int, int, float]]:
    """(token index, which stem of the phrasing, quality), in the order of the answer."""
    events: dict[tuple[int, int], float] = {}
    single = len(wanted.stems) == 1
    for which, stem in enumerate(wanted.stems):
        for at in answer.places.get(stem, ()):
            events[at, which] = 1.0
        for group in () if single or is_exact(stem) else wanted.near[which]:
            for at in answer.places.get(group, ()):
                if answer.tokens[at].stem not in wanted.stems:
                    events.setdefault((at, which), NEAR_WORD)
    found = sorted((at, which, quality) for (at, which), quality in events.items() if at not in closed)
    return found[:MOST_EVENTS]


def _window(wanted: Phrasing, answer: Answer, sense: Sense, events: Sequence[tuple[int, int, float]], start: int,
            total: float, first: int, to_beat: float) -> Match:
    """The best match that begins at event `start`."""
    where: dict[int, tuple[float, int]] = {}
    held = 0.0
    best = NOTHING
    sentence = answer.tokens[first].sentence
    latest = answer.tokens[first].clause + len(wanted.atoms) - 1
    short = len(wanted.stems) <= 2
    wide = int(len(wanted.atoms) > 1)
    for at, which, quality in events[start:]:
        token = answer.tokens[at]
        if at - first > wanted.reach or token.sentence > sentence + wide or (short and token.clause > latest):
            break
        gain = quality - where.get(which, (0.0, 0))[0]
        if gain <= 0:
            continue
        where[which] = quality, at
        held += gain * wanted.weights[which]
        share = held / total * (1.0 if token.sentence == sentence else NEXT_SENTENCE)
        if share > max(best.share, to_beat):
            share *= _doubt(wanted, answer, sense, {which: at for which, (_, at) in where.items()})
            if share > best.share:
                best = Match(share, first, at)
    return best


def _doubt(wanted: Phrasing, answer: Answer, sense: Sense, where: dict[int, int]) -> float:
    """What is left of a match after looking at what else its window holds; `where` maps stems to tokens."""
    first, last = min(where.values()), max(where.values())
    missing = [stem for which, stem in enumerate(wanted.stems) if which not in where]
    inside = [token.stem for token in answer.tokens[first:last + 1] if token.content]
    extra = max(0, len(inside) - len(where) - 2 - len(wanted.stems) // 2)
    factor = max(0.5, 1 - SLACK * extra)
    if any(is_exact(stem) for stem in missing) or any(stem in wanted.both for stem in missing):
        factor *= MISSED_EXACT
    if missing and max(wanted.weights) > max(wanted.weights[which] for which in where):
        factor *= MISSED_HEAD
    if missing and _holds_opposite(wanted, answer, sense, missing, first, last):
        factor *= TURNED
    if _loose_direction(wanted, answer, where):
        factor *= MISSED_EXACT
    if len(missing) <= len(wanted.stems) // 4 and _turned(wanted, answer, first, last, extra):
        factor *= TURNED
    return factor


def _loose_direction(wanted: Phrasing, answer: Answer, where: dict[int, int]) -> bool:
    """Whether "more" or "low" was found in a clause that holds nothing else of the phrasing."""
    clauses = {answer.tokens[at].clause for which, at in where.items() if not is_direction(wanted.stems[which])}
    return bool(clauses) and any(
        answer.tokens[at].clause not in clauses for which, at in where.items() if is_direction(wanted.stems[which])
    )


def _holds_opposite(wanted: Phrasing, answer: Answer, sense: Sense, missing: Sequence[str], first: int,
                    last: int) -> bool:
    """Whether a word that was wanted is missing and its opposite stands in its place."""
    low, high = _widened(answer, first, last, 2)
    around = {token.stem for token in answer.tokens[low:high + 1] if token.content}
    keys = sense.keys(wanted.stems)
    return any(
        sense.opposed(stem, other)
        for stem in missing for other in around
        if other not in keys and keys.isdisjoint(sense.near(other))
    )


def _turned(wanted: Phrasing, answer: Answer, first: int, last: int, extra: int) -> bool:
    """Whether a near copy of the phrasing is negated where the phrasing is not, or the other way round."""
    low, high = _widened(answer, first, last, 3)
    return extra <= 1 and negations(answer.tokens, low, high) % 2 != wanted.negations % 2


def _widened(answer: Answer, first: int, last: int, by: int) -> tuple[int, int]:
    """The window with up to `by` tokens on either side, within the clauses that it begins and ends in."""
    tokens, low, high = answer.tokens, first, last
    while low > max(0, first - by) and tokens[low - 1].clause == tokens[first].clause:
        low -= 1
    while high < min(len(tokens) - 1, last + by) and tokens[high + 1].clause == tokens[last].clause:
        high += 1
    return low, high
