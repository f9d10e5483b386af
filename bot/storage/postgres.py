"""PostgreSQL: how it is connected.

The address is libpq's, with `sslmode`, `host=/socket/folder` and the rest: asyncpg itself reads it.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, NullPool, event
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.storage.problems import DatabaseProblem

T = TypeVar("T")

CONNECT_SECONDS = 5
STATEMENT_SECONDS = 15
"""A use case takes milliseconds. What takes so long is stuck, and holds up others."""

RENEWED_SECONDS = 1800
"""Age at which a connection is replaced: those behind a balancer move on after a fail-over, too."""

STATEMENTS = 400
"""Statements that each connection keeps prepared; the repositories have fewer."""

LIMITS = {
    "statement_timeout": f"{STATEMENT_SECONDS}s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "30s",
}
MIGRATION_LIMITS = {"statement_timeout": "0", "lock_timeout": "120s", "idle_in_transaction_session_timeout": "0"}
"""A migration may take its time, and waits for the replica that migrates already."""


def connect(url: URL, *, pool: int, wait: float) -> Engine:
    """An engine of the asynchronous driver with a pool of at most so many connections; nothing is opened yet."""
    # No ping before each use: it would cost three round trips, and the store runs again what meets a dead connection.
    return _engine(url, LIMITS, pool_size=pool, max_overflow=0, pool_timeout=wait, pool_recycle=RENEWED_SECONDS)


def _engine(url: URL, limits: dict[str, str], **options: Any) -> Engine:
    try:
        found = create_async_engine(url.set(drivername="postgresql+asyncpg"), hide_parameters=True, **options)
    except ImportError as error:
        raise DatabaseProblem(
            f"PostgreSQL needs a library that is missing: {error.name}. Install it: pip install 'studybot[postgresql]'"
        ) from None
    except ArgumentError as error:
        raise DatabaseProblem(f"The address of the PostgreSQL database is at fault: {error}") from None
    engine = found.sync_engine
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)

    def open_with(_dialect: object, _record: object, _positional: object, options: dict[str, Any]) -> None:
        timeout = None if limits is MIGRATION_LIMITS else STATEMENT_SECONDS + 5
        options.clear()
        options.update(
            dsn=address,
            timeout=CONNECT_SECONDS,
            # For a server that fell silent: it cannot keep its own time limit.
            command_timeout=timeout,
            prepared_statement_cache_size=STATEMENTS,
            server_settings={"application_name": "studybot", "timezone": "UTC", **limits},
        )

    event.listen(engine, "do_connect", open_with)
    return engine


async def once(engine: Engine, work: Callable[[Connection], T]) -> T:
    """The work in one transaction on a connection of its own, without the limits of use cases."""
    alone = AsyncEngine(_engine(engine.url, MIGRATION_LIMITS, poolclass=NullPool))
    async with alone.begin() as connection:
        return await connection.run_sync(work)
