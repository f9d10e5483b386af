"""One `run` is one transaction, whoever shares its commit."""

import asyncio
from collections.abc import Callable

import pytest
from sqlalchemy.exc import IntegrityError

from bot.domain.errors import StudyError, Unavailable
from bot.domain.ids import ChannelId, SpaceId
from bot.engine.ports.store import DeliveryKind, Store, Tx
from bot.storage.database import connect
from bot.wiring import store_on
from tests.storage.samples import NOW


def keep(name: str) -> Callable[[Tx], None]:
    return lambda tx: tx.keep_note(name, "kept")


def raising(name: str, error: BaseException) -> Callable[[Tx], None]:
    """A work that writes, and then raises."""

    def work(tx: Tx) -> None:
        tx.keep_note(name, "kept")
        raise error

    return work


async def kept(store: Store, *names: str) -> list[str | None]:
    return [await store.run(lambda tx, name=name: tx.note(name)) for name in names]  # type: ignore[misc]


async def test_what_a_work_returns_comes_back(store: Store) -> None:
    assert await store.run(lambda tx: tx.note("nothing")) is None


async def test_what_is_kept_is_there_and_can_be_replaced(store: Store) -> None:
    for value in ("one", "two"):
        await store.run(lambda tx, value=value: tx.keep_note("name", value))  # type: ignore[misc]
    assert await kept(store, "name") == ["two"]


@pytest.mark.parametrize("error", [StudyError("No."), ValueError("a bug"), ZeroDivisionError()])
async def test_a_work_that_raises_keeps_nothing(store: Store, error: Exception) -> None:
    with pytest.raises(type(error)):
        await store.run(raising("bad", error))
    assert await kept(store, "bad") == [None]


async def test_a_work_that_raises_takes_no_neighbour_of_its_batch_with_it(store: Store) -> None:
    works = [raising(f"{i}", ValueError(i)) if i % 3 == 1 else keep(f"{i}") for i in range(60)]
    results = await asyncio.gather(*(store.run(work) for work in works), return_exceptions=True)
    found = await kept(store, *(f"{i}" for i in range(60)))
    assert [isinstance(result, ValueError) for result in results] == [i % 3 == 1 for i in range(60)]
    assert [value is None for value in found] == [i % 3 == 1 for i in range(60)]


async def test_an_exit_in_the_middle_reaches_its_caller_and_keeps_nothing(store: Store) -> None:
    with pytest.raises(BaseExceptionGroup):
        await store.run(raising("bad", BaseExceptionGroup("exit", [GeneratorExit()])))
    assert await kept(store, "bad") == [None]


async def test_what_people_wrote_is_in_no_error_of_the_database(store: Store) -> None:
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


async def test_a_space_is_made_once(store: Store) -> None:
    made = [
        await store.run(
            lambda tx, seed=seed: tx.people.add_space(  # type: ignore[misc]
                SpaceId("test:a"), zone="UTC", seed=seed, at=NOW
            )
        )
        for seed in ("one", "two")
    ]
    assert [one.seed for one in made] == ["one", "one"]


async def test_closing_finishes_what_waits(database_url: str) -> None:
    store = store_on(connect(database_url))
    waiting = [asyncio.ensure_future(store.run(keep(f"{i}"))) for i in range(100)]
    await asyncio.sleep(0)
    await store.close()
    await asyncio.gather(*waiting)
    again = store_on(connect(database_url))
    found = await kept(again, "0", "99")
    await again.close()
    assert found == ["kept", "kept"]


async def test_a_store_is_closed_twice_without_harm(database_url: str) -> None:
    store = store_on(connect(database_url))
    await store.close()
    await store.close()


async def test_after_the_close_nobody_waits_for_ever(database_url: str) -> None:
    store = store_on(connect(database_url))
    await store.close()
    with pytest.raises(Unavailable):
        await asyncio.wait_for(store.run(lambda tx: tx.note("late")), timeout=1)


async def test_what_a_caller_who_went_away_asked_for_is_done(database_url: str) -> None:
    store = store_on(connect(database_url))
    gone = asyncio.ensure_future(store.run(keep("gone")))
    await asyncio.sleep(0)
    gone.cancel()
    await store.close()
    again = store_on(connect(database_url))
    found = await kept(again, "gone")
    await again.close()
    assert found == ["kept"]
