"""Fixtures: the shipped bank is read once, an empty database is migrated once and then copied."""

import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from bot import wiring
from bot.bank.bank import PackBank
from bot.engine.turn import Rules
from bot.grading.rubric import RubricGrader
from bot.storage.database import connect, migrate
from tests.postgres import Server
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


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server, the same for all workers of a run."""
    server = Server(os.environ.get("PYTEST_XDIST_TESTRUNUID", ""))
    yield server
    server.close()


@pytest.fixture
def postgres_url(postgres: Server) -> Iterator[str]:
    """The address of an empty, migrated database on PostgreSQL."""
    url = postgres.make()
    yield url
    postgres.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def database_url(database_kind: str, request: pytest.FixtureRequest) -> str:
    """The address of an empty, migrated database of each kind."""
    if database_kind == "sqlite":
        return f"sqlite:///{request.getfixturevalue('database')}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
async def make_world(database: Path, bank: PackBank, grader: RubricGrader) -> AsyncIterator[Callable[..., World]]:
    """Makes worlds on one database; all of them are closed at the end."""
    worlds: list[World] = []

    def make(rules: Rules | None = None, start: datetime = MONDAY, url: str = "") -> World:
        worlds.append(World(url or database, bank, grader, rules=rules, start=start))
        return worlds[-1]

    yield make
    for world in worlds:
        await world.close()


@pytest.fixture
def world(make_world: Callable[..., World]) -> World:
    return make_world()
