"""The grader against every item of the bank: what an author wrote must work.

These tests name the item and the words at fault. Where the grader and a wording do not get on, the wording can usually
be said more plainly; so a small share is allowed, and listed.
"""

import random
from collections.abc import Iterable

import pytest

from bot.domain.questions import Item, KeyPoint
from bot.domain.verdicts import Band, Remark, Verdict
from bot.grading.rubric import RubricGrader
from bot.grading.sense import texts_of
from bot.grading.text import read

RIGHT = (Band.GOOD, Band.EXCELLENT)
WRONG = (Band.THIN, Band.NONE)


def sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:].rstrip('.')}."


def model_answers(bank: Iterable[Item]) -> Iterable[tuple[Item, str]]:
    return ((item, answer) for item in bank for answer in (item.full, item.short))


@pytest.fixture(scope="module")
def wordings(grader: RubricGrader, bank: list[Item]) -> list[tuple[Item, KeyPoint, str, Verdict]]:
    """Every phrasing of every key point as a sentence of its own, graded."""
    return [
        (item, point, words, grader.grade(sentence(words), item.rubric))
        for item in bank for point in item.key_points for words in texts_of(point)
    ]


def test_model_answers_are_good_or_better(grader: RubricGrader, bank: list[Item]) -> None:
    verdicts = ((item.id, grader.grade(answer, item.rubric)) for item, answer in model_answers(bank))
    assert [(name, verdict.coverage) for name, verdict in verdicts if verdict.band not in RIGHT] == []


def test_accepted_alternatives_are_worth_something_everywhere_and_good_on_the_whole(
    grader: RubricGrader, bank: list[Item],
) -> None:
    scores = [(grader.grade(other, item.rubric).coverage, item.id) for item in bank for other in item.alternatives]
    assert [(name, score) for score, name in scores if score < 0.4] == []
    assert sum(score for score, _ in scores) / len(scores) > 0.8


def test_nothing_an_author_calls_right_is_called_a_mistake(grader: RubricGrader, bank: list[Item]) -> None:
    accused = [
        (item.id, answer, mistake.claim, mistake.evidence)
        for item in bank
        for answer in (item.full, item.short, *item.alternatives, *(point.says for point in item.key_points))
        for mistake in grader.grade(answer, item.rubric).mistakes
    ]
    assert accused == []


def test_no_phrasing_of_a_key_point_is_called_a_mistake(wordings: list[tuple[Item, KeyPoint, str, Verdict]]) -> None:
    assert [(item.id, words) for item, _, words, verdict in wordings if verdict.mistakes] == []


def test_corrections_are_not_called_mistakes(grader: RubricGrader, bank: list[Item]) -> None:
    corrections = [(item, claim.correction) for item in bank for claim in item.false_claims]
    accused = [(item.id, words) for item, words in corrections if grader.grade(words, item.rubric).mistakes]
    assert len(accused) <= 0.01 * len(corrections), accused


def test_every_false_claim_is_called_a_mistake(grader: RubricGrader, bank: list[Item]) -> None:
    claims = [(item, claim, words) for item in bank for claim in item.false_claims
              for words in (claim.says, *claim.phrasings)]
    unseen = [
        (item.id, words) for item, claim, words in claims
        if claim.says not in [mistake.claim for mistake in grader.grade(sentence(words), item.rubric).mistakes]
    ]
    assert len(unseen) <= 0.005 * len(claims), unseen


def test_denied_false_claims_are_no_mistakes(grader: RubricGrader, bank: list[Item]) -> None:
    claims = [(item, claim) for item in bank for claim in item.false_claims]
    accused = [
        (item.id, claim.says) for item, claim in claims
        if grader.grade(f"It is a myth that {claim.says[0].lower()}{claim.says[1:]}", item.rubric).mistakes
    ]
    assert accused == []


def test_every_phrasing_covers_its_point(wordings: list[tuple[Item, KeyPoint, str, Verdict]]) -> None:
    alone = [wording for wording in wordings if not wording[1].parts]
    unseen = [(item.id, point.id, words) for item, point, words, verdict in alone if point.id in verdict.missed]
    assert len(unseen) <= 0.01 * len(alone), unseen


def test_a_prompt_repeated_earns_nothing(grader: RubricGrader, bank: list[Item]) -> None:
    scores = [(item.id, grader.grade(f"Well. {item.prompt}", item.rubric).coverage) for item in bank]
    assert [(name, score) for name, score in scores if score > 0.1] == []


@pytest.mark.parametrize("between", [" ", ", ", "\n"])
def test_the_words_of_a_model_answer_without_its_sentences_earn_nothing(
    grader: RubricGrader, bank: list[Item], between: str,
) -> None:
    scores = []
    for item, answer in model_answers(bank):
        words = [answer[token.start:token.end] for token in read(answer).tokens if token.content]
        random.Random(7).shuffle(words)
        scores.append((item.id, grader.grade(between.join(words), item.rubric).coverage))
    assert [(name, score) for name, score in scores if score > 0.15] == []


@pytest.mark.parametrize("opening", ["Not true: ", "The following is wrong: ", "It is false that "])
def test_a_model_answer_denied_as_a_whole_is_reversed(grader: RubricGrader, bank: list[Item], opening: str) -> None:
    verdicts = [(item.id, grader.grade(opening + item.short, item.rubric)) for item in bank]
    through = [(name, verdict.coverage) for name, verdict in verdicts if verdict.remark is not Remark.REVERSED]
    assert len(through) <= 0.1 * len(verdicts), through


def test_what_a_key_point_says_does_not_count_when_it_is_denied(grader: RubricGrader, bank: list[Item]) -> None:
    denied = [(item, point, f"It is not true that {point.says[0].lower()}{point.says[1:]}.")
              for item in bank for point in item.key_points]
    covered = [
        (item.id, point.id) for item, point, words in denied
        if point.id in [found.point for found in grader.grade(words, item.rubric).covered]
    ]
    assert len(covered) <= 0.15 * len(denied), covered


def test_answers_to_unrelated_items_are_thin_or_nothing(grader: RubricGrader, bank: list[Item]) -> None:
    tried, through = 0, []
    for item in bank:
        strangers = [
            other for other in bank
            if other.section != item.section and other.id not in item.overlaps and item.id not in other.overlaps
            and not set(other.topics) & set(item.topics)
        ]
        for other in random.Random(item.id).sample(strangers, min(5, len(strangers))):
            for answer in (other.short, other.full):
                tried += 1
                verdict = grader.grade(answer, item.rubric)
                if verdict.band not in WRONG:
                    through.append((item.id, other.id, verdict.coverage))
    assert len(through) <= 0.015 * tried, through
    assert [case for case in through if case[2] > 0.7] == []


def test_evidence_and_missed_points_always_come_from_the_answer_and_the_rubric(
    grader: RubricGrader, bank: list[Item],
) -> None:
    for item, answer in model_answers(bank):
        verdict = grader.grade(answer, item.rubric)
        assert all(covered.evidence in answer for covered in verdict.covered), item.id
        assert all(len(covered.evidence) <= 120 for covered in verdict.covered), item.id
        named = [covered.point for covered in verdict.covered] + list(verdict.missed)
        assert sorted(named) == sorted(point.id for point in item.key_points), item.id
