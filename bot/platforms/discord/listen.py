"""Discord's doors: every interaction becomes an ordinary command, every view a private answer."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import discord

from bot.domain.errors import StudyError
from bot.engine import commands as c
from bot.engine import doors, tokens
from bot.engine import kit_commands as k
from bot.engine import views as v
from bot.engine.tokens import Token
from bot.platforms.discord import forms, limits
from bot.platforms.discord.commands import typed
from bot.platforms.discord.completing import Completing
from bot.platforms.discord.look import Look
from bot.platforms.discord.needs import Engine, KitLink, no_link
from bot.platforms.discord.origin import Admins, asker
from bot.platforms.discord.parts import MENU
from bot.platforms.discord.replies import Ack, Interaction, Reply

log = logging.getLogger(__name__)

REMEMBERED = 5000
"""Interactions whose second delivery is known as such."""

FORM_WAIT = limits.FIRST_RESPONSE - 0.8
"""Seconds that the engine has for a form, which cannot be announced before it is there."""

LAST_WORDS = 3.0
"""Seconds that answers have at the end of the process."""

OUTSIDE = v.NoticeView("This works in a server only.", "Use it in the channel of the daily question.")
BUSY = v.NoticeView("The bot is busy, so the form did not come in time.", "Try again.")
OPENS_A_FORM = (c.OpenAnswerForm, c.OpenQuizForm, c.OpenSetupForm, k.OpenKitForm)
Build = Callable[[], c.Command]


class Doors:
    """What the gateway's events lead to."""

    def __init__(
        self, engine: Engine, completing: Completing, look: Look, admins: Admins, kit_link: KitLink = no_link
    ) -> None:
        self._engine, self._completing, self._look, self._admins = engine, completing, look, admins
        self._kit_link = kit_link
        self._seen: OrderedDict[int, None] = OrderedDict()
        self._open: set[asyncio.Task[object]] = set()

    async def used(self, interaction: Interaction) -> None:
        """A command, an autocomplete, a form that was sent, a menu; presses come by `pressed`."""
        data: Mapping[str, Any] = interaction.data or {}
        try:
            match interaction.type:
                case discord.InteractionType.application_command:
                    await self._serve(interaction, lambda: typed(data).command())
                case discord.InteractionType.autocomplete:
                    await self._complete(interaction, data)
                case discord.InteractionType.modal_submit:
                    await self._serve(interaction, lambda: submitted(data))
                case discord.InteractionType.component if str(data.get("custom_id")).startswith(MENU):
                    await self.pressed(interaction, next(iter(data.get("values") or ()), ""))
                case _:
                    pass
        except Exception:
            log.exception("an interaction was not answered")

    async def pressed(self, interaction: Interaction, custom_id: str) -> None:
        """A button, however old its message is."""
        try:
            token = tokens.read(custom_id.rstrip("~"))
        except StudyError as error:
            await self._reply(interaction).say(v.NoticeView(error.says, error.next_step))
            return
        try:
            page = token.number if token.verb == forms.MORE.verb else 1
            await self._serve(interaction, lambda: command_of(token), page=page)
        except Exception:
            log.exception("a button was not answered")

    async def finish(self) -> None:
        """Lets answers that are on their way arrive, before the bot stops."""
        if self._open:
            await asyncio.wait(self._open, timeout=LAST_WORDS)

    def _reply(self, interaction: Interaction) -> Reply:
        return Reply(interaction, self._look)

    def _is_new(self, interaction: Interaction) -> bool:
        """False for the second delivery of an interaction."""
        if interaction.id in self._seen:
            return False
        self._seen[interaction.id] = None
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        return True

    async def _serve(self, interaction: Interaction, build: Build, *, page: int = 1) -> None:
        if not self._is_new(interaction):
            return
        task = asyncio.current_task()
        assert task is not None  # discord.py runs every event in a task of its own
        self._open.add(task)
        task.add_done_callback(self._open.discard)
        reply, who = self._reply(interaction), asker(interaction, self._admins)
        if who is None:
            await reply.say(OUTSIDE)
            return
        try:
            command = build()
        except StudyError as error:
            await reply.say(v.NoticeView(error.says, error.next_step))
            return
        if isinstance(command, OPENS_A_FORM) and who.has_forms:
            await self._form(reply, command, who, page)
        else:
            await self._work(reply, command, who)

    async def _form(self, reply: Reply, command: c.Command, who: c.Asker, page: int) -> None:
        try:
            async with asyncio.timeout(FORM_WAIT):
                view = await self._engine.handle(command, who)
        except TimeoutError:
            view = BUSY
        match view:
            case v.AnswerFormView():
                await reply.open(forms.answer_form(view))
            case v.SetupFormView():
                await reply.open(forms.setup_form(view, page))
            case v.KitFormView():
                await reply.open(forms.kit_form(view))
            case _:
                await reply.say(view)

    async def _work(self, reply: Reply, command: c.Command, who: c.Asker) -> None:
        """Acknowledges first, works afterwards. An answer is saved even when Discord has given up waiting."""
        done = await reply.acknowledge()
        if done is Ack.ELSEWHERE:
            return
        if done is Ack.LATE and not isinstance(command, c.AnswerToday | c.AnswerRound):
            return
        view = await self._engine.handle(command, who)
        if isinstance(view, v.KitView):
            view = replace(view, link=await self._kit_link(who, view))
        if done is Ack.DONE:
            await reply.show(_with_more(view, command))

    async def _complete(self, interaction: Interaction, data: Mapping[str, Any]) -> None:
        """Offers; late or lost ones are no loss, as the next letter asks again."""
        who = asker(interaction, self._admins)
        try:
            offers = await self._completing.offers(typed(data), who) if who else []
        except StudyError:
            offers = []
        is_number = any(one.get("focused") and one.get("type") == 4 for one in _leaves(data))
        choices = [
            discord.app_commands.Choice(name=shown, value=int(value) if is_number else value) for value, shown in offers
        ]
        try:
            await interaction.response.autocomplete(choices)
        except (discord.HTTPException, discord.InteractionResponded, OSError) as error:
            log.debug("an autocomplete was lost: %s", error)


def command_of(token: Token) -> c.Command:
    """The command behind a button; the pages of the setup form are Discord's own."""
    return c.OpenSetupForm() if token.verb == forms.MORE.verb else doors.pressed(token)


def submitted(data: Mapping[str, Any]) -> c.Command:
    """The command behind a form; raises StudyError for one that cannot be read."""
    fields = forms.fields(data.get("components") or ())
    return doors.submitted(tokens.read(str(data.get("custom_id", ""))), fields)


def _with_more(view: v.View, command: c.Command) -> v.View:
    """After the first page of the setup, the way to the second."""
    if not (isinstance(view, v.SchedulesView) and isinstance(command, c.SetUp)):
        return view
    more = v.Button("More settings", forms.MORE)
    return v.SchedulesView(view.note, view.schedules, view.upcoming, (*view.buttons, more))


def _leaves(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The options of a command without those that only hold others."""
    options = list(data.get("options") or ())
    while options and options[0].get("options") is not None:
        options = list(options[0]["options"])
    return options
