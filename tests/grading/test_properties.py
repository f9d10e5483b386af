"""What holds for any answer whatsoever."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.questions import Item, Rubric
from bot.domain.verdicts import Band
from bot.grading import rubric as module
from bot.grading.rubric import BANDS, RubricGrader
from tests.grading.rubrics import OVERFITTING, PENALTIES

SENTENCES = (
    "The model memorizes the training data.", "Training error is low and test error is high.",
    "I would collect more data.", "Add dropout.", "Cross-validation prevents overfitting.",
    "It does not memorize anything.",
    "L2 gives sparse weights.", "I don't know.", "It rains.", "What does she mean?", "noise data gap", "😀",
)
answers = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(SENTENCES), max_size=12).map(" ".join),
    st.lists(st.sampled_from(" ".join(SENTENCES).split()), max_size=60).map(" ".join),
)
rubrics = st.sampled_from((OVERFITTING, PENALTIES))
GRADER = RubricGrader()


@given(answers, rubrics)
def test_a_verdict_is_consistent_with_itself(answer: str, rubric: Rubric) -> None:
    verdict = GRADER.grade(answer, rubric)
    assert 0.0 <= verdict.coverage <= 1.0
    assert all(found.evidence in answer for found in verdict.covered)
    assert all(found.evidence in answer for found in verdict.mistakes)
    assert {found.point for found in verdict.covered}.isdisjoint(verdict.missed)
    assert len(verdict.covered) + len(verdict.missed) == len(rubric.key_points)
    assert verdict.band is next((band for least, band in BANDS if verdict.coverage >= least), Band.NONE)
    assert verdict.grader == GRADER.version
    if verdict.remark:
        assert (verdict.coverage, verdict.covered) == (0.0, ())


@given(answers, rubrics)
def test_the_same_answer_always_gets_the_same_verdict(answer: str, rubric: Rubric) -> None:
    before = GRADER.grade(answer, rubric)
    module.compiled.cache_clear()
    assert RubricGrader().grade(answer, rubric) == before


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8), rubrics)
def test_case_and_spaces_do_not_matter(sentences: list[str], rubric: Rubric) -> None:
    plain = GRADER.grade(" ".join(sentences), rubric)
    dressed = GRADER.grade("  ".join(sentences).upper().replace(" ", " \u00a0"), rubric)
    assert (plain.coverage, plain.missed, plain.remark) == (dressed.coverage, dressed.missed, dressed.remark)


@given(st.integers(0, 9), st.data())
def test_one_slip_in_a_long_word_does_not_lose_a_point(place: int, data: st.DataObject) -> None:
    words = ["the", "model", "memorizes", "the", "training", "data", "and", "i", "would", "add", "regularization"]
    which = data.draw(st.sampled_from([at for at, word in enumerate(words) if len(word) >= 8]))
    at = 1 + place % (len(words[which]) - 2)
    words[which] = words[which][:at] + words[which][at + 1:]
    assert GRADER.grade(" ".join(words), OVERFITTING).missed == ("gap", "more-data")


@given(st.permutations(SENTENCES[:4]))
def test_the_order_of_sentences_does_not_matter(sentences: list[str]) -> None:
    assert GRADER.grade(" ".join(sentences), OVERFITTING).missed == ()


@settings(deadline=None)
@given(st.text(max_size=60))
def test_strange_text_before_a_good_answer_breaks_nothing(text: str) -> None:
    GRADER.grade(f"{text}\nThe model memorizes the training data.", OVERFITTING)


@pytest.mark.parametrize("workers", [8])
def test_one_grader_serves_many_threads(bank: list[Item], workers: int) -> None:
    jobs = [(item.short, item.rubric) for item in bank[:6]] * 4
    expected = [GRADER.grade(*job) for job in jobs]
    module.compiled.cache_clear()
    with ThreadPoolExecutor(workers) as pool:
        assert list(pool.map(lambda job: GRADER.grade(*job), jobs)) == expected
