"""The page's doors: every request becomes an ordinary command, every view an answer that the page can show."""

import asyncio
import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from aiohttp import web

from bot.domain.errors import StudyError
from bot.domain.ids import ChannelId, SpaceId
from bot.engine import catalog, doors, phrases, tokens
from bot.engine import views as v
from bot.engine.commands import Asker, Command, ReadChannel
from bot.platforms.local import page, visitors
from bot.platforms.local.needs import Engine, Skipper
from bot.platforms.local.pages import OpenPages
from bot.platforms.local.render import html, kind, takes_the_place
from bot.platforms.local.settings import LocalSettings
from bot.platforms.local.shelf import Shelf

STATIC = Path(__file__).parent / "static"
Json = dict[str, Any]


class Doors:
    """The routes of the page."""

    def __init__(
        self,
        engine: Engine,
        settings: LocalSettings,
        packs: Mapping[str, Path],
        skipper: Skipper | None,
        selectors: Mapping[str, str],
        pages: OpenPages,
    ) -> None:
        self._engine = engine
        self._space, self._channel = SpaceId(settings.space), ChannelId(settings.channel)
        self._packs = packs
        self._skipper = skipper
        self._selectors = selectors
        self._pages = pages
        self._skipping = asyncio.Lock()
        self._shelf = Shelf()

    def routes(self) -> list[web.AbstractRouteDef]:
        return [
            web.get("/", self._page),
            web.get("/events", self._pages.stream),
            web.get("/api/feed", self._feed),
            web.get("/api/complete", self._complete),
            web.post("/api/command", self._command),
            web.post("/api/press", self._press),
            web.post("/api/submit", self._submit),
            web.post("/api/skip", self._skip),
            web.get("/diagrams/{pack}/{path:.+}", self._diagram),
            web.get("/files/{name}", self._file),
            web.static("/static", STATIC),
        ]

    async def _page(self, _: web.Request) -> web.Response:
        return web.Response(text=page.shell(self._channel), content_type="text/html")

    async def _feed(self, request: web.Request) -> web.Response:
        """The channel as it stands: each message with its key and a hash that changes when the message does."""
        view = await self._engine.handle(ReadChannel(), self._asker(request))
        posts = view.posts if isinstance(view, v.FeedView) else ()
        return web.json_response(
            {
                "channel": self._channel,
                "is_admin": isinstance(view, v.FeedView) and view.is_admin,
                "problem": None if isinstance(view, v.FeedView) else phrases.summary(view),
                "now": self._engine.clock.now().isoformat(),
                "demo": self._skipper is not None,
                "skip": await self._skipper.label() if self._skipper else None,
                "posts": [_posted(post) for post in posts],
            },
            headers={"Cache-Control": "no-store"},
        )

    async def _complete(self, request: web.Request) -> web.Response:
        offers = catalog.complete(request.query.get("line", "")[:200], self._selectors)
        return web.json_response([{"line": line, "about": about} for line, about in offers])

    async def _command(self, request: web.Request) -> web.Response:
        line = _text(await _json(request), "line")
        if not line.lstrip().startswith("/"):
            return self._answer(await self._not_a_command(request))
        return await self._handle(request, lambda: catalog.parse(line))

    async def _press(self, request: web.Request) -> web.Response:
        token = _text(await _json(request), "token")
        return await self._handle(request, lambda: doors.pressed(tokens.read(token)))

    async def _submit(self, request: web.Request) -> web.Response:
        body = await _json(request)
        token, fields = _text(body, "token"), body.get("fields")
        if not isinstance(fields, dict) or not all(isinstance(value, str) for value in fields.values()):
            raise web.HTTPBadRequest(text="The form came without its fields.")
        return await self._handle(request, lambda: doors.submitted(tokens.read(token), fields))

    async def _skip(self, request: web.Request) -> web.Response:
        """Moves the demo's time, one step at a time however often the button is pressed."""
        await _json(request)
        if self._skipper is None:
            raise web.HTTPNotFound
        async with self._skipping:
            try:
                says = await self._skipper.skip()
            except StudyError as error:
                says = f"{error.says} {error.next_step}".strip()
        self._pages.publish()
        return web.json_response({"says": says})

    async def _diagram(self, request: web.Request) -> web.StreamResponse:
        """A picture of a pack; only PNG, only from its `diagrams` folder."""
        root = self._packs.get(request.match_info["pack"])
        path = PurePosixPath(request.match_info["path"])
        if root is None or path.suffix != ".png" or path.parts[0] != "diagrams":
            raise web.HTTPNotFound
        folder = (root / "diagrams").resolve()
        try:
            file = (root / path).resolve()
        except ValueError:  # a NUL in the path
            raise web.HTTPNotFound from None
        if not file.is_relative_to(folder) or not file.is_file():
            raise web.HTTPNotFound
        return web.FileResponse(file, headers={"Content-Type": "image/png"})

    async def _file(self, request: web.Request) -> web.Response:
        """A file that was just made, for whoever was told its address."""
        file = self._shelf.get(request.match_info["name"])
        if file is None:
            raise web.HTTPBadRequest(text="This file is not kept any more. Press its button again.")
        return web.Response(
            body=file.data,
            headers={
                "Content-Type": file.media_type,
                "Cache-Control": "no-store",
                "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}",
            },
        )

    async def _handle(self, request: web.Request, build: Callable[[], Command]) -> web.Response:
        """Has the engine answer; a command that cannot be read is answered by what is wrong with it."""
        try:
            view = await self._engine.handle(build(), self._asker(request))
        except StudyError as error:
            view = v.NoticeView(error.says, error.next_step)
        return self._answer(view)

    def _answer(self, view: v.View) -> web.Response:
        return web.json_response(
            {
                "html": html(view, address=self._shelf.put(view.file) if isinstance(view, v.KitFileView) else ""),
                "kind": kind(view),
                "replaces": takes_the_place(view),
                "dialog": isinstance(view, v.AnswerFormView | v.SetupFormView | v.KitFormView),
                "good": not isinstance(view, v.NoticeView) or view.good,
                "summary": phrases.summary(view),
                "at": self._engine.clock.now().isoformat(),
            },
            headers={"Cache-Control": "no-store"},
        )

    async def visitor(self, request: web.Request) -> Asker:
        """Who sent a request; raises HTTPBadRequest where nobody is named."""
        return self._asker(request)

    def _asker(self, request: web.Request) -> Asker:
        """The visitor; a request that names nobody is refused."""
        try:
            name = visitors.name_from(request.headers.get(visitors.HEADER, ""))
        except StudyError as error:
            raise web.HTTPBadRequest(text=f"{error.says} {error.next_step}") from None
        return visitors.asker(name, self._space, self._channel)

    async def _not_a_command(self, request: web.Request) -> v.View:
        """Words without a slash: nobody has seen them, and an open question offers its Answer button."""
        feed = await self._engine.handle(ReadChannel(), self._asker(request))
        button = _answer_button(feed)
        return v.NoticeView(
            "Study Bot listens to commands, so nobody has seen what you typed.",
            "Press Answer to send it as your answer; you can still change it."
            if button
            else "Commands begin with a slash: try `/quiz`, or `/study help` for all of them.",
            buttons=(v.Button("Answer", button.token, main=True),) if button else (),
        )


def _answer_button(feed: v.View) -> v.Button | None:
    """The Answer button of the newest open question that takes words."""
    for post in reversed(feed.posts if isinstance(feed, v.FeedView) else ()):
        if isinstance(post.view, v.QuestionView) and post.view.is_open:
            return next((button for button in post.view.buttons if button.token.verb == "answer"), None)
    return None


def _posted(post: v.Posted) -> Json:
    text = html(post.view)
    return {
        "key": post.key,
        "at": post.at.isoformat(),
        "reply_to": post.reply_to,
        "kind": kind(post.view),
        "html": text,
        "hash": hashlib.sha256(text.encode()).hexdigest()[:16],
        "summary": phrases.summary(post.view),
    }


async def _json(request: web.Request) -> Json:
    """The request's JSON object; anything else is refused."""
    try:
        body = await request.json()
    except (ValueError, RecursionError):
        raise web.HTTPBadRequest(text="The request is not JSON.") from None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest(text="The request is not a JSON object.")
    return body


def _text(body: Json, name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str):
        raise web.HTTPBadRequest(text=f"The request lacks {name}.")
    return value
