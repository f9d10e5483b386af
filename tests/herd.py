"""A herd in simulated time: hundreds of posts that are due at one instant, a platform with limits, a clock by hand."""

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.ids import ChannelId, SpaceId
from bot.engine.delivering import Delivering
from bot.engine.ports.platform import Post, TooFast
from bot.engine.ports.store import DeliveryKind, Store, Tx
from tests.world import HandClock, MemoryPlatform

SECOND = timedelta(seconds=1)


@dataclass
class HandTime(HandClock):
    """A clock that is turned by hand, and wakes those who wait for it."""

    waiting: list[tuple[datetime, "asyncio.Future[None]"]] = field(default_factory=list)

    async def pause(self, seconds: float) -> None:
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.waiting.append((self.at + timedelta(seconds=seconds), woken))
        await woken

    def turn(self, limit: datetime) -> bool:
        """Moves on to the next one who waits, at most to the limit; False when there was none before it."""
        due = [at for at, one in self.waiting if not one.done()]
        if not due or min(due) > limit:
            self.at = limit
            return False
        self.at = max(self.at, min(due))
        for at, one in self.waiting:
            if at <= self.at and not one.done():
                one.set_result(None)
        self.waiting = [(at, one) for at, one in self.waiting if not one.done()]
        return True


@dataclass
class LimitedPlatform(MemoryPlatform):
    """Takes so many messages in any second, over everything, and refuses the rest; some spaces refuse everything."""

    time: HandTime = field(default_factory=lambda: HandTime(datetime.min))
    per_second: int = 50
    closed: set[str] = field(default_factory=set)
    refused: int = 0
    at: dict[str, datetime] = field(default_factory=dict)
    _window: "deque[datetime]" = field(default_factory=deque)

    async def post(self, post: Post) -> str:
        now = self.time.now()
        while self._window and self._window[0] <= now - SECOND:
            self._window.popleft()
        if post.space in self.closed or len(self._window) >= self.per_second:
            self.refused += 1
            raise TooFast("too fast", 30.0)
        self._window.append(now)
        self.at[post.key] = now
        return await super().post(post)


async def due_at_once(store: Store, posts: int, spaces: int, due: datetime, *, name: str = "notice") -> None:
    """Notices in as many channels, all due at one instant."""

    def work(tx: Tx) -> None:
        for i in range(posts):
            space = SpaceId(f"test:s{i * spaces // posts}")
            tx.people.add_space(space, zone="UTC", seed="s", at=due)
            tx.deliveries.plan(
                key=f"{name}:{i}",
                kind=DeliveryKind.NOTICE,
                space=space,
                channel=ChannelId(f"c{i}"),
                due_at=due,
                text="Good morning.\n\n",
            )

    await store.run(work)


async def live(time: HandTime, replicas: list[Delivering], limit: datetime, done: "Done") -> None:
    """Beats once a second until it is done, or the time is over."""
    while not done() and time.at < limit:
        for replica in replicas:
            await replica.beat()
        beat = time.at + SECOND
        moving = True
        while moving:
            moving = time.turn(beat)
            await _settled(replicas)


async def _settled(replicas: list[Delivering]) -> None:
    """Waits for everything that does not itself wait for the clock."""
    await asyncio.sleep(0)
    while busy := [
        one.task
        for replica in replicas
        for one in replica._flights._flights.values()
        if one.since is not None and one.task is not None
    ]:
        await asyncio.gather(*busy, return_exceptions=True)


class Done:
    """When a platform has taken so many posts."""

    def __init__(self, platform: MemoryPlatform, posts: int) -> None:
        self._platform, self._posts = platform, posts

    def __call__(self) -> bool:
        return len(self._platform.posts) >= self._posts


def by_space(platform: LimitedPlatform) -> dict[str, list[datetime]]:
    """When the posts of each space were taken."""
    found: defaultdict[str, list[datetime]] = defaultdict(list)
    for post in platform.posts:
        found[post.space].append(platform.at[post.key])
    return dict(found)
