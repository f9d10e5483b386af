"""The grader: an answer and a rubric in, a verdict out. Deterministic, offline, and every part of it can be shown."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from bot.domain.questions import Rubric
from bot.domain.verdicts import Band, Covered, Mistake, Remark, Verdict
from bot.grading import guards
from bot.grading.atoms import Atom, atoms
from bot.grading.claims import Claim, Stated, stated
from bot.grading.credit import Credit, judge
from bot.grading.matching import Answer
from bot.grading.points import Point
from bot.grading.reference import Model, repeats, view
from bot.grading.sense import Sense, ramp, texts_of
from bot.grading.spelling import Vocabulary
from bot.grading.stance import Stance, taken, tokens_of
from bot.grading.text import Text, read

VERSION = "rubric-1"

ENOUGH = 0.85
"""Share of the weight that is full marks: in a few minutes nobody says everything that could be said."""
REFERENCE_SHARE = 0.2
"""How much of what the key points left open the reference view may fill."""
REFERENCE_RAMP = (0.15, 0.6)
"""Mean recall of a model answer where the reference view begins to count, and where it is full."""
ALONE_RAMP = (0.0, 0.6)
"""The same where a rubric has no key points and the reference view stands alone."""
MISTAKE_COST = 0.2
"""Coverage that each stated false claim costs."""
MISTAKES_COST_AT_MOST = 0.6
BANDS = ((0.8, Band.EXCELLENT), (0.6, Band.GOOD), (0.35, Band.MIXED), (0.12, Band.THIN))
"""Coverage from which each band is given."""
REVERSED_ATOMS = 2
"""Contradicting atoms from which an answer counts as turned round, where they outnumber all that is right."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A rubric, ready to grade with."""

    prompt: Text
    sense: Sense
    vocabulary: Vocabulary
    points: tuple[Point, ...]
    claims: tuple[Claim, ...]
    models: tuple[Model, ...]
    model_atoms: tuple[Atom, ...]

    @classmethod
    def of(cls, rubric: Rubric) -> Self:
        sense = Sense.of(rubric)
        models = [read(answer) for answer in rubric.model_answers]
        said = [text for point in rubric.key_points for text in (point.says, *texts_of(point))]
        false = [text for claim in rubric.false_claims for text in (claim.says, *claim.phrasings)]
        prompt = read(rubric.prompt)
        vocabulary = Vocabulary([prompt, *models, *(read(text) for text in (*said, *false))])
        return cls(
            prompt, sense, vocabulary,
            tuple(Point.of(point, sense, vocabulary) for point in rubric.key_points),
            tuple(Claim.of(claim, sense, vocabulary) for claim in rubric.false_claims),
            tuple(Model.of(model) for model in models),
            tuple(atom for model in models for atom in atoms(model.tokens, sense)),
        )


compiled = lru_cache(maxsize=128)(Compiled.of)


class RubricGrader:
    """Grades by the rubric alone. Holds no state, so one instance serves every thread."""

    @property
    def version(self) -> str:
        return VERSION

    def grade(self, answer: str, rubric: Rubric) -> Verdict:
        ready = compiled(rubric)
        text = read(answer)
        unread = guards.copied(text, ready.prompt)
        if remark := guards.remark(text, ready.prompt, unread, ready.vocabulary):
            return _nothing(rubric, remark)
        if (statement := guards.denied(text)) and _is_right(ready, statement, rubric):
            return _nothing(rubric, Remark.REVERSED)
        return _graded(ready, Answer.of(text, ready.sense, ready.vocabulary, unread), rubric)


def _is_right(ready: Compiled, statement: str, rubric: Rubric) -> bool:
    """Whether the statement covers a key point or repeats a model answer, and claims nothing false."""
    answer = Answer.of(read(statement), ready.sense, ready.vocabulary)
    verdict = _graded(ready, answer, rubric)
    return bool(verdict.covered or repeats(ready.models, answer, ready.sense)) and not verdict.mistakes


def _nothing(rubric: Rubric, remark: Remark, mistakes: tuple[Mistake, ...] = ()) -> Verdict:
    return Verdict(0.0, Band.NONE, (), tuple(point.id for point in rubric.key_points), mistakes, remark, VERSION)


def _graded(ready: Compiled, answer: Answer, rubric: Rubric) -> Verdict:
    stance = taken(ready.points, ready.model_atoms, answer, ready.sense)
    false = _upheld(stated(ready.claims, answer, ready.sense), stance, answer)
    closed = frozenset(at for one in false for at in range(one.first, one.last + 1))
    closed |= tokens_of(answer, stance.against_model)
    credits = [judge(point, answer, ready.sense, stance, closed) for point in ready.points]
    mistakes = tuple(
        Mistake(one.claim.says, one.claim.correction, answer.text.evidence(one.first, one.last)) for one in false
    )
    if credits and _is_reversed(answer, credits, stance, false):
        return _nothing(rubric, Remark.REVERSED, mistakes)
    about = guards.relevance(answer.tokens, ready.vocabulary) if credits else 1.0
    if not about:
        return _nothing(rubric, Remark.DUMP, mistakes)
    coverage = _coverage(credits, view(ready.models, answer, ready.sense, closed), about, len(mistakes))
    return Verdict(
        coverage, _band(coverage),
        tuple(Covered(c.point, answer.text.evidence(c.match.first, c.match.last)) for c in credits if c.covered),
        tuple(c.point for c in credits if not c.covered),
        mistakes, None, VERSION,
    )


def _upheld(found: list[Stated], stance: Stance, answer: Answer) -> list[Stated]:
    """The claims that no key point overrules by fitting the same words better."""
    return [one for one in found if not any(
        answer.atoms[which].first <= one.first and one.last <= answer.atoms[which].last and words > one.words
        for which, words in stance.agreeing.items()
    )]


def _is_reversed(answer: Answer, credits: list[Credit], stance: Stance, false: list[Stated]) -> bool:
    """Whether the answer denies as a whole what it repeats."""
    covered = [credit for credit in credits if credit.covered]
    if guards.ends_with_denial(answer.text):
        return True
    which = frozenset().union(*stance.contradicting.values(), stance.against_model)
    turned = {answer.atoms[atom].stems for atom in which}
    sentences = {answer.tokens[answer.atoms[atom].first].sentence for atom in which}
    return min(len(turned), len(sentences)) >= REVERSED_ATOMS and len(turned) > len(covered) + len(stance.agreeing)


def _coverage(credits: list[Credit], reference: float, about: float, mistakes: int) -> float:
    total = sum(credit.weight for credit in credits)
    if total:
        earned = sum(credit.weight * credit.credit for credit in credits) / total
        earned = min(1.0, earned / ENOUGH)
        earned += (1 - earned) * REFERENCE_SHARE * ramp(reference, REFERENCE_RAMP)
    else:
        earned = ramp(reference, ALONE_RAMP)
    cost = min(MISTAKES_COST_AT_MOST, mistakes * MISTAKE_COST)
    return round(min(1.0, max(0.0, earned * about - cost)), 4)



def _band(coverage: float) -> Band:
    return next((band for least, band in BANDS if coverage >= least), Band.NONE)
