"""How a herd of posts that are due at one instant gets through a platform with a limit of 50 requests a second.

    python -m tests.benchmarks.herd [--posts 1000] [--replicas 2] [--simulated 10000]

First in real time: the real Discord face of several replicas against the loopback Discord, which refuses whatever comes
too fast. Prints the refusals, and the duration as a ratio to the floor (one post per 1/45 s). Then the same with
10,000 posts in simulated time, and last, simulated too, 20 workspaces of which one refuses everything: it delays only
itself.
"""

import argparse
import asyncio
import contextlib
import logging
import shutil
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import discord
from pydantic import SecretStr

from bot import wiring
from bot.domain.ids import ChannelId, SpaceId
from bot.engine.delivering import Delivering
from bot.engine.pacing import Pace
from bot.engine.ports.clock import WallClock
from bot.engine.ports.store import DeliveryKind, Tx
from bot.grading.rubric import RubricGrader
from bot.platforms.discord.platform import DiscordPlatform
from bot.platforms.discord.settings import DiscordSettings
from bot.storage.database import connect, migrate
from tests.harness.fake_discord import FakeDiscord
from tests.herd import Done, HandTime, LimitedPlatform, by_space, due_at_once, live
from tests.world import MONDAY, World

EVERY = 1 / 45
POST = "POST /channels/{channel_id}/messages"


class Rest:
    """A client that is logged in and listens to nothing: posting needs no gateway."""

    def __init__(self, client: discord.Client) -> None:
        self.client = client


async def real(make: Callable[[], World], posts: int, replicas: int) -> None:
    world = make()
    async with FakeDiscord() as fake:
        fake.global_limit = 50
        server = fake.add_guild(members=[])
        space = SpaceId(f"discord:{server['id']}")
        channels = [ChannelId(fake.add_channel(server, f"c{i}")["id"]) for i in range(posts)]
        due = datetime.now(UTC)

        def work(tx: Tx) -> None:
            tx.people.add_space(space, zone="UTC", seed="s", at=due)
            for i, channel in enumerate(channels):
                tx.deliveries.plan(
                    key=f"notice:{i}",
                    kind=DeliveryKind.NOTICE,
                    space=space,
                    channel=channel,
                    due_at=due,
                    text="Hi.\n\n",
                )

        await world.store.run(work)
        fleet, clients = [], []
        for i in range(replicas):
            client = discord.Client(intents=discord.Intents.none(), max_ratelimit_timeout=30.0)
            settings = DiscordSettings(token=SecretStr(fake.token), api_base_url=fake.api_url)
            face = DiscordPlatform(
                world.engine, settings, world.bank.folders, selectors={}, items={}, store=world.store, owner=f"{i}"
            )
            # The platform has told discord.py the address by now.
            await client.login(fake.token)
            clients.append(client)
            face.gateway = Rest(client)  # type: ignore[assignment]  # all that a sender needs of it
            fleet.append(
                Delivering(world.store, world.bank, WallClock(), {"discord": face}, world.judge, world.rules, f"{i}")
            )
        began = time.monotonic()
        blocked = 0.0

        async def pulse() -> None:
            nonlocal blocked
            while True:
                before = time.monotonic()
                await asyncio.sleep(0.01)
                blocked = max(blocked, time.monotonic() - before - 0.01)

        pulsing = asyncio.create_task(pulse())
        while sum(one.tally.counts["sent"] for one in fleet) < posts:
            await asyncio.gather(*(one.beat() for one in fleet))
            await asyncio.sleep(1.0)
        pulsing.cancel()
        calls = [call for call in fake.find(POST) if call.at >= began]
        took = max(call.at for call in calls) - min(call.at for call in calls)
        busiest = max(sum(a.at <= b.at < a.at + 1 for b in calls[i : i + 80]) for i, a in enumerate(calls))
        print(
            f"real time: {posts:,} posts, {replicas} replicas: {len(calls):,} requests, "
            f"{sum(call.status == 429 for call in calls)} x 429, {len({m['channel_id'] for m in _messages(fake)}):,} "
            f"channels served, {took:.1f} s = {took / (posts * EVERY):.2f} x the floor, "
            f"at most {busiest} in one second, loop blocked {blocked * 1000:.0f} ms (with the loopback Discord in it)",
            flush=True,
        )
        for client in clients:
            await client.close()
    await world.close()


def _messages(fake: FakeDiscord) -> list[dict[str, str]]:
    return [message for several in fake.messages_by_channel.values() for message in several]


def replica(world: World, platform: LimitedPlatform, name: str) -> Delivering:
    return Delivering(
        world.store, world.bank, platform.time, {"test": platform}, world.judge, world.rules, name,
        pause=platform.time.pause,
    )  # fmt: skip


async def simulated(make: Callable[[], World], posts: int, replicas: int) -> None:
    world = make()
    platform = LimitedPlatform(
        time=HandTime(MONDAY), limits=(Pace("test", EVERY, 3), Pace("{space}/{channel}", 1.0, 5))
    )
    await due_at_once(world.store, posts, max(1, posts // 50), MONDAY)
    fleet = [replica(world, platform, f"{i}") for i in range(replicas)]
    await live(platform.time, fleet, MONDAY + timedelta(hours=2), Done(platform, posts))
    took = (max(platform.at.values()) - MONDAY).total_seconds()
    print(
        f"simulated time: {posts:,} posts, {replicas} replicas: {platform.refused} x 429, "
        f"{len({post.key for post in platform.posts}):,} distinct, {took:.1f} s = "
        f"{took / (posts * EVERY):.2f} x the floor",
        flush=True,
    )
    await world.close()


async def one_bad(make: Callable[[], World], closed: set[str]) -> float:
    """Seconds until the last post of the workspaces that take any."""
    world = make()
    platform = LimitedPlatform(
        time=HandTime(MONDAY), per_second=10_000, closed=closed,
        limits=(Pace("{space}", 1.0, 5), Pace("{space}/{channel}", 1.0)),
    )  # fmt: skip
    await due_at_once(world.store, 1000, 20, MONDAY)
    await live(platform.time, [replica(world, platform, "one")], MONDAY + timedelta(minutes=5),
               Done(platform, 1000 - 50 * len(closed)))  # fmt: skip
    await world.close()
    return max((max(times) - MONDAY).total_seconds() for times in by_space(platform).values())


async def run(given: argparse.Namespace) -> None:
    bank, grader = wiring.open_bank([]), RubricGrader()
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "empty.db"
        engine = connect(f"sqlite:///{empty}")
        migrate(engine, wiring.data_folder("migrations"))
        engine.dispose()
        numbers = iter(range(99))

        def make() -> World:
            return World(Path(shutil.copy(empty, Path(folder) / f"{next(numbers)}.db")), bank, grader)

        if given.posts:
            await real(make, given.posts, given.replicas)
        if given.simulated:
            await simulated(make, given.simulated, given.replicas)
            well, ill = await one_bad(make, set()), await one_bad(make, {"test:s7"})
            print(
                f"simulated time: 20 workspaces of 50 channels: all done after {well:.0f} s; "
                f"with one that refuses everything, the other 19 after {ill:.0f} s"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=1000)
    parser.add_argument("--replicas", type=int, default=2)
    parser.add_argument("--simulated", type=int, default=10_000)
    logging.disable(logging.WARNING)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
