"""SQLite: how it is connected, and what its words mean."""

import sqlite3
from pathlib import Path

from sqlalchemy import URL, Engine, NullPool, create_engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from bot.storage.problems import DatabaseProblem

LOCKED_MS = 8_000
"""How long a transaction waits for another process before it gives up: a backup or a look with another tool ends
sooner, and whoever waits for an answer does not wait much longer."""


def connect(url: URL, *, create: bool, locked_ms: int) -> Engine:
    """The place is checked, and made where it may be."""
    in_memory = url.database in (None, "", ":memory:")
    if not in_memory:
        _writable(Path(url.database or ""), create=create)
    engine = (
        create_engine(url, hide_parameters=True)
        if in_memory
        else create_engine(url, poolclass=NullPool, hide_parameters=True)
    )

    def prepare(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves: see _begin
        for pragma in (f"busy_timeout={locked_ms}", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _writable(file: Path, *, create: bool) -> None:
    try:
        if create:
            file.parent.mkdir(parents=True, exist_ok=True)
        if create or file.exists():
            with file.open("ab"):
                pass
    except OSError as error:
        raise DatabaseProblem(
            f"The database {file} cannot be written: {error.strerror}. "
            "Give another place with --database or `database:` in the configuration."
        ) from None


def _begin(connection: Connection) -> None:
    # IMMEDIATE: a transaction that starts by reading and then writes could find the file changed in between, and
    # SQLite would refuse it at once, whatever the timeout.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def explained(error: DBAPIError, url: URL) -> DatabaseProblem:
    """The driver's error in words that say what to do."""
    words = str(error.orig)
    place = url.database or "in memory"
    for sign, says in (
        ("locked", f"Another process holds the database {place}. Stop the other Study Bot, or wait."),
        ("readonly", f"The database {place} can be read but not written. Check the rights of the file and its folder."),
        ("unable to open", f"The database {place} cannot be opened. Check the rights of the file and its folder."),
        ("not a database", f"{place} is not a database. Move it away, or give another place with --database."),
        (
            "malformed",
            f"The database {place} is damaged. Restore a copy; `sqlite3 {place} .recover` may save the rest.",
        ),
        ("full", f"The disk with the database {place} is full. Make room; nothing that was confirmed is lost."),
    ):
        if sign in words:
            return DatabaseProblem(says)
    return DatabaseProblem(f"The database {place} cannot be used: {words}.")
