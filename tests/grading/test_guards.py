"""Answers that hold the right words and say nothing; and what must not be taken for one of them."""

import pytest

from bot.domain.verdicts import Band, Remark
from bot.grading.rubric import RubricGrader
from tests.grading.rubrics import OVERFITTING

GOOD = ("The model memorizes the training data. The training error is low and the test error is high. "
        "I would collect more data and add dropout.")


@pytest.mark.parametrize(("answer", "remark"), [
    ("", Remark.EMPTY),
    ("   \n ", Remark.EMPTY),
    ("?!", Remark.EMPTY),
    ("😀😀", Remark.EMPTY),
    ("idk", Remark.EMPTY),
    ("I don't know, sorry", Remark.EMPTY),
    ("No idea what overfits means.", Remark.EMPTY),
    ("n/a", Remark.EMPTY),
    (OVERFITTING.prompt, Remark.ECHO),
    (f"So, {OVERFITTING.prompt.lower()} ???", Remark.ECHO),
    ("noise memorize training data gap test error dropout regularization augmentation early stopping", Remark.KEYWORDS),
    ("noise, training, data, gap, test, error, dropout, regularization, augmentation, pruning", Remark.KEYWORDS),
    ("noise\ntraining\ndata\ngap\ntest\nerror\ndropout\nregularization\naugmentation\npruning", Remark.KEYWORDS),
    ("lorem ipsum dolor sit amet and so on for a while. " * 100, Remark.DUMP),
    (GOOD + " The weather in the north was rainy and cold, and people stayed at home to read. " * 200, Remark.DUMP),
    ("It is false that the model memorizes the training data.", Remark.REVERSED),
    (f"Not true: {GOOD}", Remark.REVERSED),
    (f"It is not the case that {GOOD}", Remark.REVERSED),
    (f"{GOOD} All of this is false.", Remark.REVERSED),
    ("The model does not memorize the training data. The training error is not low and the test error is not high. "
     "I would not collect more data and not add dropout.", Remark.REVERSED),
])
def test_it_earns_nothing_and_is_named(grader: RubricGrader, answer: str, remark: Remark) -> None:
    verdict = grader.grade(answer, OVERFITTING)
    assert (verdict.remark, verdict.coverage, verdict.band) == (remark, 0.0, Band.NONE)
    assert verdict.missed == ("noise", "gap", "more-data", "dropout")


@pytest.mark.parametrize("answer", [
    GOOD,
    "I don't know the exact word, but it memorizes the training data",
    "memorizes training data; low train error, high test error; more data, dropout",
    "more data, dropout",
    "dropout",
    "It is false that cross-validation prevents overfitting. It only measures it. I would collect more data.",
    "No: collect more data.",
    "Training error is low and test error is high; luck it is not.",
    "I would collect more data. Buying a bigger computer does not help, an early night does not.",
    f"A colleague says that her model overfits. {GOOD}",
    GOOD + " To see it I plot both errors over the epochs and compare the two curves with care, again and again." * 22,
])
def test_a_real_answer_is_let_through(grader: RubricGrader, answer: str) -> None:
    verdict = grader.grade(answer, OVERFITTING)
    assert verdict.remark is None
    assert verdict.covered


def test_a_long_good_answer_keeps_its_score(grader: RubricGrader) -> None:
    long = GOOD + " Then I would look at both errors again with some more of the noise in the data removed." * 25
    assert len(long) < 3_000
    assert grader.grade(long, OVERFITTING).coverage >= grader.grade(GOOD, OVERFITTING).coverage


@pytest.mark.parametrize("piece", [
    "a", " ", "\n", ".", "1", "1e", "'", "a'", "(", "no ", "I don't know ", "it is false that ", "e\u0301", "a\u200d",
    "\x00",
    "overfitting training data ", "model train error low high test ", "not ", "than ", "and low ", '"', "-1", "\\alpha",
])
def test_hostile_text_of_any_length_is_read_in_bounded_time(grader: RubricGrader, piece: str) -> None:
    import time

    started = time.perf_counter()
    verdict = grader.grade(piece * (100_000 // len(piece)), OVERFITTING)
    assert time.perf_counter() - started < 3  # milliseconds as a rule; a runaway pattern would take minutes
    assert verdict.coverage < 0.3
