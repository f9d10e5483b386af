"""Slack's doors: bolt's events become ordinary commands. Acknowledged first, worked on afterwards."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import replace
from typing import Any, get_args

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot.domain.errors import StudyError
from bot.domain.standings import Scope
from bot.engine import catalog, doors, tokens
from bot.engine import commands as c
from bot.engine import kit_commands as k
from bot.engine import views as v
from bot.platforms.slack import forms, home, limits, suggestions, teams
from bot.platforms.slack.api import Api
from bot.platforms.slack.kits import KitLink, Kits, no_link
from bot.platforms.slack.leaving import First, Leaving, always
from bot.platforms.slack.memory import Memory
from bot.platforms.slack.needs import Engine
from bot.platforms.slack.origin import Origin, origin_of, unpacked
from bot.platforms.slack.parts import Look
from bot.platforms.slack.people import ADMIN_MATTERS, Admins, Person, how_to_become_one, lacking, person
from bot.platforms.slack.render_people import JOIN_TEAM, MANAGE_TEAMS
from bot.platforms.slack.replies import Replies, shown, working
from bot.platforms.slack.workspaces import Workspace, Workspaces

log = logging.getLogger(__name__)

Body = dict[str, Any]
ANY = re.compile(r".*", re.DOTALL)
PATIENCE = 1.0
"""Seconds that an acknowledgement waits for the answer that it is to carry; Slack gives it three."""
ACKS_FIRST = 0.02
"""Seconds that an answer waits for the acknowledgements of others; nobody notices."""
AT_ONCE = 16
"""Answers in the making at a time."""
DOUBLE_CLICK = 0.5
"""Seconds within which the same press by the same person is one press."""
NO_WELCOME = (c.OpenAnswerForm, c.OpenQuizForm, c.OpenSetupForm, *get_args(k.KitCommand))
PRESSED = ("button", "static_select", "overflow")
WELCOME = "First time here? Your answers are private, always. `/study help` shows what else there is."


class Doors:
    """What people do in Slack."""

    def __init__(self, engine: Engine, api: Api, workspaces: Workspaces, admins: Admins,
                 selectors: Mapping[str, str], *, prefix: str = "", kit_link: KitLink = no_link,
                 first: First = always) -> None:  # fmt: skip
        self._engine, self._api, self._workspaces, self._admins = engine, api, workspaces, admins
        self._selectors, self._prefix = selectors, prefix
        self._replies, self._kits = Replies(api), Kits(api, kit_link)
        self._leaving = Leaving(engine, workspaces, first)
        self._seen: Memory[bool] = Memory(seconds=limits.RETRY_SECONDS)
        self._pressed: Memory[tuple[Any, ...]] = Memory(seconds=DOUBLE_CLICK)
        self._places: Memory[str] = Memory(seconds=90 * 86_400.0)
        self._known: Memory[bool] = Memory(seconds=30 * 86_400.0)
        self._tasks: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(AT_ONCE)

    def open(self, app: AsyncApp) -> None:
        """Hangs the doors into bolt."""
        app.command(ANY)(self._command)
        app.action(ANY)(self._action)
        app.view(ANY)(self._submission)
        app.options(ANY)(self._options)
        app.event("app_home_opened")(self._home_opened)
        app.event("app_uninstalled")(self._uninstalled)
        app.event("tokens_revoked")(self._uninstalled)
        app.event(ANY)(self._ignored)

    async def close(self) -> None:
        """Lets answers on their way go out, for a moment."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=2.0)
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Works on after the acknowledgement. What fails here is logged; it must never cost the acknowledgement."""
        task = asyncio.create_task(self._guarded(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guarded(self, work: Awaitable[None]) -> None:
        try:
            # Where a whole team presses at once, everybody's acknowledgement goes out before anybody's answer is made.
            await asyncio.sleep(ACKS_FIRST)
            async with self._room:
                await work
        except Exception:
            log.exception("something from Slack could not be worked on")

    async def _command(self, ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        await ack()
        if self._seen.first(body.get("trigger_id") or object()):
            self._spawn(self._typed(body, context))

    async def _typed(self, body: Body, context: Mapping[str, Any]) -> None:
        who = person(body, context)
        origin = Origin(channel=str(body.get("channel_id", "")), response_url=str(body.get("response_url", "")))
        name = str(body.get("command", "")).removeprefix("/").removeprefix(self._prefix)
        line = f"/{name} {body.get('text') or ''}"
        await self._do(lambda: catalog.parse(line), who, origin, context, trigger=str(body.get("trigger_id", "")))

    async def _action(self, ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        await ack()
        action = body["actions"][0]
        container = body.get("container") or {}
        place = container.get("message_ts") or container.get("view_id")
        press = (action.get("action_id"), _value(action), place)
        user = (body.get("user") or {}).get("id")
        if self._seen.first(body.get("trigger_id") or object()) and self._pressed.get(user) != press:
            self._pressed.keep(user, press)
            self._spawn(self._press(body, action, context))

    async def _press(self, body: Body, action: Mapping[str, Any], context: Mapping[str, Any]) -> None:
        if action.get("type") not in PRESSED or action.get("url"):
            return
        who, origin, trigger = person(body, context), origin_of(body), str(body.get("trigger_id", ""))
        if not origin.channel:
            origin = replace(origin, channel=self._places.get(who.member) or "")
        value = _value(action)
        if value == MANAGE_TEAMS:
            await self._manage_teams(who, origin, context, trigger)
            return
        await self._do(lambda: doors.pressed(tokens.read(value)), who, origin, context, trigger=trigger)
        if origin.home and (value.startswith("run:0:study hide") or action.get("action_id") == JOIN_TEAM):
            await self._publish(who, context)

    async def _manage_teams(self, who: Person, origin: Origin, context: Mapping[str, Any], trigger: str) -> None:
        place = await self._place(context)
        view = await self._engine.handle(c.ListTeams(), who.asker(origin.channel))
        if isinstance(view, v.TeamsView):
            await self._replies.open(teams.team_form(view, origin), trigger, place, above=bool(origin.view))

    async def _submission(self, ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        view, given = body["view"], forms.fields(body["view"].get("state") or {})
        self._pressed.forget((body.get("user") or {}).get("id"))  # whoever has sent a form may open it again at once
        try:
            command, origin, wrong = self._filled_in(view, given)
        except StudyError as error:
            command, origin, wrong = _raises(error), Origin(), {}
        if wrong:
            await ack(response_action="errors", errors=wrong)
            return
        if not self._seen.first(body.get("trigger_id") or object()):
            await ack()
        elif origin.in_view:
            await self._submitted_in_view(ack, command, given, origin, body, context)
        else:
            await ack()
            self._spawn(self._submitted(command, given, origin, body, context))

    async def _submitted_in_view(self, ack: AsyncAck, command: Callable[[], c.Command], given: Mapping[str, str],
                                 origin: Origin, body: Body, context: Mapping[str, Any]) -> None:  # fmt: skip
        """Where the answer takes the form's place, it travels in the acknowledgement: a later call could overtake it.
        What takes too long is shown when it is there."""
        origin = replace(origin, view=str(body["view"].get("id", "")))
        answer = asyncio.create_task(self._answer(command, person(body, context), origin, context))
        done, _ = await asyncio.wait([answer], timeout=PATIENCE)
        if done and answer.exception() is None:
            view, look = answer.result()
            lost = given.get("text", "") if isinstance(view, v.NoticeView) and not view.good else ""
            await ack(response_action="update", view=shown(view, origin, look, lost))
            if origin.home:
                self._spawn(self._publish(person(body, context), context))
            return
        await ack(response_action="update", view=working(origin))
        self._spawn(self._show_later(answer, origin, body, context))

    async def _show_later(self, answer: "asyncio.Task[tuple[v.View, Look]]", origin: Origin, body: Body,
                          context: Mapping[str, Any]) -> None:  # fmt: skip
        view, look = await answer
        await self._replies.say(view, person(body, context).user, origin, await self._place(context), look)

    def _filled_in(self, view: Body, given: dict[str, str]) -> tuple[Callable[[], c.Command], Origin, dict[str, str]]:
        """The command in a form, where it came from, and what is wrong in its fields."""
        callback = str(view.get("callback_id", ""))
        token, origin = unpacked(str(view.get("private_metadata", "")))
        if callback == teams.FORM:
            try:
                chosen = teams.chosen(given, teams.names_of(view))
            except StudyError as error:
                return _raises(error), origin, {"name" if "name" in error.says else "team": error.says}
            return (lambda: chosen), origin, {}
        if callback == forms.SETUP:
            given = {name: text for name, text in given.items() if name != "place"}
        return (lambda: doors.submitted(token, given)), origin, forms.faults(callback, given)

    async def _submitted(self, command: Callable[[], c.Command], given: Mapping[str, str], origin: Origin, body: Body,
                         context: Mapping[str, Any]) -> None:  # fmt: skip
        await self._do(command, person(body, context), origin, context, kept=given.get("text", ""))

    async def _options(self, ack: AsyncAck, body: Body) -> None:
        await ack(options=suggestions.suggested(
            str(body.get("action_id", "")), str(body.get("value", "")), self._selectors))  # fmt: skip

    async def _home_opened(self, body: Body, context: AsyncBoltContext) -> None:
        if (body.get("event") or {}).get("tab", "home") == "home" and self._seen.first(
            body.get("event_id") or object()
        ):
            self._spawn(self._publish(person(body, context), context))

    async def _publish(self, who: Person, context: Mapping[str, Any]) -> None:
        place = await self._place(context)
        is_admin = await self._admins.is_one(who, place)
        found = await home.gather(self._engine, who, self._places.get(who.member) or "", is_admin=is_admin)
        view = home.home_view(found, self._look(is_admin=is_admin))
        await self._api.call("views.publish", place.token, user_id=who.user, view=view)

    async def _uninstalled(self, body: Body, context: AsyncBoltContext) -> None:
        event = str(body.get("event_id") or "")
        self._spawn(self._leaving.after(event, context.get("team_id"), context.get("enterprise_id")))

    async def _ignored(self) -> None:
        """Events that an installation sends although nobody asked for them."""

    async def _do(self, build: Callable[[], c.Command], who: Person, origin: Origin, context: Mapping[str, Any], *,
                  trigger: str = "", kept: str = "") -> v.View:  # fmt: skip
        """Has the engine answer, and tells the person."""
        place = await self._place(context)
        below = await self._welcome(build, who, origin)
        view, look = await self._answer(build, who, origin, context)
        if isinstance(view, v.AnswerFormView | v.SetupFormView | v.KitFormView):
            await self._replies.form(view, who.user, origin, place, look, trigger)
            return view
        lost = kept if isinstance(view, v.NoticeView) and not view.good else ""
        await self._replies.say(view, who.user, origin, place, look, below=below, kept=lost, trigger=trigger)
        return view

    async def _answer(self, build: Callable[[], c.Command], who: Person, origin: Origin, context: Mapping[str, Any]
                      ) -> tuple[v.View, Look]:  # fmt: skip
        """The engine's answer to a command, or what is wrong with the command."""
        place = await self._place(context)
        if origin.channel:
            self._places.keep(who.member, origin.channel)
        is_admin = False
        try:
            command = build()
            is_admin = isinstance(command, ADMIN_MATTERS) and await self._admins.is_one(who, place)
            view = await self._ask(command, who, origin.channel, place, is_admin=is_admin)
        except StudyError as error:
            view = v.NoticeView(error.says, error.next_step)
        if isinstance(view, v.NoticeView) and view.says.startswith("Only admins can"):
            view = replace(view, next_step=how_to_become_one(who, asks=self._admins.can_ask(place)))
        return view, self._look(is_admin=is_admin)

    async def _ask(self, command: c.Command, who: Person, channel: str, place: Workspace, *, is_admin: bool) -> v.View:
        if who.guest and isinstance(command, c.ShowBoard) and command.scope is not Scope.CHANNEL:
            raise StudyError(
                "Guests from another workspace see the board of this channel only.", "Type `/leaderboard` for it."
            )
        asker = who.asker(channel, is_admin=is_admin, may_hire=self._admins.may_hire(who), lacks=lacking(place))
        return await self._kits.ready(await self._engine.handle(command, asker), asker, place)

    async def _welcome(self, build: Callable[[], c.Command], who: Person, origin: Origin) -> str:
        """A line for the first private answer; empty for whoever has answered or practiced before."""
        if origin.in_view or self._known.get(who.member) or _goes_without(build):
            return ""
        self._known.keep(who.member, True)
        me = await self._engine.handle(c.ShowMe(), who.asker(""))
        if not (isinstance(me, v.MeView) and home.newcomer(me)):
            return ""
        return WELCOME.replace("`/", f"`/{self._prefix}")

    async def _place(self, context: Mapping[str, Any]) -> Workspace:
        found = await self._workspaces.find(context.get("team_id"), context.get("enterprise_id"))
        if found is None:
            raise LookupError("the app is not installed there any more")
        return found

    def _look(self, *, is_admin: bool) -> Look:
        return Look(prefix=self._prefix, is_admin=is_admin)


def _value(action: Mapping[str, Any]) -> str:
    return str(action.get("value") or (action.get("selected_option") or {}).get("value") or "")


def _raises(error: StudyError) -> Callable[[], c.Command]:
    def build() -> c.Command:
        raise error

    return build


def _goes_without(build: Callable[[], c.Command]) -> bool:
    try:
        return isinstance(build(), NO_WELCOME)
    except StudyError:
        return False
