"""The kit page's routes: every request becomes an ordinary command, every view facts that the page shows."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from aiohttp import web

from bot.domain.errors import StudyError
from bot.domain.ids import ChannelId, KitId, Member, SpaceId, UserId
from bot.domain.kits.values import Copy, Format
from bot.domain.questions import Item
from bot.engine import commands as c
from bot.engine import kit_commands as k
from bot.engine import views as v
from bot.kitpage import page
from bot.kitpage.facts import facts, offers
from bot.kitpage.needs import Engine, Who
from bot.kitpage.seals import Seals

STATIC = Path(__file__).parent / "static"
FILE = "X-Study-Bot-File"
"""Marks an answer that is a file; JSON is a format of kits as well as the language of the page."""

PRINT, PRINT_LASTS = "kit print", timedelta(minutes=10)
PRINT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'none'"
)
"""The HTML copy brings its style along, and nothing in it may run or fetch."""

Json = dict[str, Any]


class KitPage:
    """The page and its requests. `who` finds the person; `selectors` are sections and topics with their meaning."""

    def __init__(self, engine: Engine, who: Who, seals: Seals, items: Iterable[Item],
                 selectors: Mapping[str, str], *, home: str = "") -> None:  # fmt: skip
        """`home` is the address of the page that the person came from, where there is one."""
        self._engine, self._who, self._seals = engine, who, seals
        self._offers, self._selectors, self._home = offers(items), selectors, home

    def routes(self) -> list[web.AbstractRouteDef]:
        return [
            web.get("/kit", self._page),
            web.get("/kit/print", self._print),
            web.post("/kit/api/start", self._start),
            web.post("/kit/api/make", self._make),
            web.post("/kit/api/open", self._open),
            web.post("/kit/api/change", self._change),
            web.post("/kit/api/file", self._file),
            web.post("/kit/api/print", self._ticket),
            web.static("/kit/static", STATIC),
        ]

    async def _page(self, _: web.Request) -> web.Response:
        return web.Response(text=page.shell(self._selectors, self._home), content_type="text/html")

    async def _start(self, request: web.Request) -> web.Response:
        """The form as it stands, and what can be added."""
        body = await _json(request)
        answer = await self._ask(request, k.OpenKitForm(_kit(body)))
        return _said(answer if "form" not in answer else {**answer, "items": self._offers})

    async def _make(self, request: web.Request) -> web.Response:
        body = await _json(request)
        return _said(await self._ask(request, k.MakeKit(
            title=_text(body, "title"), minutes=_text(body, "minutes"), level=_text(body, "level"),
            topics=_text(body, "topics"), count=_text(body, "count"), strict_days=_text(body, "strict_days"),
            seed=_text(body, "seed"), kit=_kit(body),
        )))  # fmt: skip

    async def _open(self, request: web.Request) -> web.Response:
        """The kit of a code, with the form filled in from it, and the items that were locked in it."""
        body = await _json(request)
        locks = _texts(body, "locked")
        answer = await self._ask(request, k.OpenKitCode(_text(body, "code"), _text(body, "title")))
        if "kit" not in answer:
            return _said(answer)
        for item in locks:
            locked = await self._ask(request, k.LockKitItem(KitId(answer["kit"]["id"]), item, locked=True))
            answer = locked if "kit" in locked else answer
        form = await self._ask(request, k.OpenKitForm(KitId(answer["kit"]["id"])))
        return _said(answer | {"form": form["form"]} if "form" in form else answer)

    async def _change(self, request: web.Request) -> web.Response:
        body = await _json(request)
        kit, item = _kit(body), _text(body, "item")
        if kit is None:
            raise web.HTTPBadRequest(text="The request names no kit.")
        changes: dict[str, k.KitCommand] = {
            "show": k.ShowKit(kit),
            "again": k.DrawKitAgain(kit),
            "swap": k.SwapKitItem(kit, item),
            "lock": k.LockKitItem(kit, item, locked=True),
            "unlock": k.LockKitItem(kit, item, locked=False),
            "move": k.MoveKitItem(kit, item, _number(body, "to")),
            "drop": k.DropKitItem(kit, item),
            "add": k.AddKitItem(kit, item),
        }
        command = changes.get(_text(body, "deed"))
        if command is None:
            raise web.HTTPBadRequest(text="The request asks for a change that there is not.")
        return _said(await self._ask(request, command))

    async def _file(self, request: web.Request) -> web.Response:
        """The file, or in JSON what is wrong."""
        body = await _json(request)
        try:
            view = await self._engine.handle(_wanted(body), await self._who(request))
        except StudyError as error:
            view = v.NoticeView(error.says, error.next_step)
        if not isinstance(view, v.KitFileView):
            return _said(_facts(view))
        name = quote(view.file.name)
        return web.Response(body=view.file.data, headers={
            "Content-Type": view.file.media_type, "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
            FILE: name, "Cache-Control": "no-store",
        })  # fmt: skip

    async def _ticket(self, request: web.Request) -> web.Response:
        """An address that shows the HTML copy for some minutes: a new window cannot say who is asking."""
        body = await _json(request)
        wanted = _wanted(body)
        try:
            asker = await self._who(request)
        except StudyError as error:
            return _said(_facts(v.NoticeView(error.says, error.next_step)))
        ticket = await self._seals.seal(PRINT, {
            "kit": wanted.kit, "copy": wanted.copy, "space": asker.member.space, "user": asker.member.user,
            "channel": asker.channel, "hires": int(asker.may_hire),
        }, PRINT_LASTS)  # fmt: skip
        return _said({"address": f"/kit/print?ticket={ticket}"})

    async def _print(self, request: web.Request) -> web.Response:
        try:
            facts_ = await self._seals.open(PRINT, request.query.get("ticket", ""))
        except StudyError as error:
            raise web.HTTPBadRequest(text=f"{error.says} Press Print on the kit page again.") from None
        member = Member(SpaceId(facts_["space"]), UserId(facts_["user"]))
        asker = c.Asker(member, "", ChannelId(facts_["channel"]), may_hire=facts_["hires"] == "1")
        view = await self._engine.handle(
            k.GetKitFile(KitId(int(facts_["kit"])), Format.HTML, Copy(facts_["copy"])), asker
        )
        if not isinstance(view, v.KitFileView):
            notice = view if isinstance(view, v.NoticeView) else v.NoticeView("This kit cannot be shown.")
            raise web.HTTPBadRequest(text=f"{notice.says} {notice.next_step}".strip())
        return web.Response(body=view.file.data, headers={
            "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": PRINT_POLICY,
            "Cache-Control": "no-store",
        })  # fmt: skip

    async def _ask(self, request: web.Request, command: c.Command) -> Json:
        try:
            view = await self._engine.handle(command, await self._who(request))
        except StudyError as error:
            view = v.NoticeView(error.says, error.next_step)
        return _facts(view)


def _facts(view: v.View) -> Json:
    assert isinstance(view, v.KitView | v.KitFormView | v.NoticeView)  # the commands of this page give no other
    return facts(view)


def _said(answer: Json) -> web.Response:
    return web.json_response(answer, headers={"Cache-Control": "no-store"})


def _wanted(body: Json) -> k.GetKitFile:
    kit = _kit(body)
    try:
        if kit is not None:
            return k.GetKitFile(kit, Format(_text(body, "format")), Copy(_text(body, "copy")))
    except ValueError:
        pass
    raise web.HTTPBadRequest(text="The request names no kit, or a format that there is not.")


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
    """A text; absent ones are empty."""
    value = body.get(name, "")
    if not isinstance(value, str) or len(value) > 2_000:
        raise web.HTTPBadRequest(text=f"The request's {name} is no text, or too long a one.")
    return value


def _texts(body: Json, name: str) -> list[str]:
    value = body.get(name, [])
    if not isinstance(value, list) or len(value) > 100 or not all(isinstance(one, str) for one in value):
        raise web.HTTPBadRequest(text=f"The request's {name} is no list of texts.")
    return value


def _number(body: Json, name: str) -> int:
    value = body.get(name, 0)
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > 10**6:
        raise web.HTTPBadRequest(text=f"The request's {name} is no number.")
    return value


def _kit(body: Json) -> KitId | None:
    """The kit's number, or None where the request names none."""
    value = body.get("kit")
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 2**53:
        raise web.HTTPBadRequest(text="The request's kit is no number.")
    return KitId(value)
