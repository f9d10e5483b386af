"""Guards: answers that hold the right words and say nothing. Each earns nothing and is named in the verdict.

What they must leave alone weighs more than what they catch: short answers, lists, telegraphic notes, long good answers.
"""

import re
from collections.abc import Sequence
from itertools import groupby

from bot.domain.verdicts import Remark
from bot.grading.sense import is_direction, ramp
from bot.grading.spelling import Vocabulary
from bot.grading.text import READ_AT_MOST, Text, Token
from bot.grading.vocabulary import common_stems

COPIED_RUN = 5
"""Tokens in a row that also stand in a row in the prompt are a copy of it."""
ECHO_NEW_WORDS = 3
"""An answer that brings fewer content words of its own than this, and quotes the prompt, is an echo."""
ECHO_PROMPT = 10
"""Words that a prompt needs before repeating them can be told from answering."""
QUOTED_SHARE = 0.6
"""Share of the prompt's content words that an answer must hold for it to be an echo, unless it copies a long run."""
COPIED_SHARE = 0.9
ECHO_RUN = 8
"""Copied content words from which an answer is an echo although it quotes a part of the prompt only."""
LAST_WORDS = 200
"""Characters up to which "I don't know" may be all that an answer says."""
SOUP_RUN = 11
"""Content words in a row, without a single function word, that no telegraphic note reaches."""
SOUP_SHARE = 0.6
"""Share of an answer's content words that must stand in such runs, or as single words in a list, to call it a bag."""
LIST_LENGTH = 9
"""Single words in a row, each between commas or on its own line, from which a list is a bag of keywords."""
LONG = 3_000
"""Characters up to which length alone is never held against an answer."""
TELLING = 12
"""Telling words, those that are not common, from which their share in the item's words says anything."""
ABOUT = (0.22, 0.45)
"""That share: up to the first figure the answer is about something else, from the second on it is about the item.

Measured: answers to other items have .19 in the middle, .45 one time in fifty; our own good answers .56 and more.
"""
GIANT = 12_000
"""Characters that nobody types in a chat."""


def _loosely(pattern: str) -> re.Pattern[str]:
    """The pattern in any case, with any white space where it has a space."""
    return re.compile(pattern.replace(" ", r"\s+"), re.IGNORECASE)


_UNKNOWING = _loosely(
    r"\b(?:(?:do not|don.?t|dont|didn.?t|did not|can.?t|cannot|can not)(?: \w+)? "
    r"(?:know|remember|recall|answer|say|tell)"
    r"|idk|dunno|no (?:idea|clue)|not sure|i give up|help me|beats me|never (?:heard|learned|learnt|got))\b",
)
_NOTHING = _loosely(
    r"^\W*(?:no|none|nothing|n/?a|pass|skip(?:ped)?|empty|blank|test(?:ing)?|sorry|help|hi|hello|asdf\w*|"
    r"no (?:submission|response|answer|comment)(?: \w+)?)\W*$",
)
_REVERSAL = _loosely(
    r"^\W*(?:it(?: is|.s) (?:simply |just |completely |totally )?"
    r"(?:false|untrue|wrong|incorrect|not true|not the case|a myth|a lie)(?: to (?:say|claim))?(?: that)?\b"
    r"|it (?:isn.?t|is not) (?:true|the case)(?: that)?\b"
    r"|(?:not true|false|untrue|wrong|incorrect|lies?|the (?:following|opposite)[^.:]{0,40})\W*[:–—-]"
    r"|(?:i (?:disagree|deny|doubt|don.?t (?:think|believe))|nobody (?:says|thinks)|never believe)(?: that)?\b"
    r"|none of (?:this|these|the following)[^.:]{0,30}[:.])",
)
_ALL_THAT_FOLLOWS = (":", "–", "—", "-", ".")
_REVERSAL_AFTER = _loosely(
    r"(?:all (?:of )?(?:this|that|the above)|everything (?:above|i (?:said|wrote)))[^.]{0,20}"
    r"\b(?:false|wrong|untrue|not true|incorrect)\W*$"
    r"|[.!?] not\W*$|\bjust kidding\W*$",
)


def copied(text: Text, prompt: Text) -> frozenset[int]:
    """Indices of the answer's tokens that are copied from the prompt in runs."""
    stems = [token.stem for token in text.tokens]
    wanted = [token.stem for token in prompt.tokens]
    runs = {tuple(wanted[at:at + COPIED_RUN]) for at in range(len(wanted) - COPIED_RUN + 1)}
    return frozenset(
        at + step
        for at in range(len(stems) - COPIED_RUN + 1) if tuple(stems[at:at + COPIED_RUN]) in runs
        for step in range(COPIED_RUN)
    )


