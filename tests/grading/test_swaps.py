"""Fluent and wrong: a near copy with one thing turned round does not count."""

import pytest

from bot.domain.verdicts import Band
from bot.grading.rubric import RubricGrader
from tests.grading.rubrics import OVERFITTING, PENALTIES, point, rubric


@pytest.mark.parametrize("answer", [
    "L2 gives sparse weights, L1 shrinks them evenly.",
    "L2 sets some weights exactly to zero. L1 shrinks all weights evenly.",
    "With ridge some weights become exactly zero; lasso keeps every weight but makes it small.",
])
def test_partners_swapped_cover_nothing(grader: RubricGrader, answer: str) -> None:
    assert grader.grade(answer, PENALTIES).covered == ()


@pytest.mark.parametrize("answer", [
    "The training error is high and the test error is low.",
    "The training error is higher than the test error.",
    "It is poor on training data but good on unseen data.",
])
def test_directions_swapped_do_not_cover_the_gap(grader: RubricGrader, answer: str) -> None:
    assert "gap" in grader.grade(answer, OVERFITTING).missed


@pytest.mark.parametrize("answer", [
    "The training error is low and the test error is high.",
    "The test error is high while the training error is low.",
    "It is good on training data but poor on unseen data.",
    "The training error is low, but the test error is not low, it is high.",
])
def test_the_right_directions_cover_it_in_any_order(grader: RubricGrader, answer: str) -> None:
    assert "gap" not in grader.grade(answer, OVERFITTING).missed


@pytest.mark.parametrize("answer", [
    "The model does not memorize the training data.",
    "It never fits the noise in the training data.",
    "Collect less data.",
    "I would not use dropout.",
    "Remove regularization.",
])
def test_a_near_copy_that_is_negated_or_reversed_does_not_count(grader: RubricGrader, answer: str) -> None:
    assert grader.grade(answer, OVERFITTING).covered == ()


@pytest.mark.parametrize(("answer", "covered"), [
    ("It does not only memorize the training data.", "noise"),
    ("It fits the noise in the training data, not the signal.", "noise"),
    ("There is no way around it: collect more data.", "more-data"),
    ("Don't forget dropout.", "dropout"),
])
def test_a_negation_elsewhere_does_no_harm(grader: RubricGrader, answer: str, covered: str) -> None:
    assert covered in [found.point for found in grader.grade(answer, OVERFITTING).covered]


def test_what_is_said_of_a_partner_does_not_count(grader: RubricGrader) -> None:
    ensembles = rubric(
        point("bagging", "trains independently", "bootstrap samples", says="Bagging trains models independently"),
        point("boosting", "one model after another", "corrects earlier ones", says="Boosting adds models in sequence"),
        prompt="What sets bagging and boosting apart?",
    )
    right = grader.grade("Bagging uses bootstrap samples. Boosting fits one model after another.", ensembles)
    wrong = grader.grade("Boosting uses bootstrap samples. Bagging fits one model after another.", ensembles)
    assert (len(right.covered), len(wrong.covered)) == (2, 0)


def test_high_bias_is_not_overfitting(grader: RubricGrader) -> None:
    said = rubric(point("bias", "high bias means underfitting"), point("variance", "high variance means overfitting"))
    assert grader.grade("High bias means overfitting and high variance means underfitting.", said).band is Band.NONE
    assert grader.grade("High bias = underfitting, high variance = overfitting.", said).missed == ()


def test_too_much_is_not_merely_much(grader: RubricGrader) -> None:
    said = rubric(point("less", "regularization is too strong"))
    assert grader.grade("The cure is strong regularization.", said).covered == ()
    assert grader.grade("The regularization is too strong.", said).missed == ()


@pytest.mark.parametrize(("answer", "phrasing"), [
    ("the decoder reads the source sentence", "the encoder reads the source sentence"),
    ("the discriminator makes samples from noise", "the generator makes samples from noise"),
    ("precision falls when the threshold rises", "recall falls when the threshold rises"),
    ("attention cost decreases with sequence length", "attention cost increases with sequence length"),
    ("the model is stateless between batches", "the model is stateful between batches"),
])
def test_swapped_terms_do_not_cover(grader: RubricGrader, answer: str, phrasing: str) -> None:
    assert grader.grade(answer, rubric(point("it", phrasing))).covered == ()
    assert grader.grade(phrasing, rubric(point("it", phrasing))).missed == ()


def test_validation_and_test_data_are_two_things_where_the_rubric_uses_both(grader: RubricGrader) -> None:
    both = rubric(point("tuning", "validation data is used for tuning"), point("final", "test data only at the end"))
    one = rubric(point("gap", "validation error is much higher"))
    assert grader.grade("Test data is used for tuning, validation data only at the end.", both).covered == ()
    assert grader.grade("The test error is much higher.", one).missed == ()
