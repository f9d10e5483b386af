"""A database that cannot be used says why, and what to do."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import OperationalError

from bot import wiring
from bot.storage.database import DatabaseProblem, connect, explained, pending, within

SCRIPTS = wiring.data_folder("migrations")
LETTER = "Dear reader, this is a letter and no database, though it is long enough to be a header of one. " * 9


@pytest.mark.parametrize("url", ["study.db", "", "sqlite", "://", "sqlite:/study.db"])
def test_what_is_no_address_is_said(url: str) -> None:
    with pytest.raises(DatabaseProblem, match="is not a database address"):
        connect(url)


@pytest.mark.parametrize(
    "url",
    ["postgresql+psycopg://u:a5ecret@host/db", "mysql://u:a5ecret@host/db", "postgresql://u:a5ecret@host:a_port/db"],
)
def test_another_kind_of_database_is_refused_and_no_secret_is_shown(url: str) -> None:
    with pytest.raises(DatabaseProblem, match=r"is not supported|is not a database address") as error:
        connect(url)
    assert "a5ecret" not in str(error.value)


def test_another_driver_of_sqlite_is_refused_in_words() -> None:
    with pytest.raises(DatabaseProblem):
        connect("sqlite+aiosqlite:///study.db")


def test_a_folder_that_is_missing_is_made(tmp_path: Path) -> None:
    connect(f"sqlite:///{tmp_path}/a/b/study.db")
    assert (tmp_path / "a" / "b").is_dir()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DatabaseProblem, match=r"cannot be written: .*\. Give another place"):
        connect(f"sqlite:///{tmp_path}/file/study.db")


def test_a_folder_in_the_place_of_the_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(DatabaseProblem, match="cannot be written: Is a directory"):
        connect(f"sqlite:///{tmp_path}")


def test_looking_does_not_make_the_file(tmp_path: Path) -> None:
    connect(f"sqlite:///{tmp_path}/a/study.db", create=False)
    assert list(tmp_path.iterdir()) == []


def test_a_letter_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_text(LETTER)
    with pytest.raises(DatabaseProblem, match="is not a database"):
        pending(connect(f"sqlite:///{tmp_path}/letter.db"), SCRIPTS)


def test_a_file_that_another_process_holds_is_said(database: Path) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DatabaseProblem, match="Another process holds the database"):
            pending(connect(f"sqlite:///{database}", locked_ms=10), SCRIPTS)


def test_a_database_in_memory_is_one() -> None:
    assert within(connect("sqlite://"), lambda connection: connection.execute(text("SELECT 1")).scalar_one()) == 1


def test_foreign_keys_hold_and_writers_do_not_stop_readers(database: Path) -> None:
    with connect(f"sqlite:///{database}").connect() as connection:
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in ("foreign_keys", "journal_mode")]
    assert found == [1, "wal"]


def fail_in_the_middle(connection: Connection) -> None:
    connection.execute(text("INSERT INTO notes (name, value) VALUES ('a', 'b')"))
    connection.execute(text("SELECT * FROM no_table"))


def test_an_error_in_the_middle_is_said_in_words_and_undone(database: Path) -> None:
    engine = connect(f"sqlite:///{database}")
    with pytest.raises(DatabaseProblem, match="cannot be used: no such table: no_table"):
        within(engine, fail_in_the_middle)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM notes")).scalar_one() == 0


def test_an_error_of_somebody_else_is_not_explained_away(database: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        within(connect(f"sqlite:///{database}"), lambda _: 1 // 0)


def test_an_error_at_the_commit_is_said_in_words(database: Path) -> None:
    engine = connect(f"sqlite:///{database}")

    def full(_: object) -> None:
        raise OperationalError("COMMIT", {}, sqlite3.OperationalError("database or disk is full"))

    event.listen(engine, "commit", full)
    with pytest.raises(DatabaseProblem, match="Make room"):
        within(engine, lambda connection: connection.execute(text("SELECT 1")))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("database is locked", "Stop the other Study Bot, or wait."),
        ("attempt to write a readonly database", "can be read but not written"),
        ("unable to open database file", "cannot be opened"),
        ("file is not a database", "Move it away"),
        ("database disk image is malformed", "is damaged"),
        ("database or disk is full", "Make room"),
        ("something new", "cannot be used: something new."),
    ],
)
def test_the_drivers_words_become_sentences(tmp_path: Path, words: str, says: str) -> None:
    error = OperationalError("SELECT", {}, sqlite3.OperationalError(words))
    assert says in str(explained(error, connect(f"sqlite:///{tmp_path}/study.db")))
