"""Session starts. Discord resets the token of a bot that begins a thousand sessions in a day, so they are counted."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta

from bot.engine.ports.leases import Start
from bot.engine.ports.store import Store, Tx

log = logging.getLogger(__name__)

DAY, HOUR = timedelta(hours=24), timedelta(hours=1)

FREE = 5
"""Starts of a shard in an hour that need no pause between them: restarts by hand, an update, a bad network."""

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=15)
"""The pause after the free starts, doubled with each further one. A crash loop begins under 300 sessions a day then."""

APART = timedelta(seconds=5)
"""Discord wants so long between two sessions of one rate limit key (events/gateway, Rate Limiting)."""


class TooSoon(Exception):
    """A session may not begin yet."""

    def __init__(self, why: str, wait: timedelta) -> None:
        super().__init__(f"{why}; the next try is in {max(1, round(wait.total_seconds()))} s")
        self.seconds = max(0.0, wait.total_seconds())


def pause(starts: Sequence[Start], shard: int, *, most: int) -> tuple[str, timedelta]:
    """Why, and for how long, `shard` has to wait after these starts of the last day, the newest first. At most `most`
    sessions begin in any 24 hours, over all shards and replicas."""
    if len(starts) >= most:
        return f"{len(starts)} sessions began in 24 hours, and {most} are enough", DAY - starts[most - 1].ago
    own = [one.ago for one in starts if one.shard == shard and one.ago < HOUR]
    if len(own) <= FREE:
        return "", timedelta(0)
    wanted = min(FIRST_PAUSE * 2 ** (len(own) - FREE - 1), LONGEST_PAUSE)
    return f"shard {shard} began {len(own)} sessions in an hour", max(timedelta(0), wanted - own[0])


class Starts:
    """One bot's session starts, counted and spaced in the database for all of its replicas together."""

    def __init__(self, store: Store, owner: str, *, apart: timedelta = APART) -> None:
        self._store, self._owner, self._apart = store, owner, apart
        self.bot = ""
        self.most = 500
        self.at_a_time = 1

    def limit(self, total: int, at_a_time: int) -> None:
        """Takes Discord's numbers: how many sessions a day, of which half are used, and how many in five seconds."""
        self.most, self.at_a_time = max(1, total // 2), max(1, at_a_time)

    async def ready(self, shard: int) -> None:
        """Raises TooSoon while the shard has to wait for longer than a connection would."""
        await self._store.run(lambda tx: self._check(tx, shard))

    async def begin(self, shard: int) -> None:
        """Returns when the shard may identify, and counts it; raises TooSoon where that takes longer."""
        while not await self._store.run(lambda tx: self._take(tx, shard)):  # noqa: ASYNC110  (it is another process's turn)
            await asyncio.sleep(0.25)

    def _check(self, tx: Tx, shard: int) -> None:
        why, wait = pause(tx.leases.starts(self.bot, DAY), shard, most=self.most)
        if wait > timedelta(0):
            raise TooSoon(why, wait)

    def _take(self, tx: Tx, shard: int) -> bool:
        # A lease that nobody can make longer: its name is taken for five seconds, whoever took it.
        key = f"discord:identify:{self.bot}:{shard % self.at_a_time}:"
        if tx.leases.running(key) or tx.leases.take(key, f"{self._owner}/{shard}", self._apart) is None:
            return False
        self._check(tx, shard)
        tx.leases.started(self.bot, shard)
        return True
