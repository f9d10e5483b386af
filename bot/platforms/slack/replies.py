"""Private answers: by the `response_url` where there is one, as an ephemeral message, or in a modal."""

import asyncio
import logging
from dataclasses import replace
from typing import Any, assert_never

from bot.engine import phrases
from bot.engine import views as v
from bot.engine.ports.platform import PlatformError, Refused, Unreachable
from bot.engine.tokens import Token
from bot.platforms.slack import forms, limits
from bot.platforms.slack import parts as p
from bot.platforms.slack.api import Api, NobodyKnows
from bot.platforms.slack.kit_form import kit_form
from bot.platforms.slack.message import Message, message, parts
from bot.platforms.slack.origin import Origin, packed
from bot.platforms.slack.parts import Look
from bot.platforms.slack.render import blocks, render, takes_the_place
from bot.platforms.slack.text import Json, quoted
from bot.platforms.slack.workspaces import Workspace

log = logging.getLogger(__name__)

SHOWN = "shown"
REST = "The rest does not fit here. Add Study Bot to the channel with `/invite`, and ask again there."
WAIT = 3.0
"""Seconds that an answer waits at most when Slack asks to slow down."""


class Replies:
    """What one person is told; nobody else sees it."""

    def __init__(self, api: Api) -> None:
        self._api = api

    async def say(self, view: v.View, to: str, origin: Origin, place: Workspace, look: Look, *, below: str = "",
                  kept: str = "", trigger: str = "") -> None:  # fmt: skip
        """Shows a view where the person is. `below` is small print; `kept` are words of the person's own that were not
        saved, and must not be lost."""
        if origin.in_view:
            await self._in_view(view, origin, place, look, trigger=trigger, kept=kept)
            return
        whole = render(view, look)
        whole = message([*whole.blocks, *_kept(kept), *([p.small(below)] if below else [])], phrases.summary(view))
        replaces = origin.private and takes_the_place(view)
        pieces = parts(whole)
        # A whole kit as text takes more messages than a `response_url` gives; its last one is kept for telling so.
        by_url = len(pieces) if len(pieces) <= limits.RESPONSE_URL_USES else limits.RESPONSE_URL_USES - 1
        for at, part in enumerate(pieces):
            way = origin if at < by_url else replace(origin, response_url="")
            if not await self._one(part, to, way, place, replaces=replaces and at == 0) and at >= by_url:
                if origin.response_url:
                    await self._respond(origin.response_url, {"response_type": "ephemeral", "text": REST})
                break

    async def _one(self, part: Message, to: str, origin: Origin, place: Workspace, *, replaces: bool) -> bool:
        """Whether it was shown."""
        body: Json = {"response_type": "ephemeral", "replace_original": replaces, **part.payload}
        if origin.thread and not replaces:
            body["thread_ts"] = origin.thread
        if origin.response_url and await self._respond(origin.response_url, body):
            return True
        if not origin.channel:
            log.warning("an answer found no way to its asker")
            return False
        there = {"channel": origin.channel, "user": to} | ({"thread_ts": origin.thread} if origin.thread else {})
        return await self._patiently("chat.postEphemeral", place, **there, **part.payload)

    async def _respond(self, url: str, body: Json) -> bool:
        """Whether the answer went out; False when another way is to be tried."""
        for attempt in range(3):
            try:
                await self._api.respond(url, body)
            except Unreachable as error:
                if attempt == 2 or error.retry_after > WAIT:
                    return False
                await asyncio.sleep(min(error.retry_after, WAIT) if "429" in str(error) else 0.2)
            except (Refused, NobodyKnows) as error:
                # An answer that comes twice is better than none: it is private.
                log.info("an answer takes the other way: %s", error)
                return False
            else:
                return True
        return False

    async def _patiently(self, method: str, place: Workspace, **arguments: Any) -> bool:
        """A call whose repetition is harmless: somebody sees their own answer twice at worst. Whether it was done."""
        for attempt in range(3):
            try:
                await self._api.call(method, place.token, **arguments)
            except Refused as error:
                log.warning("%s was refused: %s", method, error.reason)
                return False
            except (Unreachable, NobodyKnows) as error:
                if attempt == 2:
                    log.warning("%s failed: %s", method, error)
                    return False
                await asyncio.sleep(min(error.retry_after, WAIT) if isinstance(error, Unreachable) else 0.3)
            else:
                return True
        return False

    async def form(self, view: v.AnswerFormView | v.SetupFormView | v.KitFormView, to: str, origin: Origin,
                   place: Workspace, look: Look, trigger: str) -> None:  # fmt: skip
        """Opens a modal, above the one that stands there already if the button was in it."""
        made = _form(view, origin)
        if not await self.open(made, trigger, place, above=bool(origin.view)):
            if origin.in_view:
                return
            await self.say(view, to, origin, place, look)

    async def open(self, made: Json, trigger: str, place: Workspace, *, above: bool = False) -> bool:
        """Whether the modal was opened. The trigger works once and for three seconds: one more try at most."""
        for attempt in range(2):
            try:
                await self._api.call(
                    "views.push" if above else "views.open", place.token, trigger_id=trigger, view=made
                )
            except Unreachable as error:
                if attempt or error.retry_after > 1.0:
                    return False
                await asyncio.sleep(0.2)
            except (PlatformError, NobodyKnows) as error:
                log.info("a modal could not be opened: %s", error)
                return False
            else:
                return True
        return False

    async def _in_view(self, view: v.View, origin: Origin, place: Workspace, look: Look, *, trigger: str,
                       kept: str = "") -> None:  # fmt: skip
        made = shown(view, origin, look, kept)
        if origin.view:
            await self._patiently("views.update", place, view_id=origin.view, view=made)
        else:
            await self.open(made, trigger, place)


def _form(view: v.AnswerFormView | v.SetupFormView | v.KitFormView, origin: Origin) -> Json:
    match view:
        case v.AnswerFormView():
            return forms.answer_form(view, origin)
        case v.SetupFormView():
            return forms.setup_form(view, origin)
        case v.KitFormView():
            return kit_form(view, origin)
        case _:
            assert_never(view)


def shown(view: v.View, origin: Origin, look: Look, kept: str = "") -> Json:
    """A modal that shows a view, for people who came from the App Home."""
    content = [block for block in message([*blocks(view, look), *_kept(kept)], "").blocks if block["type"] != "file"]
    metadata = packed(Token("run"), Origin(channel=origin.channel, home=origin.home))
    return forms.modal(SHOWN, "Study Bot", content, metadata)


def working(origin: Origin) -> Json:
    """What stands in a modal between its submission and the answer."""
    metadata = packed(Token("run"), Origin(channel=origin.channel, home=origin.home))
    return forms.modal(SHOWN, "Study Bot", [p.says("One moment …")], metadata)


def _kept(text: str) -> list[Json]:
    return [p.says("*What you wrote*"), quoted(text)] if text else []
