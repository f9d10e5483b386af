"""Moments of death: a store and a platform that stand before the real ones and end the process where they are told.

The product knows nothing of this.
"""

import asyncio
import mmap
import os
import random
import signal
import struct
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from bot.domain.ids import ChannelId, SpaceId
from bot.engine.pacing import Pace
from bot.engine.ports.platform import Platform, Post, Trace
from bot.engine.ports.store import Delivery, DeliveryState, Store, Tx
from bot.engine.views import View
from tests.drill.journal import Journal
from tests.drill.plan import Times, lane_of

T = TypeVar("T")

Moment = tuple[str, str]
"""A point and a lane."""


class Wanted:
    """How often each moment of death is still to be met; in memory that all forks share."""

    def __init__(self, wanted: Mapping[Moment, int]) -> None:
        self._places = {moment: number for number, moment in enumerate(wanted)}
        self._shared = mmap.mmap(-1, max(1, 2 * len(wanted)))
        for moment, count in wanted.items():
            self._put(moment, count)

    def _put(self, moment: Moment, count: int) -> None:
        struct.pack_into("H", self._shared, 2 * self._places[moment], count)

    def left(self, moment: Moment) -> int:
        if moment not in self._places:
            return 0
        return int(struct.unpack_from("H", self._shared, 2 * self._places[moment])[0])

    def meet(self, moment: Moment) -> None:
        # Two processes may do this in the same instant; then one death too many happens, which does no harm.
        self._put(moment, max(0, self.left(moment) - 1))

    def missing(self) -> list[Moment]:
        return [moment for moment in self._places if self.left(moment) > 0]


class Fate:
    """Ends the process at a moment that is still to be met, with a last word in the journal."""

    def __init__(self, wanted: Wanted, eager: float, journal: Journal, chance: random.Random) -> None:
        self._wanted, self._eager, self.journal, self.chance = wanted, eager, journal, chance

    def wants(self, point: str, space: str) -> bool:
        return self._wanted.left((point, lane_of(space))) > 0

    def at(self, point: str, space: str, key: str) -> None:
        """Dies here, if this is the moment."""
        moment = (point, lane_of(space))
        if self._wanted.left(moment) > 0 and self.chance.random() < self._eager:
            self._wanted.meet(moment)
            self.journal.write("died", point=point, lane=moment[1], key=key)
            os.kill(os.getpid(), signal.SIGKILL)


class _Watched:
    """The deliveries of one transaction; notes what is done to them."""

    def __init__(self, real: Any, seen: list[tuple[str, Delivery]]) -> None:
        self._real, self._seen = real, seen

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._real, name)
        if name not in ("confirm", "resend", "finish", "give_back", "unknown") and not name.startswith("claim"):
            return found

        def noted(*args: Any, **more: Any) -> Any:
            result = found(*args, **more)
            if name == "unknown" or name.startswith("claim"):
                several = result if isinstance(result, list | tuple) else [result] if result else []
                self._seen += [("claim" if name.startswith("claim") else "lease", one) for one in several]
            elif result:
                state = next((a for a in args if isinstance(a, DeliveryState)), None)
                self._seen.append((str(state.value) if state else name, args[0]))
            return result

        return noted


class _WatchedTx:
    def __init__(self, real: Tx, seen: list[tuple[str, Delivery]]) -> None:
        self._real, self._seen = real, seen

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    @property
    def deliveries(self) -> Any:
        return _Watched(self._real.deliveries, self._seen)


class DeadlyStore:
    """The real store, with a death before a claim's commit (P1) and behind the commits (P2, P5, P7)."""

    def __init__(self, store: Store, fate: Fate) -> None:
        self._store, self._fate = store, fate

    async def run(self, work: Callable[[Tx], T]) -> T:
        seen: list[tuple[str, Delivery]] = []

        def watched(tx: Tx) -> T:
            seen.clear()  # a database may run the work again
            result = work(_WatchedTx(tx, seen))  # type: ignore[arg-type]  # it passes everything on
            for what, delivery in seen:
                if what == "claim":
                    self._fate.at("P1", delivery.space, delivery.key)
            return result

        result = await self._store.run(watched)
        for what, delivery in seen:
            self._fate.journal.write(what, key=delivery.key, fence=delivery.fence, attempt=delivery.attempt)
        for what, delivery in seen:
            if what == "claim":
                self._fate.at("P7" if delivery.attempt > 1 else "P2", delivery.space, delivery.key)
            elif what == "confirm":
                self._fate.at("P5", delivery.space, delivery.key)
        return result

    async def close(self) -> None:
        await self._store.close()


class DeadlyPlatform:
    """The real platform, with a death while a request is on its way (P3) and behind the answers (P4, P6)."""

    edit_seconds = 1e6

    def __init__(self, platform: Platform, fate: Fate, times: Times) -> None:
        self._platform, self._fate, self._times = platform, fate, times

    def __getattr__(self, name: str) -> Any:
        return getattr(self._platform, name)

    @property
    def name(self) -> str:
        return self._platform.name

    @property
    def settle_seconds(self) -> float:
        return self._times.settle

    def paces(self, space: SpaceId, channel: ChannelId, *, edit: bool = False) -> tuple[Pace, ...]:
        """The real ones, as much faster as all waits here are shorter."""
        real = self._platform.paces(space, channel, edit=edit)
        return tuple(replace(one, every=one.every * self._times.pace) for one in real)

    async def post(self, post: Post) -> str:
        journal = self._fate.journal
        journal.write("post", key=post.key)
        try:
            message = await (self._in_flight(post) if self._fate.wants("P3", post.space) else self._platform.post(post))
        except BaseException as error:
            journal.write("not posted", key=post.key, error=type(error).__name__, says=str(error)[:80])
            raise
        journal.write("posted", key=post.key, message=message)
        self._fate.at("P4", post.space, post.key)
        return message

    async def _in_flight(self, post: Post) -> str:
        sending = asyncio.ensure_future(self._platform.post(post))
        await asyncio.wait([sending], timeout=self._fate.chance.uniform(0.001, 0.03))
        if not sending.done():
            self._fate.at("P3", post.space, post.key)
        return await sending

    async def trace(self, post: Post) -> tuple[Trace, str | None]:
        found = await self._platform.trace(post)
        self._fate.journal.write("looked", key=post.key, found=found[0].value)
        self._fate.at("P6", post.space, post.key)
        return found

    async def edit(self, space: SpaceId, channel: ChannelId, message: str, view: View) -> None:
        """Edits are no part of what is drilled."""


__all__ = ["DeadlyPlatform", "DeadlyStore", "Fate", "Wanted"]
