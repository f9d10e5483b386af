"""The app was removed from a workspace. Slack may say so several times, to any replica."""

from collections.abc import Awaitable, Callable

from bot.platforms.slack.needs import Engine
from bot.platforms.slack.workspaces import Workspaces, space_of

First = Callable[[str], Awaitable[bool]]
"""Whether this replica is the first of all to see an event."""


async def always(_: str) -> bool:
    return True


class Leaving:
    """Forgets the workspace's token and pauses its schedules, once per event.

    A retry of Slack's, minutes later and at another replica, must not undo that the app was installed again meanwhile.
    """

    def __init__(self, engine: Engine, workspaces: Workspaces, first: First) -> None:
        self._engine, self._workspaces, self._first = engine, workspaces, first

    async def after(self, event: str, team: str | None, enterprise: str | None) -> None:
        if event and not await self._first(event):
            return
        await self._workspaces.forget(team, enterprise)
        await self._engine.leave(space_of(team, enterprise), "the app was removed from Slack")
