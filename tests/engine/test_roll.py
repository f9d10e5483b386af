"""The roll of replicas: who runs now."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from bot.engine.ports.store import Tx
from bot.engine.roll import LENGTH, PREFIX, Roll, alive, is_first
from bot.storage.database import DatabaseProblem
from tests.world import World

T = TypeVar("T")


async def names(world: World) -> list[str]:
    return [lease.owner for lease in await world.store.run(alive)]


async def test_whoever_runs_is_counted_and_whoever_stopped_is_not(world: World) -> None:
    one, two = Roll(world.store, "one"), Roll(world.store, "two")
    await one.start()
    await two.start()
    assert await names(world) == ["one", "two"]
    await one.stop()
    assert await names(world) == ["two"]
    await two.stop()


async def test_a_roll_that_never_started_stops_in_silence(world: World) -> None:
    await Roll(world.store, "one").stop()
    assert await names(world) == []


async def test_leases_of_a_process_that_is_gone_are_dropped_at_the_first_call(world: World) -> None:
    await world.store.run(lambda tx: tx.leases.take(f"{PREFIX}dead", "dead", LENGTH))
    assert await names(world) == ["dead"]
    fresh = Roll(world.store, "fresh", gone=lambda owner: owner == "dead")
    await fresh.start()
    assert await names(world) == ["fresh"]
    await fresh.stop()


async def test_an_event_is_new_to_one_replica_only(world: World) -> None:
    assert [await world.store.run(lambda tx: is_first(tx, "removed")) for _ in range(2)] == [True, False]


class Shaky:
    """A store whose first calls fail, and that tells of every call."""

    def __init__(self, world: World, failures: int) -> None:
        self.store, self.failures, self.calls = world.store, failures, asyncio.Semaphore(0)

    async def run(self, work: Callable[[Tx], T]) -> T:
        self.calls.release()
        if self.failures:
            self.failures -= 1
            raise DatabaseProblem("away")
        return await self.store.run(work)

    async def close(self) -> None:
        await self.store.close()


async def test_the_roll_is_called_again_and_again_whatever_becomes_of_one_call(world: World) -> None:
    shaky = Shaky(world, failures=1)
    roll = Roll(shaky, "one", every=0.001)
    await roll.start()
    assert await names(world) == []
    async with asyncio.timeout(5):
        for _ in range(3):
            await shaky.calls.acquire()
    assert await names(world) == ["one"]
    await roll.stop()
