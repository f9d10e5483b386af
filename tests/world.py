"""A small world for tests: the real engine, store, bank and grader; a clock to turn; a platform that remembers."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from bot.bank.bank import PackBank
from bot.domain.errors import StudyError
from bot.domain.ids import ChannelId, Member, SpaceId, UserId
from bot.domain.questions import Item
from bot.domain.rounds import Round
from bot.engine import catalog, doors
from bot.engine import commands as c
from bot.engine import views as v
from bot.engine.delivering import Delivering
from bot.engine.engine import Engine
from bot.engine.judging import Judge
from bot.engine.pacing import Pace
from bot.engine.ports.grader import Grader
from bot.engine.ports.platform import Copy, Post, Refused, Trace
from bot.engine.ports.store import Delivery
from bot.engine.sending import Pause
from bot.engine.turn import Rules
from bot.export.exporter import KitExporter
from bot.storage.database import connect
from bot.wiring import store_on

SPACE = SpaceId("test:space")
CHANNEL = ChannelId("study")
SEED = "seed"
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
T = TypeVar("T", bound=v.View)


@dataclass
class HandClock:
    """A clock that stands still until it is moved."""

    at: datetime

    def now(self) -> datetime:
        return self.at

    def follow(self, judge: datetime, asked: timedelta) -> None:
        """Stands still, whatever other clocks show."""


@dataclass
class MemoryPlatform:
    """A platform that keeps what it was sent. `faults` are raised, one per post, before or after it is kept."""

    name: str = "test"
    edit_seconds: float = 0.0
    settle_seconds: float = 0.0
    posts: list[Post] = field(default_factory=list)
    edits: list[tuple[str, v.View]] = field(default_factory=list)
    before: list[Exception] = field(default_factory=list)
    after: list[Exception] = field(default_factory=list)
    can_look: bool = True
    broken_edits: bool = False
    deleted: list[str] = field(default_factory=list)
    may_delete: bool = True
    limits: tuple[Pace, ...] = ()
    clock: datetime | None = None

    async def post(self, post: Post) -> str:
        if self.before:
            raise self.before.pop(0)
        self.posts.append(post)
        if self.after:
            raise self.after.pop(0)
        return f"m{len(self.posts)}"

    async def edit(self, space: SpaceId, channel: ChannelId, message: str, view: v.View) -> None:
        if self.broken_edits:
            raise ConnectionError("edit")
        self.edits.append((message, view))

    async def trace(self, post: Post) -> tuple[Trace, str | None]:
        if not self.can_look:
            return Trace.CANNOT_LOOK, None
        found = next((i for i, one in enumerate(self.posts) if one.key == post.key), None)
        return (Trace.ABSENT, None) if found is None else (Trace.FOUND, f"m{found + 1}")

    async def trace_all(self, post: Post) -> tuple[Copy, ...] | None:
        if not self.can_look:
            return None
        there = [(f"m{i}", one) for i, one in enumerate(self.posts, 1) if f"m{i}" not in self.deleted]
        return tuple(Copy(one.channel, message) for message, one in there if one.key == post.key)

    async def delete(self, space: SpaceId, copy: Copy) -> None:
        if not self.may_delete:
            raise Refused("it may not")
        self.deleted.append(copy.message)

    def paces(self, space: SpaceId, channel: ChannelId, *, edit: bool = False) -> tuple[Pace, ...]:
        """The `limits`, with `{space}` and `{channel}` filled in."""
        return tuple(replace(one, scope=one.scope.format(space=space, channel=channel)) for one in self.limits)

    async def server_time(self) -> datetime | None:
        return self.clock

    def said(self, kind: type[T]) -> list[T]:
        """What was posted of one kind of view."""
        return [post.view for post in self.posts if isinstance(post.view, kind)]


class World:
    """Everything for a day in one channel; times move only by `until` and `later`."""

    def __init__(
        self,
        database: Path | str,
        bank: PackBank,
        grader: Grader,
        *,
        rules: Rules | None = None,
        start: datetime = MONDAY,
    ) -> None:
        """`database` is a file of SQLite, or an address."""
        self.clock = HandClock(start)
        self.bank = bank
        self.rules = rules or Rules()
        self.store = store_on(connect(database if isinstance(database, str) else f"sqlite:///{database}"))
        self.platform = MemoryPlatform()
        self.judge = Judge(self.store, bank, grader)
        self.engine = Engine(
            self.store,
            bank,
            self.clock,
            self.judge,
            self.rules,
            zone="UTC",
            exporter=KitExporter(bank.folders),
            new_seed=lambda: SEED,
        )
        self.delivering = self.replica("one")

    def replica(
        self, name: str, platforms: Mapping[str, MemoryPlatform] | None = None, *, pause: Pause = asyncio.sleep
    ) -> Delivering:
        """Another process's part in posting, on the same database."""
        mine = {"test": self.platform} if platforms is None else platforms
        return Delivering(self.store, self.bank, self.clock, mine, self.judge, self.rules, name, pause=pause)

    def asker(
        self,
        name: str,
        *,
        admin: bool = False,
        channel: ChannelId = CHANNEL,
        space: SpaceId = SPACE,
        forms: bool = True,
    ) -> c.Asker:
        return c.Asker(Member(space, UserId(name.casefold())), name, channel, is_admin=admin, has_forms=forms)

    async def type(
        self,
        line: str,
        name: str = "Ana",
        *,
        admin: bool = False,
        channel: ChannelId = CHANNEL,
        forms: bool = True,
        space: SpaceId = SPACE,
    ) -> v.View:
        """What a typed line gives."""
        asker = self.asker(name, admin=admin, channel=channel, forms=forms, space=space)
        try:
            command = catalog.parse(line)
        except StudyError as error:
            return v.NoticeView(error.says, error.next_step)
        return await self.engine.handle(command, asker)

    async def press(self, view: v.View, label: str, name: str = "Ana", *, admin: bool = False) -> v.View:
        """What a button of a view gives; the label may be its beginning."""
        button = next(one for one in view.buttons if one.label.startswith(label))  # type: ignore[union-attr]
        return await self.engine.handle(doors.pressed(button.token), self.asker(name, admin=admin))

    async def do(self, command: c.Command, name: str = "Ana", *, admin: bool = False) -> v.View:
        return await self.engine.handle(command, self.asker(name, admin=admin))

    async def round(self, channel: ChannelId = CHANNEL, space: SpaceId = SPACE) -> Round:
        """The newest round of a channel."""
        found = await self.store.run(lambda tx: tx.rounds.last(space, channel))
        return found[0]

    async def deliveries(self, channel: ChannelId = CHANNEL, space: SpaceId = SPACE) -> list[Delivery]:
        """The newest question deliveries of a channel, newest first."""
        return await self.store.run(lambda tx: tx.deliveries.recent(space, channel, 50))

    async def item(self, channel: ChannelId = CHANNEL) -> Item:
        """The item of the newest round."""
        return self.bank.items[(await self.round(channel)).item]

    async def answer(
        self, text: str = "", name: str = "Ana", *, choice: int | None = None, channel: ChannelId = CHANNEL
    ) -> v.View:
        """Answers the newest round by its form."""
        return await self.do(c.AnswerRound((await self.round(channel)).id, text, choice), name)

    async def tick(self, times: int = 1) -> None:
        for _ in range(times):
            await self.delivering.tick()

    async def until(self, moment: datetime) -> None:
        """Moves the clock and lets what is due happen. Four beats: a jump holds one; then it is sent, looked up where
        nobody knows, and sent again."""
        self.clock.at = moment
        await self.tick(4)

    async def close_round(self, channel: ChannelId = CHANNEL) -> v.RevealView:
        """Moves the clock to the close of the newest round; gives its reveal."""
        await self.until((await self.round(channel)).closes_at)
        return self.platform.said(v.RevealView)[-1]

    async def next_morning(self) -> None:
        """Moves the clock to the next nine o'clock, whatever comes of it."""
        at = self.clock.at.replace(hour=9, minute=0, second=0)
        await self.until(at if at > self.clock.at else at + timedelta(days=1))

    async def next_day(self) -> v.QuestionView:
        """Moves the clock to the next question of the channel, the close of the last one included."""
        schedule = await self.store.run(lambda tx: tx.schedules.at(SPACE, CHANNEL))
        assert schedule is not None
        assert schedule.next_due is not None
        await self.until(schedule.next_due)
        return self.question()

    async def later(self, **wait: float) -> None:
        await self.until(self.clock.at + timedelta(**wait))

    async def set_up(self, words: str = "time=09:00 zone=UTC days=mon-fri draw=beginner") -> v.View:
        """Sets the channel up; the space's seed is always the same, and so are the questions."""
        await self.store.run(lambda tx: tx.people.add_space(SPACE, zone="UTC", seed=SEED, at=self.clock.at))
        return await self.type(f"/study setup {words}", "Boss", admin=True)

    async def first_morning(self, words: str = "time=09:00 zone=UTC days=mon-fri draw=beginner") -> None:
        """Sets the channel up and lives until nine, whatever comes of it."""
        await self.set_up(words)
        await self.until(MONDAY.replace(hour=9))

    async def open_day(self, words: str = "time=09:00 zone=UTC days=mon-fri draw=beginner") -> v.QuestionView:
        """Sets the channel up and lets the first question come."""
        await self.first_morning(words)
        return self.question()

    def question(self) -> v.QuestionView:
        return self.platform.said(v.QuestionView)[-1]

    async def close(self) -> None:
        await self.store.close()


def seen(view: v.View, kind: type[T]) -> T:
    """The view, which must be of that kind."""
    assert isinstance(view, kind), view
    return view
