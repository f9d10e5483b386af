"""What a word was probably meant to be: typos corrected and short forms resolved towards one rubric's words."""

from collections.abc import Iterable

from rapidfuzz.distance import OSA

from bot.grading.relations import LOOK_ALIKES
from bot.grading.sense import is_direction
from bot.grading.terms import ambiguous, names, turned
from bot.grading.text import Text, Token
from bot.grading.vocabulary import common_words


class Vocabulary:
    """The words of one rubric, and what a word that is none of them was probably meant to be."""

    def __init__(self, texts: Iterable[Text]) -> None:
        self._stems: set[str] = set()
        self._by_length: dict[int, list[tuple[str, str]]] = {}
        self._shuffled: dict[str, str] = {}
        words: dict[str, str] = {}
        for text in texts:
            for token in text.tokens:
                self._stems.add(token.stem)
                words.setdefault(token.word, token.stem)
        for word, stem in words.items():
            if len(word) == 4 and word.isalpha():
                self._shuffled[word[0] + "".join(sorted(word))] = stem
            if len(word) >= 5 and word.isalpha() and word not in common_words():
                self._by_length.setdefault(len(word), []).append((word, stem))

    def __contains__(self, stem: str) -> bool:
        return stem in self._stems

    def meant(self, token: Token) -> str:
        """The stem that the token stands for in this rubric."""
        if token.stem in self._stems and len(token.stem) > 1:
            return token.stem
        for reading in ambiguous().get(token.stem, ()):
            if reading in self._stems:
                return reading
        if token.stem in self._stems:
            return token.stem
        return self._corrected(token) if token.content else token.stem

    def _corrected(self, token: Token) -> str:
        word = token.word
        if len(word) == 4 and word.isalpha() and word not in common_words() and token.stem not in names():
            return self._shuffled.get(word[0] + "".join(sorted(word)), token.stem)
        if not _may_be_typo(token):
            return token.stem
        allowed = 1 if len(word) < 8 else 2
        best, found = allowed + 1, token.stem
        for length in range(len(word) - allowed, len(word) + allowed + 1):
            for known, stem in self._by_length.get(length, ()):
                if known[0] != word[0] and len(word) < 8:
                    continue
                distance = OSA.distance(word, known, score_cutoff=allowed)
                if distance < best and distance <= _allowed(known) and not turned(word, known):
                    best, found = distance, stem
        return found


def _allowed(word: str) -> int:
    return 1 if len(word) < 9 else 2


def _may_be_typo(token: Token) -> bool:
    """Whether the word is long, plain and unknown enough to be a slip rather than another word."""
    word = token.word
    return (5 <= len(word) <= 30 and word.isalpha() and word.isascii() and word not in common_words()
            and word not in LOOK_ALIKES and token.stem not in names() and not is_direction(token.stem))
