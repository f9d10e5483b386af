"""What the kit page needs of others: an engine to ask, notes that outlive a restart, and who is asking."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from aiohttp import web

from bot.engine.commands import Asker, Command
from bot.engine.ports.clock import Clock
from bot.engine.views import View


class Engine(Protocol):
    @property
    def clock(self) -> Clock:
        """The clock that links run out by."""

    async def handle(self, command: Command, asker: Asker) -> View:
        """The answer to a command; always a view."""


ReadNote = Callable[[str], Awaitable[str | None]]
KeepNote = Callable[[str, str], Awaitable[None]]
Who = Callable[[web.Request], Awaitable[Asker]]
"""The person behind a request; raises StudyError, with what to do, where nobody is."""
