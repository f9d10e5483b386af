"""Fixtures: the shipped bank is read once, an empty database is migrated once and then copied."""

import shutil
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from pathlib import Path

import pytest

from bot import wiring
from bot.bank.bank import PackBank
from bot.engine.turn import Rules
from bot.grading.rubric import RubricGrader
from bot.storage.database import connect, migrate
from tests.world import MONDAY, World


@pytest.fixture(scope="session")
def bank() -> PackBank:
    return wiring.open_bank([])


@pytest.fixture(scope="session")
def grader() -> RubricGrader:
    return RubricGrader()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database without a row."""
    file = tmp_path_factory.mktemp("database") / "empty.db"
    engine = connect(f"sqlite:///{file}")
    migrate(engine, wiring.data_folder("migrations"))
    engine.dispose()
    return file


@pytest.fixture
def database(tmp_path: Path, empty_database: Path) -> Path:
    return Path(shutil.copy(empty_database, tmp_path / "study.db"))


@pytest.fixture
async def make_world(database: Path, bank: PackBank, grader: RubricGrader) -> AsyncIterator[Callable[..., World]]:
    """Makes worlds on one database; all of them are closed at the end."""
    worlds: list[World] = []

    def make(rules: Rules | None = None, start: datetime = MONDAY) -> World:
        worlds.append(World(database, bank, grader, rules=rules, start=start))
        return worlds[-1]

    yield make
    for world in worlds:
        await world.close()


@pytest.fixture
def world(make_world: Callable[..., World]) -> World:
    return make_world()
