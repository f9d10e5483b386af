"""An engine, a skipper and a running page, made by hand: enough to press every button."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiohttp
from yarl import URL

from bot.domain.questions import Style
from bot.engine import commands as c
from bot.engine import views as v
from bot.engine.catalog import VERBS
from bot.platforms.local.platform import LocalPlatform
from bot.platforms.local.settings import LocalSettings
from bot.web.server import WebServer
from tests.platforms.local import samples
from tests.platforms.local.every_view import every_view, setup_form

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fcffff3f030005fe02fea735818400000000"
    "49454e44ae426082"
)
SELECTORS = {"beginner": "section beginner", "intermediate": "section intermediate", "llm": "large language models"}


class FakeClock:
    def __init__(self) -> None:
        self.at = samples.NOW + timedelta(minutes=5)

    def now(self) -> datetime:
        return self.at


@dataclass
class FakeEngine:
    """Answers each command with a sample; remembers who asked what, and the answers that were given."""

    clock: FakeClock = field(default_factory=FakeClock)
    heard: list[tuple[c.Command, c.Asker]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    posts: list[v.Posted] = field(
        default_factory=lambda: [
            v.Posted(
                "question:1:2026-11-20",
                samples.NOW - timedelta(days=3),
                samples.question(11, is_open=False, answered=6),
            ),
            v.Posted(
                "reveal:1:2026-11-20",
                samples.NOW - timedelta(minutes=10),
                samples.reveal(11),
                reply_to="question:1:2026-11-20",
            ),
            v.Posted("question:1:2026-11-23", samples.NOW, samples.question(12)),
        ]
    )
    broken: bool = False
    changed: Callable[[], None] = lambda: None
    """Tells the open pages, as the engine's live edits do."""

    async def handle(self, command: c.Command, asker: c.Asker) -> v.View:
        self.heard.append((command, asker))
        if self.broken:
            raise RuntimeError("a secret that nobody may see")
        match command:
            case c.ReadChannel():
                return v.FeedView("daily-question", tuple(self.posts), asker.member.user == "ana")
            case c.OpenAnswerForm():
                return samples.answer_form(self.answers.get(asker.member.user, ""))
            case c.AnswerRound(text=text) | c.AnswerToday(text=text):
                return self._answer(asker.member.user, text)
            case c.StartQuiz(style=Style.CHECK):
                return samples.card()
            case c.PickOption(position=position, choice=choice):
                return samples.card(position, choice)
            case c.NextCard(position=position) if position < 3:
                return samples.card(position)
            case c.ShowBoard(period=period, scope=scope):
                return samples.board(asker.name, period, scope)
            case c.ShowHelp(about=about):
                return v.HelpView(about, VERBS)
            case c.OpenSetupForm():
                return setup_form()
            case _:
                return self._other(command, asker)

    def _other(self, command: c.Command, asker: c.Asker) -> v.View:
        kinds: dict[type, type] = {
            c.ShowQuestion: v.QuestionView,
            c.TakeHint: v.HintView,
            c.ShowVerdict: v.VerdictView,
            c.Reveal: v.RevealView,
            c.ShowMe: v.MeView,
            c.ShowHistory: v.HistoryView,
            c.ListTeams: v.TeamsView,
            c.ListSchedules: v.SchedulesView,
            c.ShowStatus: v.StatusView,
            c.EndQuiz: v.QuizSummaryView,
            c.NextCard: v.QuizSummaryView,
            c.StartQuiz: v.QuizCardView,
        }
        wanted = kinds.get(type(command), v.NoticeView)
        return next(view for view in every_view(asker.name) if isinstance(view, wanted))

    def _answer(self, user: str, text: str) -> v.View:
        if len(text.strip()) > 3000:
            return v.NoticeView(
                f"The answer has {len(text):,} characters; 3,000 fit. Nothing was saved.",
                "Shorten it and send it again.",
            )
        changed = user in self.answers
        self.answers[user] = text
        self.posts[-1] = replace(self.posts[-1], view=samples.question(12, answered=3 + len(self.answers)))
        self.changed()
        return v.ReceiptView(
            12,
            text,
            changed,
            samples.CLOSES,
            samples.STREAK,
            (v.Button("Change my answer", samples.answer_form().token),),
        )


class FakeSkipper:
    def __init__(self, engine: FakeEngine) -> None:
        self.engine = engine

    async def label(self) -> str | None:
        return "Skip to the close"

    async def skip(self) -> str:
        await asyncio.sleep(0.05)
        self.engine.clock.at = samples.CLOSES
        self.engine.posts.append(
            v.Posted(
                "reveal:1:2026-11-23",
                samples.CLOSES,
                samples.reveal(12, counts=False),
                reply_to="question:1:2026-11-23",
            )
        )
        return "Question 12 is closed. The model answer is in its thread."


@dataclass
class Studio:
    """A page on a free port."""

    engine: FakeEngine
    platform: LocalPlatform
    server: WebServer

    @property
    def url(self) -> str:
        return self.server.url.rstrip("/")


@asynccontextmanager
async def studio(
    folder: Path, *, skips: bool = False, port: int = 0, engine: FakeEngine | None = None
) -> AsyncIterator[Studio]:
    """Runs the page with the fake engine; `folder` becomes the pack."""
    (folder / "diagrams").mkdir(exist_ok=True)
    picture = folder / "diagrams" / "gradients.png"
    if not picture.exists():
        picture.write_bytes(PNG)
    engine = engine or FakeEngine()
    platform = LocalPlatform(
        engine, LocalSettings(port=port), {"ai-ml": folder}, FakeSkipper(engine) if skips else None, selectors=SELECTORS
    )
    engine.changed = platform._pages.publish
    server = WebServer("127.0.0.1", port)
    server.add_routes(platform.routes())
    server.on_stop(platform.close)
    await server.start()
    try:
        yield Studio(engine, platform, server)
    finally:
        await server.stop()


class Visitor:
    """Somebody with a page open."""

    def __init__(self, home: Studio, name: str = "Ana") -> None:
        self.home = home
        self.headers = {"X-Study-Bot": "page", "X-Visitor": quote(name)}
        self.session = aiohttp.ClientSession(home.url)

    async def post(self, path: str, body: object) -> tuple[int, Any]:
        async with self.session.post(path, json=body, headers=self.headers) as response:
            return response.status, await response.json()

    async def get(self, path: str | URL) -> tuple[int, Any]:
        async with self.session.get(path, headers=self.headers) as response:
            return response.status, await response.json()

    async def command(self, line: str) -> Any:
        return (await self.post("/api/command", {"line": line}))[1]

    async def press(self, token: str) -> Any:
        return (await self.post("/api/press", {"token": token}))[1]
