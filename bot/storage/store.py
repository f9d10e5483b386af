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
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import DatabaseError, OperationalError

from bot.engine.ports.store import Tx
from bot.storage.database import DatabaseProblem, explained
from bot.storage.deliveries import DeliveryRows
from bot.storage.ledger import LedgerRows
from bot.storage.people import PeopleRows
from bot.storage.quizzes import QuizRows
from bot.storage.rounds import RoundRows
from bot.storage.schedules import ScheduleRows
from bot.storage.statements import insert
from bot.storage.submissions import SubmissionRows
from bot.storage.tables import notes

T = TypeVar("T")

BATCH = 64
"""Use cases that share a commit, at most."""

_keep = insert(notes)
_keep = _keep.on_conflict_do_update(index_elements=["name"], set_={"value": _keep.excluded.value})


class Transaction:
    """The repositories on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    @cached_property
    def people(self) -> PeopleRows:
        return PeopleRows(self._db)

    @cached_property
    def schedules(self) -> ScheduleRows:
        return ScheduleRows(self._db)

    @cached_property
    def rounds(self) -> RoundRows:
        return RoundRows(self._db)

    @cached_property
    def submissions(self) -> SubmissionRows:
        return SubmissionRows(self._db)

    @cached_property
    def ledger(self) -> LedgerRows:
        return LedgerRows(self._db)

    @cached_property
    def quizzes(self) -> QuizRows:
        return QuizRows(self._db)

    @cached_property
    def deliveries(self) -> DeliveryRows:
        return DeliveryRows(self._db, self._database_now)

    def _database_now(self) -> datetime:
        # SQLite has no clock but its process's own.
        return datetime.now(UTC)

    def note(self, name: str) -> str | None:
        return self._db.execute(select(notes.c.value).where(notes.c.name == name)).scalar_one_or_none()

    def keep_note(self, name: str, value: str) -> None:
        self._db.execute(_keep, {"name": name, "value": value})


@dataclass(slots=True)
class _Job:
    work: Callable[[Tx], Any]
    future: "asyncio.Future[Any]"
    loop: asyncio.AbstractEventLoop
    result: Any = None
    error: BaseException | None = None

    def deliver(self) -> None:
        def hand_over() -> None:
            if self.future.cancelled():
                return
            if self.error is not None:
                self.future.set_exception(self.error)
            else:
                self.future.set_result(self.result)

        # The loop may have been closed while we worked; what was committed is committed.
        with suppress(RuntimeError):
            self.loop.call_soon_threadsafe(hand_over)


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
            for job in jobs:
                job.deliver()
            if last:
                break
        self._drop(connection)

    @staticmethod
    def _commit(connection: Connection, jobs: list[_Job]) -> None:
        with connection.begin():
            for job in jobs:
                try:
                    with connection.begin_nested():
                        job.result = job.work(Transaction(connection))
                except OperationalError as error:
                    # A full disk, a lost file: SQLite has rolled back everything already, savepoints too.
                    raise _first(error) from None
                except Exception as error:
                    job.error = error

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
