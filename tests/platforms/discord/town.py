"""A loopback Discord with a server, a channel and people, and the bot's real face on it, in one event loop."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bot.domain.ids import ChannelId, SpaceId
from bot.domain.questions import selectors
from bot.domain.rounds import Round
from bot.engine.delivering import Delivering
from bot.platforms.discord.platform import DiscordPlatform
from bot.platforms.discord.settings import DiscordSettings
from bot.platforms.discord.shards import Pace
from tests.harness.fake_discord import ALL_PERMS, FakeDiscord, Interaction
from tests.world import World

Json = dict[str, Any]
MEMBER = 1 << 10 | 1 << 11 | 1 << 31
"""What an ordinary member may: see, write, use commands."""

MANAGER = MEMBER | 1 << 5
ANSWER = "It memorizes the training data and its noise, so the training error is low and the test error is high."


@dataclass
class Town:
    """Everything for a day on Discord; times move only by `until`."""

    fake: FakeDiscord
    world: World
    platform: DiscordPlatform
    delivering: Delivering
    server: Json
    channel: Json
    boss: Json
    people: dict[str, Json] = field(default_factory=dict)

    @property
    def space(self) -> SpaceId:
        return SpaceId(f"discord:{self.server['id']}")

    def person(self, name: str) -> Json:
        """A member of the server; made on first mention."""
        if name not in self.people:
            self.people[name] = self.fake.add_user(name)
            self.fake.add_member(self.server, self.people[name], permissions=MEMBER)
        return self.people[name]

    async def tick(self, times: int = 4) -> None:
        for _ in range(times):
            await self.delivering.tick()

    async def until(self, moment: Any) -> None:
        self.world.clock.at = moment
        await self.tick()

    async def slash(
        self, line: str, by: str | Json = "ana", channel: Json | None = None, **options: Any
    ) -> Interaction:
        """A command, to its end: options with `_` stand for those with `-`."""
        user = self.person(by) if isinstance(by, str) else by
        given = {name.rstrip("_").replace("_", "-"): value for name, value in options.items()}
        used = await self.fake.slash(line, user=user, channel=channel or self.channel, options=given)
        await self.settled(used)
        return used

    async def press(self, message: Json, label: str, by: str | Json = "ana") -> Interaction:
        user = self.person(by) if isinstance(by, str) else by
        used = await self.fake.click(message, label=label, user=user)
        await self.settled(used)
        return used

    async def send(self, form: Interaction, values: Json) -> Interaction:
        used = await self.fake.submit_modal(form, values)
        await self.settled(used)
        return used

    async def settled(self, used: Interaction) -> None:
        """Waits until the interaction has its answer, not only the promise of one."""

        def answered() -> bool:
            if used.kind == "deferred":
                return bool(used.original and not used.original.get("_loading"))
            if used.kind == "deferred_update":
                return bool(used.followups or (used.source or {}).get("_edited_by") == used.id)
            return used.kind is not None

        await self.fake.wait_until(answered, 5, f"an answer to {used.payload['data']}")

    def said(self, used: Interaction) -> str:
        """All that the person sees of the answer."""
        shown = list(used.messages)
        if used.kind in ("deferred_update", "update") and used.source is not None and not used.followups:
            shown = [used.source]
        return "\n".join(self.fake.text_of(one) for one in shown)

    async def answer(self, post: Json, text: str = "", by: str | Json = "ana") -> Interaction:
        """By the button and the form; without a text, a good answer."""
        form = await self.press(post, "Answer", by)
        assert form.kind == "modal", (form.kind, form.response)
        return await self.send(form, {"text": text or f"{self.world.bank.items[(await self.round()).item].short} {by}"})

    async def round(self) -> Round:
        found = await self.world.store.run(lambda tx: tx.rounds.last(self.space, ChannelId(self.channel["id"])))
        return found[0]

    async def open_day(self, **options: Any) -> Json:
        """Sets the channel up and lets the first question come."""
        given = {"time": "09:00", "zone": "UTC", "days": "mon-fri", "draw": "beginner", **options}
        await self.slash("study setup", self.boss, **given)
        await self.until(self.world.clock.at.replace(hour=9, minute=0))
        return self.fake.bot_messages(self.channel)[-1]

    async def close_round(self) -> None:
        await self.until((await self.round()).closes_at)


T = TypeVar("T")


async def eventually(look: Callable[[], Awaitable[T]], good: Callable[[T], object], timeout: float = 5.0) -> T:
    """What is seen as soon as it is good."""
    async with asyncio.timeout(timeout):
        while not good(seen := await look()):  # noqa: ASYNC110  (a database tells nobody that it changed)
            await asyncio.sleep(0.01)
    return seen


def settings(fake: FakeDiscord, **more: Any) -> DiscordSettings:
    return DiscordSettings(enabled=True, token=fake.token, api_base_url=fake.api_url, **more)


def platform(
    world: World, given: DiscordSettings, *, owner: str = "one", pace: Pace | None = None
) -> DiscordPlatform:
    """The face on a world's engine; what its replicas share is in the world's database."""
    items = world.bank.items.values()
    return DiscordPlatform(
        world.engine,
        given,
        world.bank.folders,
        selectors=selectors(items, world.bank.topics),
        items={one.id: one.title for one in items},
        store=world.store,
        owner=owner,
        pace=pace,
    )


async def nobody_knows() -> None:
    """What time it is."""


async def at_once(seconds: float) -> None:
    """Waits no time at all."""


@asynccontextmanager
async def town(
    make_world: Callable[..., World], *, shards: int = 1, start: Any = None, **more: Any
) -> AsyncIterator[Town]:
    world = make_world(**({"start": start} if start else {}))
    async with FakeDiscord(shards=shards, max_concurrency=shards) as fake:
        boss = fake.add_user("boss")
        server = fake.add_guild(members=[])
        fake.add_member(server, boss, permissions=MANAGER)
        channel = fake.add_channel(server, "study")
        if callable(more.get("roles")):
            more["ping_roles"] = more.pop("roles")(server)
        face = platform(world, settings(fake, **more))
        # The clock that is turned by hand is not Discord's, and nobody waits by it.
        face.server_time = nobody_knows
        await face.start()
        try:
            await fake.wait_ready()
            yield Town(fake, world, face, world.replica("one", {"discord": face}, pause=at_once), server, channel, boss)  # type: ignore[dict-item]
        finally:
            await face.stop()


__all__ = ["ALL_PERMS", "ANSWER", "Json", "Town", "platform", "settings", "town"]
