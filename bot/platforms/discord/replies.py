"""Private answers to an interaction: acknowledged within three seconds, filled in afterwards."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from enum import Enum, auto

import aiohttp
import discord

from bot.engine import views as v
from bot.platforms.discord import faults
from bot.platforms.discord.drawn import Drawn, Form, attached
from bot.platforms.discord.look import Look
from bot.platforms.discord.message import Message
from bot.platforms.discord.parts import Json
from bot.platforms.discord.render import render, takes_the_place

log = logging.getLogger(__name__)

TRIES = 3
PAUSE = 0.2
"""Seconds between two tries; three of them fit well into the three seconds that Discord gives."""

Interaction = discord.Interaction[discord.Client]
NO_MENTIONS = discord.AllowedMentions.none()


class Ack(Enum):
    """What became of an acknowledgement."""

    DONE = auto()
    LATE = auto()
    """Discord has given the interaction up; the person sees that it failed, and no answer can be shown."""
    ELSEWHERE = auto()
    """Somebody else has answered it: another process with the same shard, or an earlier delivery."""


class Reply:
    """The answer to one interaction."""

    def __init__(self, interaction: Interaction, look: Look) -> None:
        self._interaction, self._look = interaction, look
        message = interaction.message
        self._from_private = message is not None and message.flags.ephemeral

    async def acknowledge(self) -> Ack:
        """Tells Discord that an answer comes; a lost try is made again, which Discord tells apart."""
        defer = self._interaction.response.defer
        if self._from_private:
            return await self._respond(lambda: defer())
        return await self._respond(lambda: defer(ephemeral=True, thinking=True))

    async def open(self, form: Json) -> Ack:
        """Shows a form, which must be the first answer."""
        return await self._respond(lambda: self._interaction.response.send_modal(Form(form)))

    async def say(self, view: v.View) -> Ack:
        """A view as the first answer, where nothing was acknowledged."""
        first, *rest = render(view, self._look)

        async def send() -> object:
            return await self._interaction.response.send_message(
                view=Drawn(first.components), files=attached(first), ephemeral=True, allowed_mentions=NO_MENTIONS
            )

        done = await self._respond(send)
        if done is Ack.DONE:
            await self._follow(rest)
        return done

    async def show(self, view: v.View) -> None:
        """The view in place of "thinking", of the private message that was pressed, or below it."""
        first, *rest = render(view, self._look)
        if self._from_private and not takes_the_place(view):
            await self._follow([first, *rest])
            return

        async def edit() -> object:
            return await self._interaction.edit_original_response(
                view=Drawn(first.components), attachments=attached(first), allowed_mentions=NO_MENTIONS
            )

        if await self._tried(edit):
            await self._follow(rest)

    async def _follow(self, messages: Sequence[Message]) -> None:
        for message in messages:

            async def send(message: Message = message) -> object:
                return await self._interaction.followup.send(
                    view=Drawn(message.components),
                    files=attached(message),
                    ephemeral=True,
                    allowed_mentions=NO_MENTIONS,
                    wait=True,
                )

            if not await self._tried(send):
                return

    async def _respond(self, send: Callable[[], Awaitable[object]]) -> Ack:
        for tried in range(TRIES):
            try:
                await send()
            except discord.InteractionResponded:
                return Ack.ELSEWHERE
            except discord.HTTPException as error:
                if error.code == faults.ALREADY_ANSWERED:
                    # On a second try, it was our own first one that arrived.
                    return Ack.DONE if tried else Ack.ELSEWHERE
                if error.code == faults.UNKNOWN_INTERACTION:
                    log.warning("interaction %s was answered too late", self._interaction.id)
                    return Ack.LATE
                if error.status < 500:
                    log.error("Discord refused the answer to an interaction: %s", error)
                    return Ack.LATE
            except (OSError, aiohttp.ClientError) as error:
                log.info("an answer to an interaction was lost on its way: %s", type(error).__name__)
            else:
                return Ack.DONE
            await asyncio.sleep(PAUSE)
        return Ack.LATE

    async def _tried(self, send: Callable[[], Awaitable[object]]) -> bool:
        """Whether it was sent, after some tries; what fails is logged, as nobody can be told."""
        for tried in range(1, TRIES + 1):
            try:
                await send()
            except discord.HTTPException as error:
                if error.code == faults.TOKEN_EXPIRED or error.status == 404:
                    log.info("an answer came too late to be shown: %s", error.code)
                    return False
                if error.status < 500:
                    log.error("Discord refused an answer: %s", error)
                    return False
            except (OSError, aiohttp.ClientError) as error:
                log.info("an answer was lost on its way: %s", type(error).__name__)
            else:
                return True
            await asyncio.sleep(PAUSE * 2**tried)
        return False
