"""What Slack's doors need of others: an engine to ask."""

from typing import Protocol

from bot.domain.ids import SpaceId
from bot.engine.commands import Asker, Command
from bot.engine.ports.clock import Clock
from bot.engine.views import View


class Engine(Protocol):
    @property
    def clock(self) -> Clock:
        """The clock that questions go by."""

    async def handle(self, command: Command, asker: Asker) -> View:
        """The answer to a command; always a view."""

    async def leave(self, space: SpaceId, reason: str) -> None:
        """Pauses the schedules of a space that the bot was removed from."""
