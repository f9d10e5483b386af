"""SQLite: one writer on a thread of its own, and what may happen to its file."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from bot.domain.errors import Unavailable
from bot.engine.ports.store import Tx
from bot.storage.database import connect
from bot.storage.store import SqliteStore
from tests.storage.test_store import keep, kept


@pytest.fixture
async def store(database: Path) -> AsyncIterator[SqliteStore]:
    made = SqliteStore(connect(f"sqlite:///{database}"))
    yield made
    await made.close()


async def test_two_hundred_works_at_once_are_all_kept(store: SqliteStore) -> None:
    def add(tx: Tx) -> int:
        value = int(tx.note("sum") or 0) + 1
        tx.keep_note("sum", str(value))
        return value

    results = await asyncio.gather(*(store.run(add) for _ in range(200)))
    assert sorted(results) == list(range(1, 201))


async def test_works_run_on_one_thread_that_is_not_the_loops(store: SqliteStore) -> None:
    threads = set(await asyncio.gather(*(store.run(lambda _: threading.get_ident()) for _ in range(20))))
    assert len(threads) == 1
    assert threading.get_ident() not in threads


def test_a_loop_that_was_closed_meanwhile_hinders_nobody(database: Path) -> None:
    store = SqliteStore(connect(f"sqlite:///{database}"))
    begun, go_on = threading.Event(), threading.Event()

    def slow(tx: Tx) -> None:
        begun.set()
        go_on.wait(5)
        tx.keep_note("slow", "kept")

    async def ask_and_leave() -> None:
        asking = asyncio.ensure_future(store.run(slow))
        await asyncio.to_thread(begun.wait, 5)
        asking.cancel()

    asyncio.run(ask_and_leave())
    go_on.set()

    async def look() -> str | None:
        found = await store.run(lambda tx: tx.note("slow"))
        await store.close()
        return found

    assert asyncio.run(look()) == "kept"


async def test_a_database_that_cannot_be_opened_tells_everybody_who_waits(tmp_path: Path) -> None:
    file = tmp_path / "letter.db"
    file.write_text("Dear database, you are none, and this letter is long enough to be a header of one. " * 9)
    store = SqliteStore(connect(f"sqlite:///{file}"))
    works = [store.run(keep(f"{i}")) for i in range(10)]
    results = await asyncio.gather(*works, return_exceptions=True)
    await store.close()
    assert {type(result).__name__ for result in results} == {"DatabaseProblem"}


async def test_a_store_works_again_when_its_database_is_there_again(database: Path, tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{database}")
    refuse = True

    def check_out(*_: object) -> None:
        if refuse:
            raise sqlite3.OperationalError("unable to open database file")

    event.listen(engine, "connect", check_out)
    store = SqliteStore(engine)
    with pytest.raises(Unavailable, match="cannot be opened"):
        await store.run(lambda tx: tx.note("x"))
    refuse = False
    assert await kept(store, "x") == [None]
    await store.close()


def small_disk(engine: Engine) -> None:
    """Lets the database's file grow no further."""

    def limit(connection: object, _: object) -> None:
        connection.execute("PRAGMA max_page_count=1")  # type: ignore[attr-defined]

    event.listen(engine, "connect", limit)


async def test_a_full_disk_is_said_in_words(database: Path) -> None:
    engine = connect(f"sqlite:///{database}")
    small_disk(engine)
    store = SqliteStore(engine)
    with pytest.raises(Unavailable, match="The disk with the database"):
        await store.run(lambda tx: tx.keep_note("long", "x" * 10_000_000))
    await store.close()


async def test_what_a_full_disk_undid_is_reported_to_no_neighbour_as_kept(database: Path) -> None:
    engine = connect(f"sqlite:///{database}")
    small_disk(engine)
    store = SqliteStore(engine)
    held = threading.Event()
    first = asyncio.ensure_future(store.run(lambda _: held.wait(5)))
    await asyncio.sleep(0)
    works = [keep("before"), lambda tx: tx.keep_note("long", "x" * 10_000_000), keep("after")]
    batch = [asyncio.ensure_future(store.run(work)) for work in works]
    await asyncio.sleep(0)
    held.set()
    results = await asyncio.gather(first, *batch, return_exceptions=True)
    found = await kept(store, "before", "after")
    await store.close()
    assert [value is not None for value in found] == [not isinstance(results[i], Exception) for i in (1, 3)]


async def test_a_file_that_another_process_holds_for_a_while_costs_nobody_an_answer(database: Path) -> None:
    """The hold is to the patience as five seconds are to the eight of a real bot."""
    other = sqlite3.connect(database, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    store = SqliteStore(connect(f"sqlite:///{database}", locked_ms=800))
    threading.Timer(0.5, lambda: other.execute("COMMIT")).start()
    await asyncio.gather(*(store.run(keep(f"{i}")) for i in range(40)))
    found = await kept(store, *(f"{i}" for i in range(40)))
    await store.close()
    other.close()
    assert found == ["kept"] * 40


async def test_a_file_that_stays_held_is_said_and_nothing_is_kept(database: Path) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        store = SqliteStore(connect(f"sqlite:///{database}", locked_ms=20))
        with pytest.raises(Unavailable, match="Another process holds the database"):
            await store.run(keep("x"))
        other.execute("COMMIT")
    found = await kept(store, "x")
    await store.close()
    assert found == [None]


async def test_a_file_that_can_only_be_read_is_said_and_used_again_when_it_can_be_written(database: Path) -> None:
    engine = connect(f"sqlite:///{database}")
    read_only = ["ON"]

    def limit(connection: sqlite3.Connection, _: object) -> None:
        connection.execute(f"PRAGMA query_only={read_only[0]}")

    event.listen(engine, "connect", limit)
    store = SqliteStore(engine)
    with pytest.raises(Unavailable, match="can be read but not written"):
        await store.run(keep("x"))
    read_only[0] = "OFF"
    await store.run(keep("y"))
    found = await kept(store, "x", "y")
    await store.close()
    assert found == [None, "kept"]
