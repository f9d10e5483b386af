"""PostgreSQL goes away, is busy, or gets in its own way: use cases are run again or told, and nothing is doubled."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import text

from bot.domain.errors import Unavailable
from bot.engine.ports.store import Tx
from bot.storage.database import connect
from bot.storage.postgres_store import PostgresStore
from bot.storage.transaction import Transaction
from tests.postgres import Server
from tests.storage.deeds import all_answer, answered, drift, member
from tests.storage.samples import opened
from tests.storage.test_store import keep, kept


@pytest.fixture
async def store(postgres_url: str) -> AsyncIterator[PostgresStore]:
    made = PostgresStore(connect(postgres_url))
    yield made
    await made.close()


@pytest.fixture(scope="module")
def own_server() -> Iterator[Server]:
    """A server that these tests may hurt."""
    server = Server()
    yield server
    server.close()


def until(true: Callable[[], bool]) -> None:
    while not true():
        pass


def sql(tx: Tx, statement: str) -> None:
    """A statement that no repository has."""
    assert isinstance(tx, Transaction)
    tx._db.execute(text(statement))


async def test_answers_during_a_crash_of_the_server_are_kept_once(own_server: Server) -> None:
    url = own_server.make()
    store = PostgresStore(connect(url, pool=8), patience=60)
    round = await store.run(opened)
    people = [member(i) for i in range(60)]
    crash = threading.Thread(target=lambda: own_server.control("restart", "-m", "immediate"))

    async def crash_in_the_middle() -> None:
        while len(await store.run(lambda tx: tx.submissions.of(round.id))) < 10:
            pass
        crash.start()

    results, _ = await asyncio.gather(all_answer(store, round, people * 5), crash_in_the_middle())
    crash.join()
    rows = await drift(store, round)
    await store.close()
    assert {type(one) for one in results} == {bool}
    assert rows == (60, 60, 0)


async def test_a_server_that_stays_away_is_told_and_found_again_when_it_is_back(own_server: Server) -> None:
    store = PostgresStore(connect(own_server.make()), patience=0.2)
    await store.run(keep("before"))
    own_server.control("stop", "-m", "immediate")
    with pytest.raises(Unavailable, match="No PostgreSQL listens at this machine"):
        await store.run(keep("during"))
    own_server.control("start", "-o", f"-h '' -k {own_server.folder}")
    found = await kept(store, "before", "during")
    await store.close()
    assert found == ["kept", None]


async def test_a_work_whose_connection_is_cut_is_run_again(store: PostgresStore) -> None:
    runs: list[int] = []

    def work(tx: Tx) -> None:
        tx.keep_note("cut", "kept")
        runs.append(1)
        if len(runs) == 1:
            sql(tx, "SELECT pg_terminate_backend(pg_backend_pid())")

    await store.run(work)
    assert (len(runs), await kept(store, "cut")) == (2, ["kept"])


@asynccontextmanager
async def forgetful(server: Server, folder: Path) -> AsyncIterator[str]:
    """The folder of a socket that leads to the server. The first commit gets through; its confirmation does not."""
    armed = True

    async def carry(source: asyncio.StreamReader, target: asyncio.StreamWriter, stop: Callable[[bytes], bool]) -> None:
        while (data := await source.read(65536)) and not stop(data):
            target.write(data)
        target.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, on = await asyncio.open_unix_connection(f"{server.socket}/.s.PGSQL.5432")

        def confirms(data: bytes) -> bool:
            nonlocal armed
            if b"COMMIT\x00" not in data or not armed:
                return False
            armed = False
            return True

        await asyncio.gather(carry(reader, on, lambda _: False), carry(there, writer, confirms))

    listening = await asyncio.start_unix_server(serve, folder / ".s.PGSQL.5432")
    yield str(folder)
    listening.close()


async def test_a_commit_whose_confirmation_is_lost_counts_once(
    store: PostgresStore, postgres: Server, postgres_url: str, tmp_path: Path
) -> None:
    round = await store.run(opened)
    async with forgetful(postgres, tmp_path) as folder:
        other = PostgresStore(connect(f"{postgres_url.split('?')[0]}?host={folder}"))
        saved = await other.run(lambda tx: answered(tx, round, member(1)))
        await other.close()
    # The second run found the answer of the first, and says so.
    assert saved is False
    assert await drift(store, round) == (1, 1, 0)


async def test_works_that_block_one_another_are_both_done(store: PostgresStore) -> None:
    begun: set[str] = set()
    runs: list[str] = []

    def both(first: str, second: str) -> Callable[[Tx], None]:
        def work(tx: Tx) -> None:
            runs.append(first)
            tx.keep_note(first, first)
            begun.add(first)
            while len(begun) < 2:
                tx.note("the other has its turn")
            tx.keep_note(second, first)

        return work

    await asyncio.gather(store.run(both("a", "b")), store.run(both("b", "a")))
    assert len(runs) > 2  # one of them was the victim
    assert await kept(store, "a", "b") in (["a", "a"], ["b", "b"])


async def test_a_serialization_failure_is_not_tried_for_ever(store: PostgresStore) -> None:
    runs: list[int] = []

    def work(tx: Tx) -> None:
        runs.append(1)
        sql(tx, "DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '40001'; END $$")

    with pytest.raises(Exception, match="no"):
        await store.run(work)
    assert len(runs) == 6


async def test_fifty_works_share_one_connection(postgres_url: str) -> None:
    store = PostgresStore(connect(postgres_url, pool=1))
    await asyncio.gather(*(store.run(keep(f"{i}")) for i in range(50)))
    found = await kept(store, *(f"{i}" for i in range(50)))
    await store.close()
    assert found == ["kept"] * 50


async def test_who_gets_no_connection_is_told_and_the_others_are_served(postgres_url: str) -> None:
    store = PostgresStore(connect(postgres_url, pool=1, wait=0.05))
    holder = await asyncpg.connect(postgres_url)
    hold = holder.transaction()
    await hold.start()
    await holder.execute("LOCK TABLE notes IN EXCLUSIVE MODE")
    first = asyncio.ensure_future(store.run(keep("first")))
    await asyncio.to_thread(until, lambda: store._engine.pool.checkedout() == 1)  # type: ignore[attr-defined]
    told = await asyncio.gather(*(store.run(keep(f"{i}")) for i in range(49)), return_exceptions=True)
    await hold.rollback()
    await holder.close()
    await first
    found = await kept(store, "first", "48")
    await store.close()
    assert {f"{type(one).__name__}: {one}"[:52] for one in told} == {
        "DatabaseProblem: All connections to the database tes"
    }
    assert found == ["kept", None]


async def test_a_statement_that_never_ends_is_cut_short_and_said(store: PostgresStore) -> None:
    def work(tx: Tx) -> None:
        sql(tx, "SET LOCAL statement_timeout = 30")
        sql(tx, "SELECT pg_sleep(60)")

    with pytest.raises(Unavailable, match="took too long for one statement"):
        await store.run(work)


async def test_a_lock_that_somebody_keeps_is_said(store: PostgresStore, postgres_url: str) -> None:
    holder = await asyncpg.connect(postgres_url)
    await holder.execute("BEGIN; LOCK TABLE notes IN EXCLUSIVE MODE")

    def work(tx: Tx) -> None:
        sql(tx, "SET LOCAL lock_timeout = 30")
        tx.keep_note("x", "y")

    with pytest.raises(Unavailable, match=r"held the database test_.* for too long"):
        await store.run(work)
    await holder.close()


async def test_every_connection_has_its_limits(store: PostgresStore) -> None:
    names = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "application_name")

    def work(tx: Tx) -> list[str]:
        assert isinstance(tx, Transaction)
        return [tx._db.execute(text(f"SHOW {name}")).scalar_one() for name in names]

    assert await store.run(work) == ["15s", "5s", "30s", "studybot"]
