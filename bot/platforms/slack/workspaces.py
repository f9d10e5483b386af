"""Which token belongs to a workspace. Two sources: the one token of the configuration, or OAuth installations."""

from dataclasses import dataclass
from typing import Protocol

from bot.domain.ids import SpaceId
from bot.engine.ports.platform import Refused
from bot.platforms.slack.api import Api


def space_of(team: str | None, enterprise: str | None) -> SpaceId:
    """The tenant: the workspace, or the whole organisation where a payload names no workspace."""
    return SpaceId(f"slack:{team or enterprise or 'unknown'}")


@dataclass(frozen=True, slots=True)
class Workspace:
    """An installation. `installer` is empty where nobody knows who installed the app."""

    id: str
    token: str
    bot_id: str = ""
    bot_user: str = ""
    scopes: frozenset[str] | None = None
    installer: str = ""

    def may(self, scope: str) -> bool:
        """Whether the scope was granted; where Slack does not say, it is tried."""
        return self.scopes is None or scope in self.scopes


class Workspaces(Protocol):
    async def find(self, team: str | None, enterprise: str | None) -> Workspace | None:
        """The installation, or None where the app is not installed there (any more)."""

    async def forget(self, team: str | None, enterprise: str | None) -> None:
        """The app was uninstalled, or its token revoked."""


async def of_space(workspaces: Workspaces, space: SpaceId) -> Workspace:
    """The installation of a space; raises Refused when there is none."""
    place = space.removeprefix("slack:")
    team, enterprise = (None, place) if place.startswith("E") else (place, None)
    found = await workspaces.find(team, enterprise)
    if found is None:
        raise Refused("The app is not installed in this workspace any more.", "Install it again.")
    return found


class OneWorkspace:
    """The bot token of the configuration, whatever a payload says; asked once which scopes it has."""

    def __init__(self, api: Api, token: str) -> None:
        self._api, self._token = api, token
        self._found: Workspace | None = None

    async def start(self) -> Workspace:
        """Asks Slack who we are; raises Unreachable, Refused or NobodyKnows."""
        if self._found is None:
            data, scopes = await self._api.who(self._token)
            self._found = Workspace(
                id=str(data.get("team_id", "")),
                token=self._token,
                bot_id=str(data.get("bot_id", "")),
                bot_user=str(data.get("user_id", "")),
                scopes=scopes,
            )
        return self._found

    async def find(self, team: str | None, enterprise: str | None) -> Workspace | None:
        return self._found or Workspace(id=team or enterprise or "", token=self._token)

    async def forget(self, team: str | None, enterprise: str | None) -> None:
        """Nothing to forget: the token is the operator's. Posts are refused from here on, and say so."""
