"""What the storage layer costs: answers with their points, against the bare drivers with the same statements.

    python -m tests.benchmarks.answers [answers] [rounds]

Each answer is one transaction: the submission, the member's day, the round's count, two awards, and the totals and
counts of every board. Sixteen tasks at a time. The statements of ours are written down once, with their values, and
played by sqlite3 (one thread, one commit each) and by asyncpg (sixteen connections, prepared statements) on databases
of their own. Ours and theirs take turns, since machines have moods. A ratio of 2.0 means that the driver alone
would do twice as many. Goals: at most 1.5 for SQLite, 2.0 for PostgreSQL.
"""

import asyncio
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import asyncpg
from sqlalchemy import Engine, event

from bot import wiring
from bot.domain.rounds import Round
from bot.storage.database import connect, migrate
from tests.postgres import Server
from tests.storage.deeds import all_answer, answered, member
from tests.storage.samples import opened

TASKS = 16
Sent = tuple[str, Any, bool]
"""A statement, its values, and whether they are many."""


class Speed(NamedTuple):
    """What one answer takes: time, and time of this process on a processor, which neighbors disturb less."""

    seconds: float
    work: float


class Watch:
    """Measures from when it is made."""

    def __init__(self) -> None:
        self._wall, self._work = time.perf_counter(), time.process_time()

    def per(self, number: int) -> Speed:
        return Speed((time.perf_counter() - self._wall) / number, (time.process_time() - self._work) / number)


def recorded(engine: Engine, sent: list[Sent]) -> None:
    """Writes down what the engine sends."""

    def note(_c: object, _cursor: object, statement: str, values: Any, _context: object, _many: bool) -> None:
        if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE")):
            # Inserts of several rows that return something go as one statement, with their values in a row.
            sent.append((statement, values, isinstance(values, list)))

    event.listen(engine, "before_cursor_execute", note)


async def written_down(url: str, answers: int) -> list[list[Sent]]:
    """The statements of each answer, on a database that is thrown away."""
    engine = connect(url)
    store = wiring.store_on(engine)
    round = await store.run(opened)
    sent: list[Sent] = []
    recorded(engine, sent)
    scripts: list[list[Sent]] = []
    for who in (member(number) for number in range(answers)):
        await store.run(lambda tx, who=who: answered(tx, round, who))  # type: ignore[misc]
        scripts.append(sent.copy())
        sent.clear()
    await store.close()
    return scripts


async def prepared(url: str) -> tuple[Any, Round]:
    store = wiring.store_on(connect(url, pool=TASKS))
    return store, await store.run(opened)


async def ours(url: str, answers: int) -> Speed:
    """Through the store."""
    store, round = await prepared(url)
    await all_answer(store, round, [member(10_000 + i) for i in range(64)], tasks=TASKS)
    began = Watch()
    results = await all_answer(store, round, [member(i) for i in range(answers)], tasks=TASKS)
    found = began.per(answers)
    await store.close()
    assert set(results) == {True}
    return found


async def bare_sqlite(url: str, scripts: Sequence[list[Sent]]) -> Speed:
    store, _ = await prepared(url)
    await store.close()
    database = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        database.execute(f"PRAGMA {pragma}")
    began = Watch()
    for script in scripts:
        database.execute("BEGIN IMMEDIATE")
        for statement, values, many in script:
            (database.executemany if many else database.execute)(statement, values).fetchall()
        database.execute("COMMIT")
    found = began.per(len(scripts))
    database.close()
    return found


async def bare_asyncpg(url: str, scripts: Sequence[list[Sent]]) -> Speed:
    store, _ = await prepared(url)
    await store.close()
    waiting = iter(scripts)
    connections = [await asyncpg.connect(url) for _ in range(TASKS)]

    async def play(connection: asyncpg.Connection) -> None:
        for script in waiting:
            async with connection.transaction():
                for statement, values, many in script:
                    if many:
                        await connection.executemany(statement, values)
                    else:
                        await connection.fetch(statement, *values)

    began = Watch()
    await asyncio.gather(*(play(one) for one in connections))
    found = began.per(len(scripts))
    for one in connections:
        await one.close()
    return found


def told(name: str, pairs: Sequence[tuple[Speed, Speed]], goal: float) -> None:
    for what, unit in (("seconds", "s"), ("work", "s of our processor")):
        ratios = sorted(getattr(own, what) / getattr(bare, what) for own, bare in pairs)
        own, bare = (1 / statistics.median(getattr(one, what) for one in each) for each in zip(*pairs, strict=True))
        print(
            f"{name:<11} ours {own:6.0f}, bare {bare:6.0f} answers per {unit}; "
            f"ratio {statistics.median(ratios):.2f} ({ratios[0]:.2f}-{ratios[-1]:.2f}), goal {goal}"
        )


async def main(answers: int, rounds: int) -> None:
    folder = Path(tempfile.mkdtemp())
    empty = folder / "empty.db"
    migrate(connect(f"sqlite:///{empty}"), wiring.data_folder("migrations"))
    server = Server()
    server.run("ALTER SYSTEM RESET fsync")
    server.run("ALTER SYSTEM RESET full_page_writes")
    server.run("SELECT pg_reload_conf()")

    def file(name: str) -> str:
        return f"sqlite:///{shutil.copy(empty, folder / f'{name}.db')}"

    try:
        scripts = await written_down(file("record"), answers)
        print(f"{answers} answers, {TASKS} tasks, {len(scripts[0])} statements each on SQLite")
        told(
            "SQLite",
            [
                (await ours(file(f"ours{i}"), answers), await bare_sqlite(file(f"bare{i}"), scripts))
                for i in range(rounds)
            ],
            1.5,
        )
        scripts = await written_down(server.make(), answers)
        told(
            "PostgreSQL",
            [(await ours(server.make(), answers), await bare_asyncpg(server.make(), scripts)) for _ in range(rounds)],
            2.0,
        )
    finally:
        server.close()
        shutil.rmtree(folder)


if __name__ == "__main__":
    asyncio.run(main(*(int(word) for word in [*sys.argv[1:], "1500", "5"][:2])))
