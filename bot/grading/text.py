"""An answer becomes tokens that remember where they stood.

Reading knows no grammar. It knows words, clauses and sentences, contractions and the terms of the field.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import NamedTuple

from bot.grading.terms import terms
from bot.grading.vocabulary import stem, stop_words

READ_AT_MOST = 8_000
"""Characters that are read. Twice the longest message that a chat platform lets people send."""


class Token(NamedTuple):
    """One word or term. `start` and `end` are offsets in the original text."""

    stem: str
    word: str
    start: int
    end: int
    clause: int
    sentence: int
    content: bool


@dataclass(frozen=True, slots=True)
class Text:
    original: str
    tokens: tuple[Token, ...]
    questions: frozenset[int]
    """Sentences that end in a question mark."""

    def evidence(self, first: int, last: int, *, at_most: int = 120) -> str:
        """The words from token `first` to token `last` as they were written, cut at a whole word."""
        start, end = self.tokens[first].start, self.tokens[last].end
        if end - start <= at_most:
            return self.original[start:end]
        cut = self.original.rfind(" ", start, start + at_most)
        return self.original[start: cut if cut > start else start + at_most].rstrip()


# Alternatives begin with different characters or are tried once each, so no input makes the search slow.
_MARK = re.compile(
    r"(?P<lead>\A\s*(?:[-*•–+]|\d{1,2}[.)])\s)"
    r"|(?P<latex>\\[A-Za-z]+)"
    r"|(?P<joined>(?<!\w)(?i:top|f|l|r|gpt|bm|resnet|vgg|type)-\d+(?![\w.]))"
    r"|(?P<number>\d+(?:[.,]\d+)*(?:[eE][+-]?\d+)?(?![^\W_])|(?<![\w.])\.\d+)"
    r"|(?P<word>[^\W_²³⊂×](?:[^\W_²³⊂×]|[\u0300-\u036f\u00ad\u200b-\u200d\ufeff]|['’ʼ´`](?=[^\W\d_]))*)"
    r"|(?P<power>\^2|²)"
    r"|(?P<symbol>->|=>|→|⇒|>=|<=|≥|≤|!=|≠|≫|≪|>|<|↑|↓|%|∞|⊂|×)"
    r"|(?P<stop>[.!?…])"
    r"|(?P<line>\n[ \t]*(?:[-*•–+]|\d{1,2}[.)])?[ \t]*)"
    r"|(?P<dash>(?<=\s)[-–](?=\s)|—)"
    r"|(?P<comma>[,;:()\[\]|])"
)
_OPERATORS = frozenset("/*=+-×^")
_SYMBOLS = {
    "->": "", "=>": "", "→": "", "⇒": "", "×": "times", "≥": "greatequal", ">=": "greatequal", "≤": "lessequal",
    "<=": "lessequal", "!=": "not", "≠": "not", "≫": "higher", "≪": "lower", ">": "higher", "<": "lower",
    "↑": "increase", "↓": "decrease", "%": "percent", "∞": "infinity", "⊂": "subset",
}
_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta", "κ":
    "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "φ": "phi", "χ":
    "chi", "ψ": "psi", "ω": "omega", "Δ": "delta", "Σ": "sum",
}
_NUMBERS = {word: str(number) for number, word in enumerate(
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
)} | {"twenty": "20", "thirty": "30", "fifty": "50", "hundred": "100", "thousand": "1000", "half": "0.5", "ii": "2"}
_NOT = frozenset((
    "dont", "doesnt", "didnt", "isnt", "arent", "wasnt", "werent", "wont", "cant", "couldnt", "shouldnt", "wouldnt",
    "hasnt", "havent", "hadnt", "mustnt", "neednt", "aint",
))
_ABBREVIATIONS = frozenset((
    "e", "g", "i", "eg", "ie", "vs", "etc", "cf", "fig", "approx", "resp", "dr", "mr", "val", "acc", "max", "min",
    "avg",
))
NEGATORS = frozenset(["not", "no", "never", "without", "neither", "nor", "nobody", "nothing", "none", "hardly",
                       "seldom", "rarely", "barely", "lack", "fail", "cannot"])
"""Stems that turn a statement round."""
_NEW_CLAUSE = frozenset((
    "but", "while", "whereas", "however", "although", "though", "yet", "unlike", "because", "since", "so", "which",
    "instead", "therefore",
))


_OTHER_WAY = {
    "low": "high", "high": "low", "small": "large", "large": "small", "big": "small", "good": "bad", "well": "bad",
    "great": "bad", "bad": "good", "poor": "good", "better": "worse", "worse": "better", "higher": "lower",
    "lower": "higher",
}


class _Word(NamedTuple):
    word: str
    start: int
    end: int
    clause: int
    sentence: int


def read(text: str) -> Text:
    """The text as tokens; whatever lies beyond `READ_AT_MOST` characters is not read."""
    words, questions = _words(text[:READ_AT_MOST])
    return Text(text, tuple(_folded(words)), frozenset(questions))


def _words(text: str) -> tuple[list[_Word], set[int]]:
    words: list[_Word] = []
    questions: set[int] = set()
    clause = sentence = 0
    for mark in _MARK.finditer(text):
        kind, found = mark.lastgroup, mark.group()
        if kind in ("latex", "joined", "number", "word", "symbol", "power"):
            for word in _spelled(kind, found):
                if words and words[-1].clause == clause and (word in _NEW_CLAUSE or _contrasts(word, words[-1].word)):
                    clause += 1
                words.append(_Word(word, mark.start(), mark.end(), clause, sentence))
        elif kind in ("comma", "dash"):
            # "TP / (TP + FP)" is one formula; "a penalty (L1 or L2)" is a penalty and an aside.
            clause += not (found == "(" and text[max(0, mark.start() - 4):mark.start()].rstrip()[-1:] in _OPERATORS)
        elif kind == "lead" or (kind == "line" and _wrapped(text, mark.start(), mark.end())):
            continue
        elif kind == "line" or _ends(text, mark.start(), words):
            if found == "?":
                questions.add(sentence)
            clause += 1
            sentence += 1
    return words, questions


def _contrasts(word: str, before: str) -> bool:
    """Whether a negation begins a contrast ("the noise, not the signal") rather than turning its verb ("does not")."""
    return word == "not" and before not in stop_words()


def _wrapped(text: str, start: int, end: int) -> bool:
    """Whether a line break only wraps a long line, rather than ending a thought."""
    before = text[max(0, text.rfind("\n", 0, start)):start].rstrip()
    after = text[end:end + 1]
    return len(before) > 60 and before[-1].isalnum() and after.islower()


def _ends(text: str, at: int, words: list[_Word]) -> bool:
    """Whether the mark at `at` ends a sentence: a full stop in "e.g." or inside a name does not."""
    if text[at] != ".":
        return True
    after = text[at + 1:at + 2]
    return (not after or after.isspace() or after in "\"'”)*") and not (words and words[-1].word in _ABBREVIATIONS)


def _spelled(kind: str, found: str) -> tuple[str, ...]:
    """The plain lower-case words that one mark stands for."""
    if kind == "power":
        return ("squared",)
    if kind == "symbol":
        return (_SYMBOLS[found],) if _SYMBOLS[found] else ()
    if kind == "latex":
        name = found[1:].lower()
        return (name,) if name in _GREEK.values() else ()
    if kind == "number":
        return (_number(unicodedata.normalize("NFKC", found)),)
    plain = unicodedata.normalize("NFKD", found).casefold()
    if kind == "joined":
        plain = plain.replace("-", "")
    plain = "".join(mark for mark in plain if not unicodedata.combining(mark) and mark.isprintable())
    plain = plain.replace("’", "'").replace("ʼ", "'").replace("´", "'").replace("`", "'").replace("\u00ad", "")
    if plain in _GREEK:
        return (_GREEK[plain],)
    return _contracted(plain)


def _number(found: str) -> str:
    """One way to write a number: `1,000` and `1000`, `0.50` and `.5` meet."""
    plain = re.sub(r",(?=\d{3}(?!\d))", "", found).replace(",", ".")
    try:
        return f"{float(plain):.12g}"
    except (ValueError, OverflowError):
        return plain


def _contracted(word: str) -> tuple[str, ...]:
    if word == "cannot" or word in _NOT:
        return (word.removesuffix("not").removesuffix("nt") or "do", "not")
    if "'" not in word:
        return (_NUMBERS.get(word, word),) if word else ()
    if word.endswith("n't"):
        return (word[:-3] or "do", "not")
    return (word.split("'")[0],)


def _outright(words: list[_Word]) -> list[_Word]:
    """The words with "not low" said outright: "high". So a negation of a direction is the other direction."""
    found: list[_Word] = []
    for word in words:
        if found and found[-1].word == "not" and word.word in _OTHER_WAY and word.clause == found[-1].clause:
            found[-1] = word._replace(word=_OTHER_WAY[word.word], start=found[-1].start)
        else:
            found.append(word)
    return found


def _folded(words: list[_Word]) -> list[Token]:
    """Tokens, with the terms of the field folded into one token each."""
    words = _outright(words)
    stems = [stem(word.word) for word in words]
    known, stops = terms(), stop_words()
    tokens: list[Token] = []
    at = 0
    while at < len(words):
        length, name = 1, stems[at]
        for form, term in known.get(stems[at], ()):
            n = len(form)
            if tuple(stems[at:at + n]) == form and words[at + n - 1].sentence == words[at].sentence:
                length, name = n, term
                break
        first, last = words[at], words[at + length - 1]
        denies = name in NEGATORS or first.word in NEGATORS
        content = length > 1 or (first.word not in stops and not denies)
        tokens.append(Token(name, first.word, first.start, last.end, first.clause, first.sentence, content))
        at += length
    return tokens
