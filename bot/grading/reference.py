"""The reference view: how much of a model answer is in an answer, whatever the key points say.

The mean of three recalls that were measured together: stems by weight, runs of four characters, and sentence by
sentence. It keeps a good answer in unforeseen words from coming out empty, and never makes one by itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from bot.grading.matching import Answer
from bot.grading.sense import Sense
from bot.grading.text import Text

NEAR = 0.7
"""What a near word is worth here."""
RUN = 4
SAME_SENTENCE = 0.8


@dataclass(frozen=True, slots=True)
class Model:
    """One model answer or accepted alternative."""

    stems: frozenset[str]
    sentences: tuple[frozenset[str], ...]
    runs: frozenset[str]

    @classmethod
    def of(cls, text: Text) -> Self:
        sentences: dict[int, set[str]] = {}
        for token in text.tokens:
            if token.content:
                sentences.setdefault(token.sentence, set()).add(token.stem)
        stems = frozenset(token.stem for token in text.tokens if token.content)
        return cls(stems, tuple(frozenset(s) for s in sentences.values()),
                   runs(token.word for token in text.tokens if token.content))


def runs(words: Iterable[str]) -> frozenset[str]:
    """Every run of four characters in the words, spaces included."""
    joined = f" {' '.join(words)} "
    return frozenset(joined[at:at + RUN] for at in range(len(joined) - RUN + 1))


def view(models: Sequence[Model], answer: Answer, sense: Sense, closed: frozenset[int]) -> float:
    """The best mean recall over the model answers, 0 to 1; tokens in `closed` do not count."""
    counted = [token for at, token in enumerate(answer.tokens) if token.content and at not in closed]
    stems = frozenset(token.stem for token in counted)
    keys = sense.keys(stems)
    written = runs(token.word for token in counted)
    return max((_recall(model, stems, keys, written, sense) for model in models), default=0.0)


def repeats(models: Sequence[Model], answer: Answer, sense: Sense) -> bool:
    """Whether the answer is a sentence of a model answer, give or take a word."""
    stems = frozenset(token.stem for token in answer.tokens if token.content)
    keys = sense.keys(stems)
    return any(
        _share(sentence, stems, keys, sense) >= SAME_SENTENCE <= _share(stems, sentence, sense.keys(sentence), sense)
        for model in models for sentence in model.sentences if len(sentence) > 1
    )


def _recall(model: Model, stems: frozenset[str], keys: frozenset[str], written: frozenset[str], sense: Sense) -> float:
    if not model.stems:
        return 0.0
    whole = _share(model.stems, stems, keys, sense)
    each = sum(_share(sentence, stems, keys, sense) for sentence in model.sentences) / len(model.sentences)
    spelled = len(model.runs & written) / len(model.runs)
    return (whole + each + spelled) / 3


def _share(wanted: frozenset[str], stems: frozenset[str], keys: frozenset[str], sense: Sense) -> float:
    total = held = 0.0
    for stem in wanted:
        weight = sense.weight(stem)
        total += weight
        if stem in stems:
            held += weight
        elif not keys.isdisjoint(sense.near(stem)):
            held += weight * NEAR
    return held / total if total else 0.0
