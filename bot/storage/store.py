"""One transaction at a time, on a thread of its own.

SQLite has one writer whatever we do. Giving it one thread, which commits everything that is waiting together, is
several times faster than letting connections wait for one another's locks, and use cases stay plain functions.
"""

import asyncio
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError, OperationalError

from bot.engine.ports.store import Tx
from bot.storage.database import explained
from bot.storage.problems import DatabaseProblem
from bot.storage.transaction import Transaction

T = TypeVar("T")

BATCH = 64
"""Use cases that share a commit, at most."""


@dataclass(slots=True)
class _Job:
    work: Callable[[Tx], Any]
    future: "asyncio.Future[Any]"
    loop: asyncio.AbstractEventLoop
    result: Any = None
    error: BaseException | None = None

    def hand_over(self) -> None:
        if self.future.cancelled():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


def _deliver(jobs: list[_Job]) -> None:
    """Gives each its result. A loop is woken once for all of its jobs: waking costs more than an insert."""

    def hand_over(mine: list[_Job]) -> None:
        for job in mine:
            job.hand_over()

    for loop in {job.loop for job in jobs}:
        # The loop may have been closed while we worked; what was committed is committed.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(hand_over, [job for job in jobs if job.loop is loop])


class SqliteStore:
    """`await store.run(work)`: all of it is kept, or, when it raises, nothing."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._closed = False
        self._thread = threading.Thread(target=self._write, name="database", daemon=True)
        self._thread.start()

    async def run(self, work: Callable[[Tx], T]) -> T:
        if self._closed:
            raise DatabaseProblem("The database is closed: the bot is stopping.")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._jobs.put(_Job(work, future, loop))
        return await future

    async def close(self) -> None:
        """Finishes what is waiting, and closes the file."""
        self._closed = True
        self._jobs.put(None)
        await asyncio.to_thread(self._thread.join)
        self._engine.dispose()

    def _write(self) -> None:
        connection: Connection | None = None
        while (first := self._jobs.get()) is not None:
            jobs = [first]
            last = False
            while len(jobs) < BATCH and not self._jobs.empty():
                job = self._jobs.get()
                if job is None:
                    last = True
                    break
                jobs.append(job)
            try:
                connection = connection or self._engine.connect()
                self._commit(connection, jobs)
            except DatabaseError as error:
                self._drop(connection)
                connection = None
                problem = explained(error, self._engine)
                for job in jobs:
                    job.error = job.error or problem
            except BaseException as error:  # nobody may wait for ever, whatever broke
                self._drop(connection)
                connection = None
                for job in jobs:
                    job.error = job.error or error
            _deliver(jobs)
            if last:
                break
        self._drop(connection)

    @staticmethod
    def _commit(connection: Connection, jobs: list[_Job]) -> None:
        with connection.begin():
            # Savepoints by the driver itself: SQLAlchemy's own cost as much as two inserts.
            say: Callable[[str], object] = connection.connection.execute
            for job in jobs:
                say("SAVEPOINT job")
                try:
                    job.result = job.work(Transaction(connection))
                except OperationalError as error:
                    # A full disk, a lost file: SQLite has rolled back everything already, savepoints too.
                    raise _first(error) from None
                except Exception as error:
                    job.error = error
                    say("ROLLBACK TO job")
                say("RELEASE job")

    @staticmethod
    def _drop(connection: Connection | None) -> None:
        """A connection that failed is not used again."""
        if connection is not None:
            connection.invalidate()
            connection.close()


def _first(error: BaseException) -> BaseException:
    """What really happened, where SQLAlchemy stumbled over a savepoint that was gone by then."""
    found = error
    while error.__context__ is not None:
        error = error.__context__
        if isinstance(error, OperationalError):
            found = error
    return found