def remark(text: Text, prompt: Text, unread: frozenset[int], vocabulary: Vocabulary) -> Remark | None:
    """The reason why an answer earns nothing before anybody looks for key points, if there is one."""
    if _is_empty(text, prompt, vocabulary):
        return Remark.EMPTY
    if _is_echo(text, prompt, unread, vocabulary):
        return Remark.ECHO
    if _is_dump(text, vocabulary):
        return Remark.DUMP
    if _is_bag(text.tokens):
        return Remark.KEYWORDS
    return None


def denied(text: Text) -> str:
    """What the answer denies, where it opens by denying something; else empty.

    "It is false that …" denies one sentence, "Not true: …" all that follows.
    """
    found = _REVERSAL.match(text.original[:READ_AT_MOST])
    if not found:
        return ""
    rest = text.original[found.end():READ_AT_MOST].strip()
    if found.group().rstrip().endswith(_ALL_THAT_FOLLOWS):
        return rest
    return re.split(r"(?<=[.!?])\s", rest, maxsplit=1)[0]


def ends_with_denial(text: Text) -> bool:
    """Whether the answer takes everything back at its end."""
    return _REVERSAL_AFTER.search(text.original[-120:]) is not None


def _is_empty(text: Text, prompt: Text, vocabulary: Vocabulary) -> bool:
    plain = " ".join(text.original[:READ_AT_MOST].split())
    if not any(token.content for token in text.tokens) or _NOTHING.match(plain[:LAST_WORDS]):
        return True
    if len(plain) > LAST_WORDS or not _UNKNOWING.search(plain):
        return False
    known = {token.stem for token in prompt.tokens}
    telling = (t for t in text.tokens if t.content and t.stem not in known and t.stem not in common_stems())
    return not any(vocabulary.meant(token) in vocabulary for token in telling)


def _is_echo(text: Text, prompt: Text, unread: frozenset[int], vocabulary: Vocabulary) -> bool:
    known = {token.stem for token in prompt.tokens if token.content}
    content = [(at, token.stem) for at, token in enumerate(text.tokens) if token.content]
    own = {stem for _, stem in content if stem not in known}
    if len(prompt.tokens) < ECHO_PROMPT or len(own) >= ECHO_NEW_WORDS or any(stem in vocabulary for stem in own):
        return False
    quoted = {stem for _, stem in content if stem in known}
    copies = sum(at in unread for at, _ in content)
    return len(quoted) >= QUOTED_SHARE * len(known) or (copies >= ECHO_RUN and copies >= COPIED_SHARE * len(content))


def _is_dump(text: Text, vocabulary: Vocabulary) -> bool:
    length = len(text.original)
    if length <= LONG:
        return False
    if length > GIANT:
        return True
    return relevance(text.tokens, vocabulary) < (1.0 if length > READ_AT_MOST else 0.5)


def relevance(tokens: Sequence[Token], vocabulary: Vocabulary) -> float:
    """How far the answer is about the item, 0 to 1, by the share of its telling words that the item knows."""
    telling = [token for token in tokens if token.content and token.stem not in common_stems()]
    if len(telling) < TELLING:
        return 1.0
    known = sum(vocabulary.meant(token) in vocabulary for token in telling)
    return ramp(known / len(telling), ABOUT)


def _is_bag(tokens: Sequence[Token]) -> bool:
    content = sum(token.content for token in tokens)
    if content < LIST_LENGTH:
        return False
    runs = 0
    singles = 0
    for _, clause in groupby(tokens, key=lambda token: (token.sentence, token.clause)):
        clause_tokens = list(clause)
        runs += _soup(clause_tokens)
        singles += len(clause_tokens) == 1 and clause_tokens[0].content
    return runs >= SOUP_SHARE * content or (singles >= LIST_LENGTH and singles >= SOUP_SHARE * content)


def _soup(clause: Sequence[Token]) -> int:
    """Content words of the clause that stand in runs too long for anything but a list of words.

    Directions break a run ("train error low test error high" is a note), but not one twice as long.
    """
    runs = [list(run) for filled, run in groupby(clause, key=lambda token: token.content) if filled]
    plain = (len(list(run)) for filled, run in groupby(clause, key=_is_plain) if filled)
    return max(sum(length for length in plain if length >= SOUP_RUN),
               sum(len(run) for run in runs if len(run) >= 2 * SOUP_RUN))


def _is_plain(token: Token) -> bool:
    return token.content and not is_direction(token.stem)
