"""The tables come from the migrations, on both databases, and can go back."""

import re
import threading
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Engine,
    Integer,
    MetaData,
    func,
    inspect,
    select,
    text,
)

from bot import wiring
from bot.engine.ports.store import Tx
from bot.storage.database import DatabaseProblem, connect, migrate, pending, within
from bot.storage.tables import metadata
from bot.wiring import store_on
from tests.postgres import Server
from tests.storage.samples import ANA, DAY, NOW, answer, opened

SCRIPTS = wiring.data_folder("migrations")
PLATFORMS = ("slack_", "discord_")
"""Tables of platforms are declared in the platforms' own folders, and tested there."""

HEADS = sorted(file.name[:4] for file in (SCRIPTS / "versions").glob("[0-9]*.py"))
NAMES_MADE = {
    "sqlite": "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL",
    "postgresql": "SELECT conname FROM pg_constraint UNION SELECT relname FROM pg_class",
}


@pytest.fixture
def empty_url(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database without a table."""
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'new.db'}"
        return
    server: Server = request.getfixturevalue("postgres")
    url = server.make("template1")
    yield url
    server.drop(url)


@pytest.fixture
def empty(empty_url: str) -> Engine:
    return connect(empty_url)


def tables(engine: Engine) -> set[str]:
    found = within(engine, lambda connection: inspect(connection).get_table_names())
    return {name for name in found if not name.startswith(PLATFORMS)}


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory(str(SCRIPTS)).get_heads()) == 1


def test_each_file_is_named_by_its_revision_and_a_sentence() -> None:
    files = {file.name for file in (SCRIPTS / "versions").glob("*.py")}
    revisions = [script.revision for script in ScriptDirectory(str(SCRIPTS)).walk_revisions()]
    assert all(re.fullmatch(r"\d{4}_[a-z0-9_]+\.py", name) for name in files)
    assert sorted(name[:4] for name in files) == sorted(revisions)


def test_revisions_follow_one_another_by_number() -> None:
    scripts = list(ScriptDirectory(str(SCRIPTS)).walk_revisions())
    numbers = [int(script.revision) for script in reversed(scripts)]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index")
def test_an_upgrade_from_nothing_gives_the_tables_of_the_code(empty: Engine) -> None:
    migrate(empty, SCRIPTS)

    def compare(connection: Connection) -> list[Any]:
        mine = {"include_name": lambda name, kind, _: kind != "table" or not name.startswith(PLATFORMS)}
        context = MigrationContext.configure(connection, opts={"compare_type": True, **mine})
        # SQLite cannot reflect an index over an expression; it is compared by name below.
        return [one for one in compare_metadata(context, metadata) if "ix_totals_board" not in repr(one)]

    assert within(empty, compare) == []


def test_every_constraint_of_the_code_is_in_the_migrated_database(empty: Engine) -> None:
    migrate(empty, SCRIPTS)
    statement = text(NAMES_MADE[empty.dialect.name])
    made = " ".join(within(empty, lambda connection: connection.execute(statement).scalars().all()))
    names = {str(one.name) for table in metadata.tables.values() for one in (*table.constraints, *table.indexes)}
    assert {name for name in names if name not in made} == set()


def test_the_index_of_the_boards_is_there(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'new.db'}")
    migrate(engine, SCRIPTS)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT sql FROM sqlite_master WHERE name = 'ix_totals_board'")).scalar_one()
    assert "points DESC" in found


def test_an_upgrade_of_what_is_up_to_date_changes_nothing(empty: Engine) -> None:
    migrate(empty, SCRIPTS)
    before = tables(empty)
    migrate(empty, SCRIPTS)
    assert (tables(empty), pending(empty, SCRIPTS)) == (before, [])


def test_a_new_database_lacks_everything_and_each_is_told_by_its_sentence(empty: Engine) -> None:
    found = pending(empty, SCRIPTS)
    assert found[0] == "0001 first tables"
    assert len(found) == len(HEADS)


def test_a_database_that_went_all_the_way_back_lacks_everything(empty: Engine) -> None:
    everything = pending(empty, SCRIPTS)
    migrate(empty, SCRIPTS)
    migrate(empty, SCRIPTS, "base")
    assert pending(empty, SCRIPTS) == everything


async def filled(url: str) -> None:
    """Puts a row in most tables."""
    store = store_on(connect(url))

    def work(tx: Tx) -> None:
        found = opened(tx)
        tx.people.see(ANA, "Ana", NOW)
        tx.people.add_team(found.space, "Vision")
        tx.people.join_team(ANA, tx.people.teams(found.space)[0].id)
        tx.submissions.save(answer(found), day=DAY)
        tx.submissions.take_hint(found.id, ANA, 0, 10)
        tx.schedules.pin(found.schedule, DAY, found.item)
        tx.schedules.skip(found.schedule, DAY)
        tx.ledger.add_team_round(found.space, None, found.id, DAY, 5, 1)
        tx.quizzes.add(ANA, "llm", found.style, [], NOW)

    await store.run(work)
    await store.close()


@pytest.mark.parametrize("step", ["base", "-1"])
async def test_a_database_with_rows_goes_back_and_comes_again(database_url: str, step: str) -> None:
    await filled(database_url)
    engine = connect(database_url)
    migrate(engine, SCRIPTS, step)
    gone = tables(engine)
    migrate(engine, SCRIPTS)
    assert gone == {"alembic_version"} or step == "-1"
    assert tables(engine) == {*metadata.tables, "alembic_version"}


def test_a_database_of_a_newer_version_says_to_upgrade(empty: Engine) -> None:
    migrate(empty, SCRIPTS)
    within(empty, lambda connection: connection.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    with pytest.raises(DatabaseProblem, match=r"9999.*written by a newer version: upgrade Study Bot"):
        pending(empty, SCRIPTS)


def test_a_store_is_opened_with_its_tables_made(empty_url: str) -> None:
    with pytest.raises(DatabaseProblem, match="lacks"):
        wiring.open_store(empty_url, may_migrate=False)
    wiring.open_store(empty_url, may_migrate=True)
    assert "rounds" in tables(connect(empty_url))


def value(column: Column[Any]) -> object:
    """Something that a column takes, whatever its table checks."""
    chosen = {"phase": "open", "state": "pending", "kind": "notice", "zone": "UTC", "at": "09:00"}
    kind = column.type
    if isinstance(kind, DateTime):
        return NOW.replace(tzinfo=None) if not kind.timezone else NOW
    if isinstance(kind, Date):
        return date(2026, 11, 23)
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, Integer):
        return 1
    return [] if isinstance(kind, JSON) else chosen.get(column.name, "x")


def rows_of(connection: Connection, old: MetaData) -> dict[str, int]:
    """Writes a row into each table as a version that knows those columns alone does; how many rows there are then."""
    for table in old.sorted_tables:
        if table.name != "alembic_version":
            needed = [one for one in table.columns if not one.nullable and one.server_default is None]
            given = {*needed, *table.primary_key.columns}
            connection.execute(table.insert(), {one.name: value(one) for one in given})
    return counts(connection, old)


def counts(connection: Connection, of: MetaData) -> dict[str, int]:
    return {
        table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in of.sorted_tables
        if table.name != "alembic_version"
    }


def known_tables(engine: Engine) -> MetaData:
    """The tables as they are in the database."""
    found = MetaData()
    within(engine, found.reflect)
    return found


def emptied(connection: Connection, of: MetaData) -> None:
    for table in reversed(of.sorted_tables):
        if table.name != "alembic_version":
            connection.execute(table.delete())


def test_the_version_before_goes_on_writing_while_the_next_one_migrates(empty: Engine) -> None:
    """Every step expands only: replicas of both versions run side by side while they are replaced."""
    migrate(empty, SCRIPTS, HEADS[0])
    for after in HEADS[1:]:
        old = known_tables(empty)
        migrate(empty, SCRIPTS, after)
        written = within(empty, partial(rows_of, old=old))
        assert set(written.values()) == {1}, after
        within(empty, partial(emptied, of=old))


def test_a_file_of_an_early_version_comes_up_to_date_with_its_rows(empty: Engine) -> None:
    migrate(empty, SCRIPTS, "0002")
    before = within(empty, partial(rows_of, old=known_tables(empty)))
    migrate(empty, SCRIPTS)
    after = within(empty, partial(counts, of=known_tables(empty)))
    assert {name for name in before if after[name] < before[name]} == set()
    assert pending(empty, SCRIPTS) == []


def test_replicas_that_start_together_migrate_once(postgres: Server) -> None:
    url = postgres.make("template1")
    failures: list[BaseException] = []

    def start() -> None:
        try:
            wiring.open_store(url, may_migrate=True)
        except BaseException as error:
            failures.append(error)

    replicas = [threading.Thread(target=start) for _ in range(4)]
    for one in replicas:
        one.start()
    for one in replicas:
        one.join()
    left = pending(connect(url), SCRIPTS)
    postgres.drop(url)
    assert (failures, left) == ([], [])
