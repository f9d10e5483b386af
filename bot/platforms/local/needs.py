"""What the page needs of others: an engine to ask and, in a demo, somebody who moves the time."""

from typing import Protocol

from bot.engine.commands import Asker, Command
from bot.engine.ports.clock import Clock
from bot.engine.views import View


class Engine(Protocol):
    """What the page needs of the engine."""

    @property
    def clock(self) -> Clock:
        """The clock that questions and countdowns go by; a demo moves it."""

    async def handle(self, command: Command, asker: Asker) -> View:
        """The answer to a command; always a view."""


class Skipper(Protocol):
    """Moves a demo's time. Only `studybot play` has one."""

    async def label(self) -> str | None:
        """What the button says, such as "Skip to the close"; None when there is nothing to skip to."""

    async def skip(self) -> str:
        """Moves on, and returns a sentence that says what happened."""
