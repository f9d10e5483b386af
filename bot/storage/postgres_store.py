"""Use cases on PostgreSQL: many at a time, each on a connection of the pool.

Isolation is READ COMMITTED: on the row of a round that a whole team answers at once, stricter levels would refuse all
answers but one instead of letting them wait. What decides is a constraint or a conditional update, and what is read
first and relied on later is locked when it is read: see `with_for_update` in the repositories, which SQLite ignores.

A work is run again
- when another transaction was in the way: a deadlock, or a row that appeared between the look and the insert;
- when the connection is lost, or the server is away, after a pause, for as long as `patience` says. Before COMMIT was
  sent, nothing was kept. When it is lost during the commit, nobody knows; the work is run again all the same. All
  inserts have natural keys and all changes are conditional, so a second run finds what the first one did: an answer is
  "changed" to the same text, an award is there already, a claim is not got (its lease ends, and a look-up settles it),
  a confirmation is not needed any more. To give up instead would tell people that nothing was saved, which may be
  wrong, and they would do the same by hand.
"""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import TypeVar

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.engine.ports.store import Tx
from bot.storage.postgres_problems import Next, explained, next_step
from bot.storage.problems import DatabaseProblem
from bot.storage.transaction import Transaction

T = TypeVar("T")

PATIENCE = 8.0
"""Seconds after which a work that meets no server is given up. A restart takes two."""

TIMES = {Next.AGAIN: 5, Next.ONCE: 1}
"""How often a work is run again because others were in the way."""

PAUSE, LONGEST_PAUSE = 0.01, 0.5

_clock = select(func.clock_timestamp())


class PostgresStore:
    """`await store.run(work)`: all of it is kept, or, when it raises, nothing."""

    def __init__(self, engine: Engine, *, patience: float = PATIENCE) -> None:
        self._engine = AsyncEngine(engine)
        self._patience = patience
        self._running: set[asyncio.Task[object]] = set()
        self._closed = False

    async def run(self, work: Callable[[Tx], T]) -> T:
        if self._closed:
            raise DatabaseProblem("The database is closed: the bot is stopping.")
        # A task of its own: a caller who goes away takes no connection with it in the middle of a statement, and
        # what was asked for is done, as on SQLite.
        task = asyncio.create_task(self._until_done(work))
        self._running.add(task)
        task.add_done_callback(self._done)
        return await asyncio.shield(task)

    def _done(self, task: "asyncio.Task[object]") -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()  # looked at: whoever waited has it, and nobody else needs to hear of it

    async def close(self) -> None:
        """Finishes what is waiting, and closes the connections."""
        self._closed = True
        await asyncio.gather(*self._running, return_exceptions=True)
        await self._engine.dispose()

    async def _until_done(self, work: Callable[[Tx], T]) -> T:
        began, pause, again = time.monotonic(), PAUSE, 0
        while True:
            try:
                return await self._once(work)
            except (DBAPIError, OSError, PoolExhausted) as error:
                step = next_step(error)
                if again < TIMES.get(step, 0):
                    again += 1
                elif step in (Next.AGAIN, Next.ONCE, Next.RAISE):
                    raise
                elif step is Next.TELL or time.monotonic() - began + pause > self._patience:
                    raise explained(error, self._engine.url) from error
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _once(self, work: Callable[[Tx], T]) -> T:
        async with self._engine.begin() as connection:
            return await connection.run_sync(_done_by, work)


def _done_by(connection: Connection, work: Callable[[Tx], T]) -> T:
    # Asked once: a transaction takes milliseconds, and one that waited for a lock is only the more careful for it.
    @cache
    def now() -> datetime:
        found: datetime = connection.execute(_clock).scalar_one()
        return found

    return work(Transaction(connection, now))
