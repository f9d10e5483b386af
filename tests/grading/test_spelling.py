"""Typos are forgiven by length; what only looks like a typo is not."""

import pytest

from bot.grading.rubric import RubricGrader
from tests.grading.rubrics import point, rubric


def covers(grader: RubricGrader, answer: str, phrasing: str) -> bool:
    return bool(grader.grade(answer, rubric(point("it", phrasing))).covered)


@pytest.mark.parametrize(("answer", "phrasing"), [
    ("it memorises the trainning exampels", "memorizes the training examples"),
    ("use regularizaton", "regularization"),
    ("add some droput", "dropout"),
    ("the graident vanishs", "the gradient vanishes"),
    ("the generlization gap is big", "the generalization gap is large"),
    ("standrdise the featurs", "standardize the features"),
])
def test_a_slip_in_a_long_word_is_forgiven(grader: RubricGrader, answer: str, phrasing: str) -> None:
    assert covers(grader, answer, phrasing)


@pytest.mark.parametrize(("answer", "phrasing"), [
    ("it is underfitting", "overfitting"),
    ("an unsupervised algorithm", "supervised"),
    ("nonparametric", "parametric"),
    ("heteroscedastic noise", "homoscedastic noise"),
    ("use boosting", "bagging"),
    ("a decision is made", "precision"),
    ("this is a casual relation", "causal relation"),
    ("L2", "L1"), ("L1", "L2"), ("F2", "F1"), ("CNN", "RNN"), ("top-5 accuracy", "top-1 accuracy"),
    ("MAE", "MSE"), ("the AUC-ROC", "AUC-PR"), ("false negatives", "false positives"),
    ("a stateful network", "stateless network"), ("nonconvex loss", "convex loss"),
    ("lower the learning rate", "higher learning rate"), ("decrease the batch size", "increase the batch size"),
    ("trial", "train"), ("weight 0.01", "weight 0.1"),
])
def test_another_word_is_no_typo(grader: RubricGrader, answer: str, phrasing: str) -> None:
    assert not covers(grader, answer, phrasing)


def test_a_short_form_is_read_as_the_rubric_needs_it(grader: RubricGrader) -> None:
    assert covers(grader, "use a smaller lr", "smaller learning rate")
    assert covers(grader, "fit an LR first", "fit a logistic regression")
    assert not covers(grader, "fit an LR first", "fit a decision tree")
