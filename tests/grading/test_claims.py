"""Only what the author listed is called wrong, and only where the answer really says it."""

import pytest

from bot.grading.rubric import RubricGrader
from tests.grading.rubrics import OVERFITTING, PENALTIES


@pytest.mark.parametrize("answer", [
    "Cross-validation prevents overfitting.",
    "I would use CV to prevent overfitting.",
    "You can avoid overfitting by cross-validation.",
    "To be honest, k-fold cross validation stops overfitting.",
    "Use cross-validation to reduce overfitting, and then deploy.",
    "I would train for more epochs to fix it, since overfitting is bad.",
])
def test_a_stated_false_claim_is_a_mistake(grader: RubricGrader, answer: str) -> None:
    assert len(grader.grade(answer, OVERFITTING).mistakes) == 1


@pytest.mark.parametrize("answer", [
    "Cross-validation does not prevent overfitting.",
    "CV never prevents overfitting, it only shows it.",
    "It is a myth that cross-validation prevents overfitting.",
    "People often say that cross-validation prevents overfitting, but it only measures it.",
    "Some think cross-validation prevents overfitting. That is wrong.",
    "Cross-validation prevents overfitting? No, it measures it.",
    '"Cross-validation prevents overfitting" is a sentence you hear a lot.',
    "Use cross-validation to detect overfitting.",
    "Contrary to belief, cross-validation prevents overfitting in no way.",
    "Early stopping prevents overfitting; cross-validation measures it.",
    "I would use cross-validation to compare models and dropout against overfitting.",
    "I would not train for more epochs to fix overfitting.",
    "Don't think that cross-validation prevents overfitting.",
])
def test_denying_asking_or_reporting_it_is_none(grader: RubricGrader, answer: str) -> None:
    assert grader.grade(answer, OVERFITTING).mistakes == ()


def test_a_mistake_costs_and_brings_its_correction(grader: RubricGrader) -> None:
    right = "It memorizes the training data. I would collect more data."
    wrong = right + " Cross-validation prevents overfitting."
    before, after = grader.grade(right, OVERFITTING), grader.grade(wrong, OVERFITTING)
    assert after.mistakes[0].correction == "It only measures."
    assert after.mistakes[0].evidence == "Cross-validation prevents overfitting"
    assert after.coverage < before.coverage


def test_the_words_of_a_mistake_cover_no_key_point(grader: RubricGrader) -> None:
    verdict = grader.grade("L2 sets weights exactly to zero.", PENALTIES)
    assert (len(verdict.mistakes), verdict.covered) == (1, ())


def test_the_true_form_of_a_claim_is_not_called_wrong(grader: RubricGrader) -> None:
    assert grader.grade("L1 sets some weights exactly to zero, L2 does not.", PENALTIES).mistakes == ()


def test_many_mistakes_never_make_the_score_negative(grader: RubricGrader) -> None:
    answer = "Cross-validation prevents overfitting. Train for more epochs to fix overfitting."
    verdict = grader.grade(answer, OVERFITTING)
    assert (len(verdict.mistakes), verdict.coverage) == (2, 0.0)
