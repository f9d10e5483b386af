"""What the Discord face needs of others: an engine to ask."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from bot.domain.ids import ChannelId, SpaceId
from bot.engine.commands import Asker, Command
from bot.engine.ports.clock import Clock
from bot.engine.views import KitView, View


class Engine(Protocol):
    @property
    def clock(self) -> Clock:
        """The clock that posts and their look-ups go by."""

    async def handle(self, command: Command, asker: Asker) -> View:
        """The answer to a command; always a view."""

    async def tell(self, space: SpaceId, channel: ChannelId, condition: str, says: str, next_step: str) -> None:
        """Tells the admins of a channel's schedule, once per condition."""

    async def leave(self, space: SpaceId, reason: str) -> None:
        """Pauses everything in a space that the bot was removed from."""


KitLink = Callable[[Asker, KitView], Awaitable[str]]
"""Gives the address of the kit page for the asker; empty where nobody can reach it."""


async def no_link(asker: Asker, view: KitView) -> str:
    """Where no web server can be reached from outside."""
    return ""
