"""Connecting, and bringing the tables up to date."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, NullPool, create_engine, event, inspect, text
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError

from bot.domain.errors import Unavailable
from bot.storage.tables import metadata

LOCKED_MS = 5_000
"""How long a transaction waits for another process before it gives up."""


class DatabaseProblem(Unavailable):
    """The database cannot be used; the text says why, and what to do."""


def connect(url: str, *, create: bool = True) -> Engine:
    """An engine for a SQLite address such as `sqlite:///study.db`. The place is checked, and made where it may be."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise DatabaseProblem(f'"{url}" is not a database address. For example: sqlite:///study.db') from None
    if parsed.drivername not in ("sqlite", "sqlite+pysqlite"):
        raise DatabaseProblem(
            f"This version keeps its data in SQLite; {parsed.drivername} is not supported yet. "
            "For example: sqlite:///study.db"
        )
    if parsed.database and parsed.database != ":memory:":
        _writable(Path(parsed.database), create=create)
    engine = (
        create_engine(parsed, poolclass=NullPool, hide_parameters=True)
        if parsed.database not in (None, "", ":memory:")
        else create_engine(parsed, hide_parameters=True)
    )
    event.listen(engine, "connect", _prepare)
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


def _prepare(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves: see _begin
    for pragma in (f"busy_timeout={LOCKED_MS}", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # IMMEDIATE: a transaction that starts by reading and then writes could find the file changed in between, and
    # SQLite would refuse it at once, whatever the timeout.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def pending(engine: Engine, scripts: Path) -> list[str]:
    """Migrations that this database still lacks, oldest first, as `0001 first tables`.

    Read from the files' names, `NNNN_short_sentence.py`: Alembic takes a quarter of a second to load, and at most
    starts there is nothing for it to do.
    """
    known = [file.stem.replace("_", " ") for file in sorted((scripts / "versions").glob("[0-9]*.py"))]
    with guarded(engine) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return known
        current = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    if current is None:
        return known
    done = [name for name in known if name.split(" ", 1)[0] <= current]
    if not done or done[-1].split(" ", 1)[0] != current:
        raise DatabaseProblem(
            f"The database is at migration {current}, which this version does not know. "
            "It was written by a newer version: upgrade Study Bot."
        )
    return known[len(done) :]


def migrate(engine: Engine, scripts: Path, revision: str = "head") -> None:
    """Brings the tables to a revision, in one transaction; a revision such as `-1` goes back."""
    from alembic import command
    from alembic.config import Config

    with guarded(engine) as connection:
        config = Config()
        config.set_main_option("script_location", str(scripts))
        config.attributes["connection"] = connection
        config.attributes["metadata"] = metadata
        step = command.downgrade if revision.startswith("-") or revision == "base" else command.upgrade
        step(config, revision)


class guarded:
    """`with guarded(engine) as connection`: one transaction; SQLite's own words become sentences."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __enter__(self) -> Connection:
        try:
            self._context = self._engine.begin()
            return self._context.__enter__()
        except DatabaseError as error:
            raise explained(error, self._engine) from error

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        try:
            self._context.__exit__(kind, error, trace)
        except OperationalError as failure:
            raise explained(failure, self._engine) from failure
        if isinstance(error, DatabaseError):
            raise explained(error, self._engine) from error


def explained(error: DatabaseError, engine: Engine) -> DatabaseProblem:
    """The driver's error in words that say what to do."""
    words = str(error.orig)
    place = engine.url.database or "in memory"
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
