"""The grader, and the items of the bank that are there."""

from pathlib import Path

import pytest

from bot.bank.loader import load
from bot.domain.questions import Item
from bot.grading.rubric import RubricGrader

QUESTIONS = Path(__file__).parents[2] / "questions" / "ai-ml"


@pytest.fixture(scope="session")
def grader() -> RubricGrader:
    return RubricGrader()


@pytest.fixture(scope="session")
def bank() -> list[Item]:
    """Every item that loads; a file that is being written, or has a problem, is for the bank's own tests."""
    packs = load([QUESTIONS]).packs
    return [item for pack in packs for item in pack.items]
