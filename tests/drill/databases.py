"""The databases of a drill, as its supervisor sees them: prepared, read, locked, struck down."""

import asyncio
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import asyncpg

ROWS = """
select d.id, d.key, d.kind, d.space, d.channel, d.state, d.attempt, d.fence, d.owner, d.message, d.error,
       d.check_at
from deliveries d
"""
UNPLANNED = """
select count(*) as found from schedules s where not exists (select 1 from deliveries d where d.schedule = s.id)
"""
STILL_OPEN = "select count(*) as found from rounds where phase in ('planned', 'open')"
ANSWERS = "select count(*) as found from submissions"

Row = dict[str, Any]


class Database(Protocol):
    @property
    def url(self) -> str: ...
    def read(self, statement: str) -> list[Row] | None:
        """The rows; None while the database cannot be read."""

    def strike(self) -> None:
        """Ends the server at once and starts it again. Called in a process of its own."""

    def hold(self, seconds: float) -> None:
        """Keeps everybody else out for so long. Called in a process of its own."""


class File:
    """One SQLite file for all processes."""

    def __init__(self, url: str) -> None:
        self.url, self._file = url, Path(url.removeprefix("sqlite:///"))

    def read(self, statement: str) -> list[Row] | None:
        connection = sqlite3.connect(f"file:{self._file}?mode=ro", uri=True, timeout=10)
        connection.row_factory = sqlite3.Row
        try:
            return [dict(row) for row in connection.execute(statement)]
        except sqlite3.OperationalError:
            return None
        finally:
            connection.close()

    def strike(self) -> None:
        raise NotImplementedError("a file has no server that could be struck down")

    def hold(self, seconds: float) -> None:
        connection = sqlite3.connect(self._file, timeout=30, isolation_level=None)
        connection.execute("begin immediate")
        time.sleep(seconds)
        connection.execute("rollback")
        connection.close()


class Server:
    """A database on a PostgreSQL server. `control` is its `pg_ctl`, where the drill may strike it down."""

    def __init__(self, url: str, control: Callable[..., None] | None = None) -> None:
        self.url, self._control = url, control

    def read(self, statement: str) -> list[Row] | None:
        try:
            return asyncio.run(self._read(statement))
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            return None

    async def _read(self, statement: str) -> list[Row]:
        connection = await asyncpg.connect(self.url, timeout=5)
        try:
            return [dict(row) for row in await connection.fetch(statement, timeout=10)]
        finally:
            connection.terminate()

    def strike(self) -> None:
        assert self._control is not None, "this server is not ours to strike down"
        self._control("restart", "-m", "immediate")

    def hold(self, seconds: float) -> None:
        asyncio.run(self._hold(seconds))

    async def _hold(self, seconds: float) -> None:
        connection = await asyncpg.connect(self.url)
        async with connection.transaction():
            await connection.execute("lock table deliveries in access exclusive mode")
            await asyncio.sleep(seconds)
        await connection.close()


def database_at(url: str) -> File | Server:
    return File(url) if url.startswith("sqlite") else Server(url)


def migrate(url: str) -> None:
    """Brings the tables up to date in a process of its own: what that loads and starts is not forked along."""
    code = f"""
import asyncio
from bot import wiring
async def work():
    await wiring.open_store({url!r}, may_migrate=True).close()
asyncio.run(work())
"""
    subprocess.run([sys.executable, "-c", code], check=True)
