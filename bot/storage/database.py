"""Connecting, and bringing the tables up to date; the same for SQLite and PostgreSQL."""

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine, inspect, text
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from bot.storage import sqlite
from bot.storage.problems import DatabaseProblem as DatabaseProblem
from bot.storage.tables import metadata

T = TypeVar("T")

SQLITE = ("sqlite", "sqlite+pysqlite")
POSTGRESQL = ("postgresql", "postgres", "postgresql+asyncpg")
EXAMPLES = "For example: sqlite:///study.db, or postgresql://study:${DATABASE_PASSWORD}@localhost/study"
POOL = 10
"""Connections to PostgreSQL that one process holds at most. SQLite needs one."""

WAIT = 5.0
"""How long a use case waits for a free connection before it is told that there is none."""

OLDEST_POSTGRESQL = (14,)

MIGRATING = 0x57D1B07
"""The key of the advisory lock that replicas which start together take in turn."""


def connect(
    url: str, *, create: bool = True, pool: int = POOL, wait: float = WAIT, locked_ms: int = sqlite.LOCKED_MS
) -> Engine:
    """An engine for an address such as `sqlite:///study.db` or `postgresql://study@localhost/study`.

    SQLite's file is checked, and made where it may be; `locked_ms` is how long it waits for another process. PostgreSQL
    is not asked before the first transaction; `wait` is how many seconds a use case waits for a free connection.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # ValueError: a port that is no number
        # What cannot be read may still hold a password, so it is not repeated where it may.
        shown = "This" if "@" in url else f'"{url}"'
        raise DatabaseProblem(f"{shown} is not a database address. {EXAMPLES}") from None
    if parsed.drivername in SQLITE:
        return sqlite.connect(parsed, create=create, locked_ms=locked_ms)
    if parsed.drivername in POSTGRESQL:
        from bot.storage import postgres

        return postgres.connect(parsed, pool=pool, wait=wait)
    raise DatabaseProblem(f"Data is kept in SQLite or PostgreSQL; {parsed.drivername} is not supported. {EXAMPLES}")


def explained(error: DBAPIError | OSError | PoolExhausted, engine: Engine) -> DatabaseProblem:
    """The driver's error in words that say what to do."""
    if engine.dialect.name == "sqlite":
        assert isinstance(error, DBAPIError)  # its driver raises no other
        return sqlite.explained(error, engine.url)
    from bot.storage import postgres_problems

    return postgres_problems.explained(error, engine.url)


def within(engine: Engine, work: Callable[[Connection], T]) -> T:
    """Does the work in one transaction, and waits for it; the database's own words become sentences.

    For what happens once, at the start or on the command line; use cases go through a store.
    """
    try:
        if engine.dialect.is_async:
            return _within_a_loop(engine, work)
        with engine.begin() as connection:
            return work(connection)
    except (DatabaseError, DBAPIError, OSError, PoolExhausted) as error:
        raise explained(error, engine) from error


def _within_a_loop(engine: Engine, work: Callable[[Connection], T]) -> T:
    """The same with an asynchronous driver: on a thread of its own, since the caller's may run a loop already."""
    from bot.storage import postgres

    results: list[T] = []
    failures: list[BaseException] = []

    def run() -> None:
        try:
            results.append(asyncio.run(postgres.once(engine, work)))
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=run, name="database")
    thread.start()
    thread.join()
    if failures:
        raise failures[0]
    return results[0]


def pending(engine: Engine, scripts: Path) -> list[str]:
    """Migrations that this database still lacks, oldest first, as `0001 first tables`.

    Read from the files' names, `NNNN_short_sentence.py`: Alembic takes a quarter of a second to load, and at most
    starts there is nothing for it to do.
    """
    known = [file.stem.replace("_", " ") for file in sorted((scripts / "versions").glob("[0-9]*.py"))]
    current, may_create = within(engine, _state)
    if not may_create and (current is None or current < known[-1].split(" ", 1)[0]):
        raise DatabaseProblem(
            f"User {engine.url.username} may not make tables in the database {shown(engine)}. "
            f"Make the user its owner: ALTER DATABASE {engine.url.database} OWNER TO {engine.url.username}"
        )
    if current is None:
        return known
    done = [name for name in known if name.split(" ", 1)[0] <= current]
    if not done or done[-1].split(" ", 1)[0] != current:
        raise DatabaseProblem(
            f"The database is at migration {current}, which this version does not know. "
            "It was written by a newer version: upgrade Study Bot."
        )
    return known[len(done) :]


def _state(connection: Connection) -> tuple[str | None, bool]:
    """The migration that the database is at, and whether we may make tables."""
    may_create = True
    if connection.dialect.name == "postgresql":
        found = connection.dialect.server_version_info or ()
        if found < OLDEST_POSTGRESQL:
            raise DatabaseProblem(
                f"The server runs PostgreSQL {'.'.join(map(str, found))}; {OLDEST_POSTGRESQL[0]} or newer is needed."
            )
        may_create = connection.execute(text("SELECT has_schema_privilege(current_schema(), 'CREATE')")).scalar_one()
    if not inspect(connection).has_table("alembic_version"):
        return None, may_create
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none(), may_create


def shown(engine: Engine) -> str:
    """The address for people to read; never with its password."""
    return engine.url.render_as_string(hide_password=True)


def migrate(engine: Engine, scripts: Path, revision: str = "head") -> None:
    """Brings the tables to a revision, in one transaction; a revision such as `-1` goes back.

    Replicas that start together take turns: the second finds the work done.
    """
    from alembic import command
    from alembic.config import Config

    def work(connection: Connection) -> None:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATING})
        config = Config()
        config.set_main_option("script_location", str(scripts).replace("%", "%%"))
        config.attributes["connection"] = connection
        config.attributes["metadata"] = metadata
        step: Any = command.downgrade if revision.startswith("-") or revision == "base" else command.upgrade
        step(config, revision)

    within(engine, work)
