"""The Discord platform: fills the engine's port, and holds the pieces of the face together."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import aiohttp
import discord

from bot.domain.ids import ChannelId, SpaceId
from bot.engine import pacing
from bot.engine import views as v
from bot.engine.ports.platform import Copy, Post, Refused, Trace
from bot.engine.ports.store import Store
from bot.platforms.discord import faults, limits
from bot.platforms.discord.client import Client
from bot.platforms.discord.completing import Completing
from bot.platforms.discord.drawn import Drawn, mark_of, part_key
from bot.platforms.discord.drawn import marked as with_mark
from bot.platforms.discord.gateway import Gateway
from bot.platforms.discord.listen import Doors
from bot.platforms.discord.look import Look
from bot.platforms.discord.lookup import copies
from bot.platforms.discord.message import Message
from bot.platforms.discord.needs import Engine, KitLink, no_link
from bot.platforms.discord.origin import Admins
from bot.platforms.discord.render import render
from bot.platforms.discord.replies import NO_MENTIONS
from bot.platforms.discord.sending import Sending
from bot.platforms.discord.settings import API, DiscordSettings
from bot.platforms.discord.shards import Pace
from bot.web.dates import server_time

log = logging.getLogger(__name__)

DIRECT = "dm:"


class DiscordPlatform:
    """Fills the engine's Platform port. `start` and `stop` are the life of its connection."""

    name = "discord"
    edit_seconds = limits.EDIT_EVERY
    settle_seconds = limits.SETTLE

    def __init__(
        self,
        engine: Engine,
        settings: DiscordSettings,
        packs: Mapping[str, Path],
        *,
        selectors: Mapping[str, str],
        items: Mapping[str, str],
        store: Store,
        owner: str,
        pace: Pace | None = None,
        kit_link: KitLink = no_link,
    ) -> None:
        """`packs` are the folders of the question packs; `selectors` and `items` are what commands complete from.
        `store` is where the replicas of a bot share its shards, `owner` this replica's name among them."""
        self._engine, self._settings = engine, settings
        self._look = Look(packs)
        admins = Admins(frozenset(map(int, settings.admin_roles)), frozenset(map(int, settings.kit_roles)))
        doors = Doors(engine, Completing(engine, selectors, items), self._look, admins, kit_link)
        self.gateway = Gateway(settings, engine, doors, store, owner, pace=pace)

    async def start(self) -> None:
        await self.gateway.start()

    async def stop(self) -> None:
        await self.gateway.stop()

    async def post(self, post: Post) -> str:
        """Sends the message; the same key gives the same nonce, which Discord sends once within minutes."""
        client = self.gateway.client
        role = self._role(post)
        sending = Sending(client, post, role)
        with faults.told():
            channel = await self._channel(client, post)
            if post.begun:
                await self._complete(sending, post)
                return post.begun
            if post.channel.startswith(DIRECT):
                return await sending.to(channel, render(_without_buttons(post.view), self._look))
            thread = await self._thread(client, post, channel)
            if thread is not None:
                try:
                    return await sending.to(thread, self._drawn(post, in_thread=True))
                except discord.HTTPException as error:
                    if faults.of(error) is None or error.status in (401, 429):
                        raise
                    await self._tell_about_thread(post, error)
            return await self._in_channel(sending, channel, post)

    async def _in_channel(self, sending: Sending, channel: int, post: Post) -> str:
        messages = self._drawn(post, in_thread=False)
        try:
            return await sending.to(channel, messages)
        except discord.Forbidden as error:
            if error.code != faults.MISSING_PERMISSIONS or not any(one.pictures for one in messages):
                raise
        sent = await sending.to(channel, render(post.view, replace(self._look, hidden=True, pictures=False)))
        await self._engine.tell(
            post.space,
            post.channel,
            "attach-files",
            "The bot may not attach files, so diagrams are told in words.",
            "Allow it Attach Files in the channel's settings, under Permissions.",
        )
        return sent

    def _drawn(self, post: Post, *, in_thread: bool) -> tuple[Message, ...]:
        return render(post.view, replace(self._look, hidden=not in_thread, threaded=in_thread))

    def _role(self, post: Post) -> str | None:
        """The role that a new question calls; nothing else ever calls anybody."""
        if not isinstance(post.view, v.QuestionView):
            return None
        return self._settings.ping_roles.get(post.space.partition(":")[2])

    async def _channel(self, client: Client, post: Post) -> int:
        """The channel's id; for a direct message, the one with that person."""
        if post.channel.startswith(DIRECT) and post.channel[len(DIRECT) :].isdigit():
            opened = await client.http.start_private_message(post.channel[len(DIRECT) :])
            return int(opened["id"])
        digits = post.channel.strip("<#>")
        if not digits.isdigit() or len(digits) > 20:
            raise Refused(
                f'There is no channel "{post.channel}".',
                "Choose where admins are told with `/study setup notice:here`.",
            )
        return int(digits)

    async def _thread(self, client: Client, post: Post, channel: int) -> int | None:
        """The thread of the message that this post belongs to, made when it is not there; None where it cannot be."""
        if not post.reply_to or not post.reply_to.isdigit():
            return None
        message = int(post.reply_to)
        try:
            await client.http.start_thread_with_message(
                channel, message, name=_thread_name(post.view), auto_archive_duration=1440
            )
        except discord.HTTPException as error:
            if error.code == faults.THREAD_EXISTS:
                return message
            if error.code == faults.UNKNOWN_CHANNEL or faults.of(error) is None or error.status in (401, 429):
                raise
            if error.code != faults.UNKNOWN_MESSAGE:
                await self._tell_about_thread(post, error)
            return None
        return message

    async def _tell_about_thread(self, post: Post, error: discord.HTTPException) -> None:
        log.warning("no thread in channel %s: %s", post.channel, error)
        await self._engine.tell(
            post.space,
            post.channel,
            f"thread:{error.code}",
            "The model answer could not be put into a thread, so it stands in the channel, behind a spoiler.",
            "Allow the bot Create Public Threads and Send Messages in Threads, or choose `/study setup thread:no`.",
        )

    async def edit(self, space: SpaceId, channel: ChannelId, message: str, view: v.View) -> None:
        """Replaces the content of a message; one that is gone stays gone."""
        if not message.isdigit():
            return
        first = render(view, replace(self._look, hidden=True))[0]
        role = self._settings.ping_roles.get(space.partition(":")[2]) if isinstance(view, v.QuestionView) else None
        place = self.gateway.client.get_partial_messageable(int(channel))
        components = with_mark(first, mark_of(message), role)
        try:
            await place.get_partial_message(int(message)).edit(view=Drawn(components), allowed_mentions=NO_MENTIONS)
        except discord.NotFound:
            log.info("message %s in channel %s is not there any more", message, channel)

    async def trace(self, post: Post) -> tuple[Trace, str | None]:
        """A look at the channel. Where nobody can look, a post is called absent while its nonce is fresh: sent again,
        it is recognised."""
        fresh = self._engine.clock.now() - post.first_tried < timedelta(seconds=limits.NONCE_TRUSTED)
        try:
            found, looked = await self._copies(post)
        except (discord.HTTPException, Refused) as error:
            if isinstance(error, discord.HTTPException) and not isinstance(faults.of(error), Refused):
                raise  # Discord is not well: another look will tell
            log.warning("delivery %s cannot be looked up: %s", post.key, error)
            found, looked = [], False
        first = next((copy for copy in found if copy.part == 0), None)
        if first is None:
            return (Trace.ABSENT if looked or fresh else Trace.CANNOT_LOOK), None
        if post.begun or len({copy.part for copy in found}) >= len(self._where(post, first)):
            return Trace.FOUND, first.message
        return Trace.PARTIAL, first.message

    async def trace_all(self, post: Post) -> tuple[Copy, ...] | None:
        """The post's messages, oldest first; None where not everything could be looked through."""
        try:
            found, looked = await self._copies(post)
        except (discord.HTTPException, Refused) as error:
            log.info("delivery %s cannot be looked at again: %s", post.key, error)
            return None
        return tuple(found) if looked else None

    async def _copies(self, post: Post) -> tuple[list[Copy], bool]:
        client = self.gateway.client
        channel = await self._channel(client, post)
        places = [int(post.reply_to), channel] if post.reply_to and post.reply_to.isdigit() else [channel]
        marks = {mark_of(part_key(post.key, part)): part for part in range(limits.PARTS)}
        return await copies(client, places, marks, post.first_tried)

    def _where(self, post: Post, copy: Copy) -> tuple[Message, ...]:
        """The post's messages as they are drawn where this one stands."""
        return self._drawn(post, in_thread=copy.channel == post.reply_to)

    async def _complete(self, sending: Sending, post: Post) -> None:
        """Sends the parts that are missing."""
        found, _ = await self._copies(post)
        if found:
            await sending.rest(int(found[0].channel), self._where(post, found[0]), {copy.part for copy in found})

    async def delete(self, space: SpaceId, copy: Copy) -> None:
        """Takes a message of the bot away."""
        place = self.gateway.client.get_partial_messageable(int(copy.channel))
        with faults.told():
            await place.get_partial_message(int(copy.message)).delete()

    def paces(self, space: SpaceId, channel: ChannelId, *, edit: bool = False) -> tuple[pacing.Pace, ...]:
        """One limit for the whole bot, and one per channel."""
        bot = pacing.Pace(self.name, limits.SECONDS_PER_REQUEST, limits.REQUEST_BURST)
        if edit:
            return (bot,)
        return bot, pacing.Pace(f"{space}/{channel}", limits.SECONDS_PER_MESSAGE, limits.MESSAGE_BURST)

    async def server_time(self) -> datetime | None:
        """Discord's clock, by a call that needs no token."""
        async with aiohttp.ClientSession() as session:
            return await server_time(session, f"{self._settings.api_base_url or API}/gateway")


def _thread_name(view: v.View) -> str:
    match view:
        case v.RevealView():
            return f"Question {view.number}: {view.title}"[:100]
        case v.ShareView():
            return f"Question {view.number}"
        case _:
            return "Answers"


def _without_buttons(view: v.View) -> v.View:
    """Outside of servers buttons lead nowhere; what a notice says to type does not."""
    return replace(view, buttons=()) if isinstance(view, v.NoticeView) else view
