"""Fixtures: a loopback Slack, and workspaces on it."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.bank.bank import PackBank
from bot.grading.rubric import RubricGrader
from bot.platforms.slack import limits
from tests.harness import FakeSlack
from tests.platforms.slack.workspace import Make, Workspace


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A message a second is for the real Slack."""
    monkeypatch.setattr(limits, "SECONDS_PER_MESSAGE", 0.0)


@pytest.fixture
async def fake() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as slack:
        yield slack
        assert not slack.harness_bugs, slack.harness_bugs


@pytest.fixture
async def make(fake: FakeSlack, database: Path, bank: PackBank, grader: RubricGrader) -> AsyncIterator[Make]:
    made: list[Workspace] = []

    async def new(**settings: Any) -> Workspace:
        made.append(Workspace(fake, database, bank, grader, **settings))
        return await made[-1].start()

    yield new
    for one in made:
        await one.close()


@pytest.fixture
async def team(make: Make) -> Workspace:
    return await make()
