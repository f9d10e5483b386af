"""Answers in many voices, scored by their author first: the grader must agree well enough.

The floors lie a little below what was measured, so that they say when something breaks, not when an item is edited.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import correlation, mean
from typing import Any

import pytest
import yaml

from bot.domain.questions import Item
from bot.grading.rubric import RubricGrader

ANSWERS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("answers.yaml").read_text(encoding="utf-8"))
Scored = Sequence[tuple[dict[str, Any], float]]


@pytest.fixture(scope="module")
def scored(grader: RubricGrader, bank: list[Item]) -> Scored:
    items = {item.id: item for item in bank}
    return [(a, grader.grade(a["answer"], items[a["item"]].rubric).coverage) for a in ANSWERS if a["item"] in items]


def agreement(scored: Scored, wanted: Callable[[dict[str, Any]], bool]) -> float:
    pairs = [(answer["score"], score) for answer, score in scored if wanted(answer)]
    return correlation([human for human, _ in pairs], [score for _, score in pairs])


def test_a_third_of_the_answers_was_held_out() -> None:
    assert len(ANSWERS) >= 80
    assert sum(bool(answer.get("held_out")) for answer in ANSWERS) * 3 == len(ANSWERS)


def test_the_grader_agrees_with_the_scores_given_by_hand(scored: Scored) -> None:
    assert agreement(scored, lambda answer: not answer.get("held_out")) >= 0.9
    assert agreement(scored, lambda answer: bool(answer.get("held_out"))) >= 0.85


def test_good_answers_score_high_and_fluent_wrong_ones_low(scored: Scored) -> None:
    kinds: dict[str, list[float]] = defaultdict(list)
    for answer, score in scored:
        kinds[answer["kind"]].append(score)
    means = {kind: mean(scores) for kind, scores in kinds.items()}
    assert means["good"] >= 0.85
    assert min(means["terse"], means["esl"], means["typos"]) >= 0.65
    assert max(means["wrong"], means["swapped"]) <= 0.25
    assert max(means["negated"], means["soup"], means["echo"], means["empty"]) <= 0.1
