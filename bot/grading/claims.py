"""False claims: whether an answer states one that the item's author listed.

Being called wrong without being wrong is worse than being missed. So a claim must be all there, within as many
clauses as it has itself, in its own order, asserted rather than denied, asked or reported.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

from bot.domain.questions import FalseClaim
from bot.grading.atoms import negations
from bot.grading.matching import Answer, Phrasing
from bot.grading.sense import Sense, is_exact
from bot.grading.spelling import Vocabulary
from bot.grading.terms import names
from bot.grading.text import Token

EXTRA = 1
"""Content words foreign to the claim that may stand among its own, besides one for every three of its own."""
MOST_STARTS = 40
"""Places where a claim may begin that are tried: a bound for hostile input."""

_DENIED = re.compile(
    r"\b(?:myths?|misconceptions?|fallac\w+|misunderst\w+|untrue|false(?! (?:positive|negative|alarm))|wrong\w*|"
    r"incorrect\w*|mistake\w*|not (?:really )?true|"
    r"isn.?t true|people (?:often )?(?:say|think|believe|claim)|some (?:people )?(?:say|think|believe|claim)|"
    r"(?:often|commonly|sometimes) (?:said|claimed|believed|thought|heard)|(?:is|are) said to|you might (?:think|say)|"
    r"one might think|contrary|tempting|beware|careful|doubt\w*|disagree|does ?n.?t mean|not mean|no guarantee|"
    r"(?:the|common|widespread) (?:idea|belief|notion|claim)s? that|equated|other way (?:a)?round|vice versa|"
    r"as opposed to|rather than|instead of|unlike|confus\w+|mix(?:ed|ing)? up|would be|if you|trap|naive\w*|"
    r"never assume)\b",
    re.IGNORECASE,
)
_DENIAL_FOLLOWS = re.compile(
    r"^\W*(?:but |and |well,? |however,? |actually,? )?(?:that|this|which|it|both|neither|no)\b[^.!?]{0,20}?"
    r"\b(?:wrong|false|myth|not true|n.?t true|incorrect|misconception|mistake|nonsense)\b",
    re.IGNORECASE,
)
_PASSIVE = frozenset(["by", "with", "using", "via", "through", "due"])
_TOO_WIDE = frozenset((
    "~heldout", "~capacity", "~score", "~penalty", "~mean", "~simple", "~error", "~feature", "~example", "~weight",
    "~create", "~combine",
))
"""Groups whose words may stand for one another in praise, but not in blame."""
_POINTERS = frozenset(["it", "this", "them", "they", "these", "those", "problem"])


@dataclass(frozen=True, slots=True)
class Claim:
    """A false claim, ready to be looked for."""

    says: str
    correction: str
    phrasings: tuple[Phrasing, ...]

    @classmethod
    def of(cls, claim: FalseClaim, sense: Sense, vocabulary: Vocabulary) -> Self:
        ways = (Phrasing.of(text, sense, vocabulary) for text in dict.fromkeys((claim.says, *claim.phrasings)))
        return cls(claim.says, claim.correction, tuple(way for way in ways if len(way.stems) >= 2))


class Stated(NamedTuple):
    """A claim found from token `first` to token `last`; `tight` is the share of their content that it explains."""

    claim: Claim
    first: int
    last: int
    tight: float
    words: int


def stated(claims: Sequence[Claim], answer: Answer, sense: Sense) -> list[Stated]:
    """Every claim that the answer states, with the tightest place of each."""
    found: list[Stated] = []
    for claim in claims:
        places = [place for phrasing in claim.phrasings if (place := _find(claim, phrasing, answer, sense))]
        if places:
            found.append(max(places, key=lambda place: (place.tight, place.last - place.first)))
    return found


def _find(claim: Claim, wanted: Phrasing, answer: Answer, sense: Sense) -> Stated | None:
    # Words of the prompt may stay away where a pronoun points to them; so a match begins at any of the first words.
    starts: list[int] = []
    for stem, near in zip(wanted.stems, wanted.near, strict=True):
        for key in (stem, *near):
            starts += answer.places.get(key, ())[:MOST_STARTS]
    best: Stated | None = None
    for start in sorted(set(starts))[:3 * MOST_STARTS]:
        place = _from(start, wanted, answer, sense)
        if place and (best is None or place[2] > best.tight) and _asserted(wanted, answer, place[0], place[1], sense):
            best = Stated(claim, *place, len(wanted.stems))
    return best


def _from(start: int, wanted: Phrasing, answer: Answer, sense: Sense) -> tuple[int, int, float] | None:
    """Where the whole claim stands from token `start` on: first and last token, and how tightly."""
    tokens = answer.tokens
    order: list[int] = []
    foreign = own = 0
    last = start
    allowed = EXTRA + len(wanted.stems) // 3
    clauses = {tokens[start].clause}
    for at in range(start, min(len(tokens), start + wanted.reach + 4)):
        token = tokens[at]
        if token.sentence != tokens[start].sentence:
            break
        if not token.content:
            continue
        if len(clauses | {token.clause}) > len(wanted.atoms):
            break
        which = _which(token, wanted, sense)
        if which is None:
            # A symbol or another term of the field makes it another statement: P(y|x) is not P(x).
            foreign += allowed + 1 if len(token.stem) == 1 or token.stem in names() else 1
            if foreign > allowed:
                break
            continue
        own += 1
        if which not in order:
            order.append(which)
            last = at
            clauses.add(token.clause)
        if len(order) == len(wanted.stems):
            break
    if not _complete(order, wanted, answer, start, last, sense):
        return None
    found = tokens[start:last + 1]
    if any(token.word in ("and", "or") and token.word not in wanted.words for token in found):
        return None
    if not _in_order(order, found) or (len(wanted.stems) == 2 and not _joined(wanted, found)):
        return None
    inside = sum(token.content for token in found)
    return start, last, own / max(own, inside)


def _which(token: Token, wanted: Phrasing, sense: Sense) -> int | None:
    """Which stem of the claim the token is."""
    if token.stem in wanted.stems:
        return wanted.stems.index(token.stem)
    if is_exact(token.stem):
        return None
    groups = [group for group in sense.near(token.stem) if group not in _TOO_WIDE]
    return next((i for i, near in enumerate(wanted.near) if any(group in near for group in groups)), None)


def _complete(order: Sequence[int], wanted: Phrasing, answer: Answer, first: int, last: int, sense: Sense) -> bool:
    """Whether all of the claim is there, but for one word of the prompt that a pronoun may stand for.

    A word with a partner in the prompt may not stay away: it is what makes the claim a claim about L1 and not L2.
    """
    missing = [stem for which, stem in enumerate(wanted.stems) if which not in order]
    if not missing:
        return True
    own = sum(wanted.stems[which] not in sense.prompt for which in order)
    if own < 2 or len(missing) > 1 or missing[0] not in sense.prompt or _partnered(missing[0], sense):
        return False
    around = (*answer.tokens[max(0, first - 2):first], *answer.tokens[last + 1:last + 3])
    return any(token.word in _POINTERS and token.sentence == answer.tokens[first].sentence for token in around)


def _partnered(stem: str, sense: Sense) -> bool:
    return any(sense.opposed(stem, other) for other in sense.prompt)


def _in_order(order: Sequence[int], tokens: Sequence[Token]) -> bool:
    """Whether the words come as in the claim, give or take one; "by" and the like excuse any order."""
    return list(order) == sorted(order) or any(token.word in _PASSIVE for token in tokens)


def _asserted(wanted: Phrasing, answer: Answer, first: int, last: int, sense: Sense) -> bool:
    """Whether the answer states what stands there, rather than denying, asking or reporting it."""
    tokens = answer.tokens
    sentence = tokens[first].sentence
    if sentence in answer.text.questions:
        return False
    begin, end = _sentence(tokens, first)
    low = begin
    while tokens[low].clause < tokens[first].clause:
        low += 1
    high = last
    while high < end and tokens[high + 1].clause == tokens[last].clause and high < last + 2:
        high += 1
    if _turned(wanted, tokens[max(low, first - 3):high + 1], sense):
        return False
    if _quoted(answer.text.original, tokens[first].start, tokens[last].end):
        return False
    if negations(tokens, low, high) % 2 != wanted.negations % 2:
        return False
    said = answer.text.original[tokens[begin].start:tokens[end].end]
    if len(_DENIED.findall(said)) > len(_DENIED.findall(wanted.written)):
        return False
    after = answer.text.original[tokens[end].end:tokens[end].end + 80]
    if _DENIAL_FOLLOWS.match(after.lstrip(" .!?;\n\"'")):
        return False
    return not _about_something_else(wanted, tokens, begin, end, sense)


def _joined(wanted: Phrasing, tokens: Sequence[Token]) -> bool:
    """Whether two words alone are joined as in the claim: "precision is recall", not "precision and recall"."""
    if any(token.content for token in tokens[1:-1]) or tokens[0].stem != wanted.stems[0]:
        return False
    between = {token.word for token in tokens[1:-1]}
    return not between.isdisjoint(wanted.joints) if wanted.joints else not between


def _turned(wanted: Phrasing, tokens: Sequence[Token], sense: Sense) -> bool:
    """Whether the opposite of one of the claim's words stands beside them: then the sentence says something else."""
    keys = sense.keys(wanted.stems)
    return any(
        token.content and token.stem not in keys and keys.isdisjoint(sense.near(token.stem))
        and any(sense.opposed(token.stem, stem) for stem in wanted.stems)
        for token in tokens
    )


def _quoted(written: str, start: int, end: int) -> bool:
    """Whether the words stand in quotation marks of their own: then somebody else says them."""
    before, after = written[max(0, start - 12):start], written[end:end + 12]
    return any(mark in before for mark in '"“„«') and any(mark in after for mark in '"”“»')


def _sentence(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    begin = end = at
    while begin > 0 and tokens[begin - 1].sentence == tokens[at].sentence:
        begin -= 1
    while end < len(tokens) - 1 and tokens[end + 1].sentence == tokens[at].sentence:
        end += 1
    return begin, end


def _about_something_else(wanted: Phrasing, tokens: Sequence[Token], begin: int, end: int, sense: Sense) -> bool:
    """Whether the sentence speaks of the opposite of the prompt's subject, which the claim does not mention.

    "Underfitting means high training error" is right, though "overfitting means high training error" is not.
    """
    here = {token.stem for token in tokens[begin:end + 1] if token.content}
    for stem in sense.prompt - here:
        for other in here:
            if (other not in wanted.stems and other not in sense.prompt and sense.opposed(stem, other)
                    and not sense.near(stem) and not sense.near(other)):
                return True
    return False
