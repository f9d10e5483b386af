"""One `run` is one transaction, whoever shares its commit."""

import asyncio
import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import IntegrityError

from bot.domain.errors import StudyError, Unavailable
from bot.domain.ids import ChannelId, SpaceId
from bot.engine.ports.store import DeliveryKind, Tx
from bot.storage.database import connect
from bot.storage.store import SqliteStore
from tests.storage.samples import NOW


def keep(name: str) -> object:
    return lambda tx: tx.keep_note(name, "kept")


def raising(name: str, error: BaseException) -> object:
    """A work that writes, and then raises."""

    def work(tx: Tx) -> None:
        tx.keep_note(name, "kept")
        raise error

    return work


async def kept(store: SqliteStore, *names: str) -> list[str | None]:
    return [await store.run(lambda tx, name=name: tx.note(name)) for name in names]  # type: ignore[misc]


async def test_what_a_work_returns_comes_back(store: SqliteStore) -> None:
    assert await store.run(lambda tx: tx.note("nothing")) is None


async def test_what_is_kept_is_there_and_can_be_replaced(store: SqliteStore) -> None:
    for value in ("one", "two"):
        await store.run(lambda tx, value=value: tx.keep_note("name", value))  # type: ignore[misc]
    assert await kept(store, "name") == ["two"]


@pytest.mark.parametrize("error", [StudyError("No."), ValueError("a bug"), ZeroDivisionError()])
async def test_a_work_that_raises_keeps_nothing(store: SqliteStore, error: Exception) -> None:
    with pytest.raises(type(error)):
        await store.run(raising("bad", error))  # type: ignore[arg-type]
    assert await kept(store, "bad") == [None]


async def test_a_work_that_raises_takes_no_neighbour_of_its_batch_with_it(store: SqliteStore) -> None:
    works = [raising(f"{i}", ValueError(i)) if i % 3 == 1 else keep(f"{i}") for i in range(60)]
    results = await asyncio.gather(*(store.run(work) for work in works), return_exceptions=True)  # type: ignore[arg-type]
    found = await kept(store, *(f"{i}" for i in range(60)))
    assert [isinstance(result, ValueError) for result in results] == [i % 3 == 1 for i in range(60)]
    assert [value is None for value in found] == [i % 3 == 1 for i in range(60)]


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


async def test_closing_finishes_what_waits(database: Path) -> None:
    store = SqliteStore(connect(f"sqlite:///{database}"))
    waiting = [asyncio.ensure_future(store.run(keep(f"{i}"))) for i in range(100)]  # type: ignore[arg-type]
    await asyncio.sleep(0)
    await store.close()
    await asyncio.gather(*waiting)
    again = SqliteStore(connect(f"sqlite:///{database}"))
    found = await kept(again, "0", "99")
    await again.close()
    assert found == ["kept", "kept"]


async def test_a_store_is_closed_twice_without_harm(database: Path) -> None:
    store = SqliteStore(connect(f"sqlite:///{database}"))
    await store.close()
    await store.close()


async def test_after_the_close_nobody_waits_for_ever(database: Path) -> None:
    store = SqliteStore(connect(f"sqlite:///{database}"))
    await store.close()
    with pytest.raises(Unavailable):
        await asyncio.wait_for(store.run(lambda tx: tx.note("late")), timeout=1)


async def test_a_caller_who_went_away_hinders_nobody(store: SqliteStore) -> None:
    gone = asyncio.ensure_future(store.run(keep("gone")))  # type: ignore[arg-type]
    await asyncio.sleep(0)
    gone.cancel()
    assert await kept(store, "gone") == ["kept"]


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
    works = [store.run(keep(f"{i}")) for i in range(10)]  # type: ignore[arg-type]
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


async def test_an_exit_in_the_middle_reaches_its_caller_and_keeps_nothing(store: SqliteStore) -> None:
    with pytest.raises(BaseExceptionGroup):
        await store.run(raising("bad", BaseExceptionGroup("exit", [GeneratorExit()])))  # type: ignore[arg-type]
    assert await kept(store, "bad") == [None]


async def test_what_a_full_disk_undid_is_reported_to_no_neighbour_as_kept(database: Path) -> None:
    engine = connect(f"sqlite:///{database}")
    small_disk(engine)
    store = SqliteStore(engine)
    held = threading.Event()
    first = asyncio.ensure_future(store.run(lambda _: held.wait(5)))
    await asyncio.sleep(0)
    works = [keep("before"), lambda tx: tx.keep_note("long", "x" * 10_000_000), keep("after")]
    batch = [asyncio.ensure_future(store.run(work)) for work in works]  # type: ignore[arg-type]
    await asyncio.sleep(0)
    held.set()
    results = await asyncio.gather(first, *batch, return_exceptions=True)
    found = await kept(store, "before", "after")
    await store.close()
    assert [value is not None for value in found] == [not isinstance(results[i], Exception) for i in (1, 3)]


async def test_what_people_wrote_is_in_no_error_of_the_database(store: SqliteStore) -> None:
    with pytest.raises(IntegrityError) as error:
        await store.run(
            lambda tx: tx.deliveries.plan(
                key="k",
                kind=DeliveryKind.SHARE,
                space=SpaceId("test:none"),
                channel=ChannelId("c"),
                due_at=NOW,
                text="a private text",
            )
        )
    assert "a private text" not in str(error.value)


async def test_a_space_is_made_once(store: SqliteStore) -> None:
    made = [
        await store.run(
            lambda tx, seed=seed: tx.people.add_space(  # type: ignore[misc]
                SpaceId("test:a"), zone="UTC", seed=seed, at=NOW
            )
        )
        for seed in ("one", "two")
    ]
    assert [one.seed for one in made] == ["one", "one"]
