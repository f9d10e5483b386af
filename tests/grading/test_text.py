"""How an answer is read."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.grading.text import read


def stems(text: str) -> list[str]:
    return [token.stem for token in read(text).tokens if token.content]


@pytest.mark.parametrize(("one", "other"), [
    ("regularisation", "regularization"),
    ("the model generalises", "THE MODEL GENERALIZES"),
    ("behaviour", "behavior"),
    ("cross-validation", "CV"),
    ("k-fold cross validation", "cross-validation"),
    ("LSTMs", "long short-term memory"),
    ("mean squared error", "MSE"),
    ("TPR", "recall"),
    ("λ", "lambda"),
    ("$\\lambda$", "lambda"),
    ("bias²", "bias^2"),
    ("bias²", "bias squared"),
    ("1,000", "1000"),
    (".50", "0.5"),
    ("three layers", "3 layers"),
    ("Ｌ１", "L1"),
    ("L₂", "L2"),
    ("top-5", "top5"),
    ("over-fitting", "overfitting"),
    ("memorized", "memorises"),
    ("don\u2019t", "don't"),
    ("doesnt", "does not"),
    ("never seen", "unseen"),
    ("fine-tuning", "finetune"),
])
def test_two_spellings_of_one_thing_read_alike(one: str, other: str) -> None:
    assert stems(one) == stems(other)


@pytest.mark.parametrize(("one", "other"), [
    ("L1", "L2"), ("top-1", "top-5"), ("F1", "F2"), ("RNN", "CNN"), ("AUC-PR", "AUC-ROC"), ("MAE", "MSE"), ("FP", "FN"),
    ("regular", "regularization"), ("general", "generalization"), ("generator", "generative"), ("encoder", "decoder"),
    ("noise", "no"), ("valid", "validation"), ("type I error", "type II error"),
])
def test_two_things_never_read_alike(one: str, other: str) -> None:
    assert set(stems(one)).isdisjoint(stems(other))


def test_a_token_knows_where_it_stood() -> None:
    text = "Well: the Mean-Squared  Error is 0.25."
    token = next(token for token in read(text).tokens if token.stem == "mse")
    assert text[token.start:token.end] == "Mean-Squared  Error"


def test_an_abbreviation_does_not_end_a_sentence() -> None:
    assert {token.sentence for token in read("Use e.g. dropout vs. weight decay").tokens} == {0}


def test_lines_of_a_list_are_sentences_and_their_marks_are_not_words() -> None:
    tokens = read("1. dropout\n2) early stopping\n- pruning").tokens
    assert [(token.stem, token.sentence) for token in tokens] == [("dropout", 0), ("earlystopping", 1), ("prune", 2)]


def test_a_long_line_that_was_wrapped_stays_one_sentence() -> None:
    text = "The model has fitted accidents of the training sample that will not\ncome back in new data"
    assert {token.sentence for token in read(text).tokens} == {0}


def test_but_begins_a_clause() -> None:
    tokens = read("good on train but bad on test").tokens
    assert {token.word: token.clause for token in tokens}["bad"] == 1


@given(st.text(max_size=400))
def test_offsets_rise_and_stay_inside_the_text(text: str) -> None:
    tokens = read(text).tokens
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    assert all(one.start <= other.start for one, other in pairwise(tokens))
