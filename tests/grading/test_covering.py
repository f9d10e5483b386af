"""What covers a key point, and with which words it is shown."""

import pytest

from bot.domain.questions import KeyPoint
from bot.domain.verdicts import Band
from bot.grading.rubric import RubricGrader
from tests.grading.rubrics import OVERFITTING, PENALTIES, point, rubric


def test_a_phrasing_in_a_sentence_covers_its_point(grader: RubricGrader) -> None:
    verdict = grader.grade("So basically it memorizes all of the training data it was given.", OVERFITTING)
    assert [covered.point for covered in verdict.covered] == ["noise"]


def test_the_evidence_is_what_the_member_wrote(grader: RubricGrader) -> None:
    verdict = grader.grade("Honestly? It MEMORISES the  Training Data!", OVERFITTING)
    assert verdict.covered[0].evidence == "MEMORISES the  Training Data"


def test_long_evidence_is_cut_at_a_whole_word(grader: RubricGrader) -> None:
    filler = "in a way that is by no means the one that you would be after if you had it and then some of them"
    answer = f"it memorizes {filler} the training data"
    evidence = grader.grade(answer, rubric(point("it", "memorizes the training data and the noise in it"))).covered
    assert all(len(covered.evidence) <= 120 and covered.evidence.split()[-1] in answer.split() for covered in evidence)


def test_near_words_of_the_field_stand_for_one_another(grader: RubricGrader) -> None:
    verdict = grader.grade("I would gather additional data.", OVERFITTING)
    assert [covered.point for covered in verdict.covered] == ["more-data"]


def test_parts_need_as_many_as_the_author_says(grader: RubricGrader) -> None:
    parts = KeyPoint("two", "Names two", 1, False, (), (("dropout",), ("early stopping",), ("weight decay",)), 2)
    one = grader.grade("I would use dropout here.", rubric(parts))
    two = grader.grade("I would use dropout and stop early.", rubric(parts))
    assert (one.missed, two.missed) == (("two",), ())
    assert 0 < one.coverage < two.coverage


def test_words_scattered_over_the_answer_are_no_phrasing(grader: RubricGrader) -> None:
    scattered = "We collect stamps. It rains. There is more to life. I like tea. My cat eats. Somebody gave me data."
    assert grader.grade(scattered, OVERFITTING).covered == ()


def test_words_of_the_prompt_alone_earn_nothing(grader: RubricGrader) -> None:
    said = rubric(point("recall", "sensitivity", "share of actual positives found"), prompt="Define recall.")
    assert grader.grade("Well, recall is about recall.", said).coverage == 0


def test_says_counts_less_than_a_phrasing(grader: RubricGrader) -> None:
    summary = "The gradient shrinks on its way back through many layers"
    said = rubric(point("shrinks", "vanishing signal", says=summary))
    written = rubric(point("shrinks", summary, says="vanishing signal"))
    assert 0 < grader.grade(summary, said).coverage <= grader.grade(summary, written).coverage


def test_one_more_true_point_never_lowers_the_score(grader: RubricGrader) -> None:
    sentences = ("It memorizes the training data.", "Training error is low and test error is high.",
                 "I would collect more data.", "I would add dropout.")
    scores = [grader.grade(" ".join(sentences[:n]), OVERFITTING).coverage for n in range(5)]
    assert scores == sorted(scores)
    assert scores[-1] == 1.0


def test_the_same_sentence_twice_earns_once(grader: RubricGrader) -> None:
    once = grader.grade("It memorizes the training data.", OVERFITTING).coverage
    assert grader.grade("It memorizes the training data. " * 6, OVERFITTING).coverage == once


def test_weights_decide_how_much_a_point_counts(grader: RubricGrader) -> None:
    heavy = grader.grade("It memorizes the training data.", OVERFITTING).coverage
    light = grader.grade("I would add some dropout.", OVERFITTING).coverage
    assert heavy > 2 * light > 0


@pytest.mark.parametrize("answer", [
    "- memorizes the training data\n- train error low, test error high\n- more data\n- dropout",
    "memorizes training data; train err low + test err high; get more data; dropout",
    "IT MEMORIZES THE TRAINING DATA!!! TRAINING ERROR IS LOW AND TEST ERROR IS HIGH. COLLECT MORE DATA, ADD DROPOUT",
    "it memorise the training data 😀 so training error is low and test error is high, collect more data, put dropout",
    "it memorizes training data. `train_error` low, `test_error` high => collect more data, dropout(p=0.5)",
])
def test_lists_notes_capitals_emoji_and_code_are_fine(grader: RubricGrader, answer: str) -> None:
    verdict = grader.grade(answer, OVERFITTING)
    assert verdict.remark is None
    assert verdict.band in (Band.GOOD, Band.EXCELLENT)


def test_without_key_points_the_model_answer_decides(grader: RubricGrader) -> None:
    bare = rubric(models=("The gap separates terminal one from the battery, so the circuit is open.",))
    near = grader.grade("There is a gap between the battery and terminal one, the circuit is open", bare)
    far = grader.grade("I had soup for lunch and then a walk in the park.", bare)
    assert near.coverage > 0.6 > 0.1 > far.coverage


def test_a_good_answer_in_unforeseen_words_is_not_empty(grader: RubricGrader) -> None:
    said = rubric(point("it", "hippopotamus ballet"), models=("Shuffling breaks the order of the rows.",))
    assert grader.grade("Shuffling would break the order of rows", said).coverage > 0.1


def test_both_sides_of_a_contrast_are_covered_by_one_sentence(grader: RubricGrader) -> None:
    verdict = grader.grade("L1 sets some weights exactly to zero, while L2 shrinks all of them evenly.", PENALTIES)
    assert (verdict.missed, verdict.mistakes) == ((), ())
