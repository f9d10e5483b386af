"""Which shards this replica holds. The database gives them out by lease; whoever dies loses them within seconds."""

import asyncio
import logging
import time
from collections.abc import Callable, Collection, Coroutine
from dataclasses import dataclass, field
from datetime import timedelta

from bot.engine.ports.leases import Lease
from bot.engine.ports.store import Store, Tx

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds. A lease is trusted for `lease - margin` after the moment before it was asked for, by the monotonic
    clock; a replica that has lived for `settled` gets its share of what others hold too much of; `apart` is
    the time between two sessions of one rate limit key."""

    lease: float = 12.0
    every: float = 3.0
    margin: float = 2.0
    settled: float = 30.0
    apart: float = 5.0


@dataclass(frozen=True, slots=True)
class Deal:
    """What came of one look at the leases."""

    mine: frozenset[int]
    surplus: frozenset[int]


@dataclass(slots=True)
class Shards:
    """Holds leases on shards and keeps each of them connected by `connect(shard)`, which runs until it is cancelled."""

    store: Store
    bot: str
    owner: str
    count: int
    chosen: Collection[int]
    """The shards of the configuration: all of them are wanted, others never. Empty: a fair share of all."""
    connect: Callable[[int], Coroutine[None, None, None]]
    pace: Pace = field(default=Pace())
    _tasks: dict[int, "asyncio.Task[None]"] = field(default_factory=dict)
    _trusted: float = 0.0

    async def hold(self) -> None:
        """Runs until it is cancelled; `release` afterwards gives everything back."""
        while True:
            await self._look()
            await asyncio.sleep(self.pace.every)

    async def release(self) -> None:
        """Disconnects, then gives the leases back, so that another replica takes over at its next look."""
        held = list(self._tasks)
        await self._part_with(held)
        try:
            await self.store.run(lambda tx: self._drop(tx, held, all_of_it=True))
        except Exception as error:
            log.warning("the shards could not be given back, their leases end by themselves: %s", error)

    async def _look(self) -> None:
        """Makes the leases longer, takes what is free, lets go what is lost or too much."""
        # Taken before the database is asked: the lease can only be longer than we believe.
        asked = time.monotonic()
        trust = self.pace.lease - self.pace.margin
        left = max(self._trusted - asked, self.pace.margin) if self._tasks else trust
        held = frozenset(self._tasks)
        try:
            async with asyncio.timeout(left):
                deal = await self.store.run(lambda tx: self._deal(tx, held))
        except Exception as error:
            log.warning("the leases on Discord's shards could not be renewed: %s", str(error) or type(error).__name__)
            if held and time.monotonic() + self.pace.every >= self._trusted:
                log.error("no longer trusted with shards %s; letting go", _listed(held))
                await self._part_with(held)
            return
        self._trusted = asked + trust
        lost = held - deal.mine
        if lost:
            log.warning("another replica holds shards %s now", _listed(lost))
        await self._part_with(lost | deal.surplus)
        if deal.surplus:
            log.info("shards %s are left to another replica", _listed(deal.surplus))
            await self.store.run(lambda tx: self._drop(tx, list(deal.surplus)))
        for shard in sorted(deal.mine - held):
            log.info("holding shard %s of %s", shard, self.count)
            self._tasks[shard] = asyncio.create_task(self.connect(shard), name=f"discord shard {shard}")

    def _deal(self, tx: Tx, held: frozenset[int]) -> Deal:
        length = timedelta(seconds=self.pace.lease)
        own = tx.leases.take(f"{self._replicas}{self.owner}", self.owner, length)
        assert own is not None  # nobody else uses this replica's name
        mine = {shard for shard in held if tx.leases.take(self._name(shard), self.owner, length)}
        replicas = tx.leases.running(self._replicas)
        wanted = sorted(self.chosen) or range(self.count)
        share = len(wanted) if self.chosen else self._share(replicas)
        taken = {one.name for one in tx.leases.running(self._shards)}
        for shard in (one for one in wanted if one not in mine and self._name(one) not in taken):
            if len(mine) < share and tx.leases.take(self._name(shard), self.owner, length):
                mine.add(shard)
        if self.chosen:
            return Deal(frozenset(mine), frozenset())
        # Moving a shard costs a session, so the others get it once they have shown that they stay.
        since = own.until - length - timedelta(seconds=self.pace.settled)
        staying = [one for one in replicas if one.owner == self.owner or one.since <= since]
        return Deal(frozenset(mine), frozenset(sorted(mine)[self._share(staying) :]))

    def _share(self, replicas: Collection[Lease]) -> int:
        """A fair share, rounded up, so that every shard is somebody's."""
        return -(-self.count // len(replicas))

    def _drop(self, tx: Tx, shards: Collection[int], *, all_of_it: bool = False) -> None:
        for shard in shards:
            tx.leases.drop(self._name(shard), self.owner)
        if all_of_it:
            tx.leases.drop(f"{self._replicas}{self.owner}", self.owner)

    async def _part_with(self, shards: Collection[int]) -> None:
        tasks = [self._tasks.pop(shard) for shard in shards]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    @property
    def _shards(self) -> str:
        return f"discord:shard:{self.bot}:{self.count}:"

    @property
    def _replicas(self) -> str:
        return f"discord:replica:{self.bot}:"

    def _name(self, shard: int) -> str:
        return f"{self._shards}{shard}"


def running_count(tx: Tx, bot: str) -> int | None:
    """How many shards the replicas that run now divide the bot into; None where there is none."""
    held = tx.leases.running(f"discord:shard:{bot}:")
    return int(held[0].name.split(":")[3]) if held else None


def _listed(shards: Collection[int]) -> str:
    return ", ".join(map(str, sorted(shards)))
