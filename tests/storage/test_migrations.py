"""The tables come from the migrations, and can go back."""

import re
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from bot import wiring
from bot.storage.database import DatabaseProblem, connect, migrate, pending
from bot.storage.store import SqliteStore
from bot.storage.tables import metadata
from tests.storage.samples import ANA, DAY, NOW, answer, opened

SCRIPTS = wiring.data_folder("migrations")
PLATFORMS = ("slack_", "discord_")
"""Tables of platforms are declared in the platforms' own folders, and tested there."""


@pytest.fixture
def empty(tmp_path: Path) -> Engine:
    """A file without a table."""
    return connect(f"sqlite:///{tmp_path / 'new.db'}")


def tables(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return {name for name in inspect(connection).get_table_names() if not name.startswith(PLATFORMS)}


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
    with empty.connect() as connection:
        mine = {"include_name": lambda name, kind, _: kind != "table" or not name.startswith(PLATFORMS)}
        context = MigrationContext.configure(connection, opts={"compare_type": True, **mine})
        # SQLite cannot reflect an index over an expression; it is compared by name below.
        differences = [one for one in compare_metadata(context, metadata) if "ix_totals_board" not in repr(one)]
    assert differences == []


def test_the_index_of_the_boards_is_there(empty: Engine) -> None:
    migrate(empty, SCRIPTS)
    with empty.connect() as connection:
        found = connection.execute(text("SELECT sql FROM sqlite_master WHERE name = 'ix_totals_board'")).scalar_one()
    assert "points DESC" in found


def test_every_constraint_of_the_code_is_in_the_migrated_database(empty: Engine) -> None:
    migrate(empty, SCRIPTS)
    with empty.connect() as connection:
        made = " ".join(connection.execute(text("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")).scalars())
    names = {str(one.name) for table in metadata.tables.values() for one in (*table.constraints, *table.indexes)}
    assert {name for name in names if name not in made} == set()


def test_an_upgrade_of_what_is_up_to_date_changes_nothing(empty: Engine) -> None:
    migrate(empty, SCRIPTS)
    before = tables(empty)
    migrate(empty, SCRIPTS)
    assert (tables(empty), pending(empty, SCRIPTS)) == (before, [])


def test_a_new_database_lacks_everything_and_each_is_told_by_its_sentence(empty: Engine) -> None:
    found = pending(empty, SCRIPTS)
    assert found[0] == "0001 first tables"
    assert len(found) == len(list((SCRIPTS / "versions").glob("0*.py")))


def test_a_database_that_went_all_the_way_back_lacks_everything(empty: Engine) -> None:
    everything = pending(empty, SCRIPTS)
    migrate(empty, SCRIPTS)
    migrate(empty, SCRIPTS, "base")
    assert pending(empty, SCRIPTS) == everything


async def filled(database: Path) -> None:
    """Puts a row in most tables."""
    store = SqliteStore(connect(f"sqlite:///{database}"))

    def work(tx):  # type: ignore[no-untyped-def]
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
async def test_a_database_with_rows_goes_back_and_comes_again(database: Path, step: str) -> None:
    await filled(database)
    engine = connect(f"sqlite:///{database}")
    migrate(engine, SCRIPTS, step)
    gone = tables(engine)
    migrate(engine, SCRIPTS)
    assert gone == {"alembic_version"} or step == "-1"
    assert tables(engine) == {*metadata.tables, "alembic_version"}


def test_a_database_of_a_newer_version_says_to_upgrade(empty: Engine) -> None:
    migrate(empty, SCRIPTS)
    with empty.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseProblem, match=r"9999.*written by a newer version: upgrade Study Bot"):
        pending(empty, SCRIPTS)


def test_a_store_is_opened_with_its_tables_made(tmp_path: Path) -> None:
    file = tmp_path / "folder" / "study.db"
    with pytest.raises(DatabaseProblem, match="lacks"):
        wiring.open_store(f"sqlite:///{file}", may_migrate=False)
    wiring.open_store(f"sqlite:///{file}", may_migrate=True)
    assert "rounds" in tables(connect(f"sqlite:///{file}"))
