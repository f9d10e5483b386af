"""Who asks: the name from the payload, whether Slack holds the person for an admin, and where they were last."""

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from bot.domain.ids import ChannelId, Member, SpaceId, UserId
from bot.engine import commands as c
from bot.engine import kit_commands as k
from bot.engine.ports.platform import Refused
from bot.platforms.slack.api import Api
from bot.platforms.slack.manifest import OPTIONAL
from bot.platforms.slack.memory import Memory
from bot.platforms.slack.workspaces import Workspace, space_of

log = logging.getLogger(__name__)

ADMIN_MATTERS = (
    c.ShowQuestion, c.ListTeams, c.CreateTeam, c.RenameTeam, c.DeleteTeam, c.OpenSetupForm, c.SetUp, c.ListSchedules,
    c.PauseSchedule, c.ResumeSchedule, c.SkipDay, c.CloseNow, c.Preview, c.SwapNext, c.PinItem, c.ShowStatus,
    c.DecidePost, c.ShowHelp, *get_args(k.KitCommand),
)  # fmt: skip
"""For these it makes a difference who is an admin; the others are not worth a call to Slack."""


@dataclass(frozen=True, slots=True)
class Person:
    """`guest` comes from another workspace, by Slack Connect."""

    space: SpaceId
    user: str
    name: str
    guest: bool = False

    @property
    def member(self) -> Member:
        return Member(self.space, UserId(self.user))

    def asker(self, channel: str, *, is_admin: bool = False, may_hire: bool = False,
              lacks: tuple[tuple[str, str], ...] = ()) -> c.Asker:  # fmt: skip
        return c.Asker(self.member, self.name, ChannelId(channel), is_admin=is_admin, may_hire=may_hire, lacks=lacks)


def lacking(workspace: Workspace) -> tuple[tuple[str, str], ...]:
    """The optional scopes that were not granted, and what each would be for."""
    return tuple((scope, why) for scope, why in OPTIONAL.items() if not workspace.may(scope))


def person(body: Mapping[str, Any], context: Mapping[str, Any]) -> Person:
    """The person behind a payload. bolt has found out whose installation it belongs to."""
    user = body.get("user")
    if isinstance(user, Mapping):
        key, name = str(user.get("id", "")), str(user.get("name") or user.get("username") or "")
        home = user.get("team_id")
    else:
        key = str(body.get("user_id") or (body.get("event") or {}).get("user") or "")
        name = str(body.get("user_name") or "")
        home = None
    team = context.get("team_id")
    guest = bool(home and team and home != team and not str(home).startswith("E"))
    return Person(space_of(team, context.get("enterprise_id")), key, name, guest)


class Admins:
    """Admins by the configuration, by having installed the app, or by Slack's own word where `users:read` allows."""

    def __init__(self, api: Api, named: Collection[str], hiring: Collection[str] = ()) -> None:
        self._api, self._named, self._hiring = api, frozenset(named), frozenset(hiring)
        self._known: Memory[bool] = Memory(seconds=600)
        self._blind: Memory[bool] = Memory(seconds=600)

    async def is_one(self, who: Person, workspace: Workspace) -> bool:
        if who.guest:
            return False
        if who.user in self._named or (workspace.installer and who.user == workspace.installer):
            return True
        if not self.can_ask(workspace):
            return False
        known = self._known.get((who.space, who.user))
        if known is None:
            known = await self._ask(who, workspace)
        return known

    def may_hire(self, who: Person) -> bool:
        """Whether the configuration names the person as one who makes interview kits."""
        return who.user in self._hiring and not who.guest

    def can_ask(self, workspace: Workspace) -> bool:
        """Whether Slack may be asked who is an admin."""
        return workspace.may("users:read") and not self._blind.get(workspace.token)

    async def _ask(self, who: Person, workspace: Workspace) -> bool:
        try:
            answer = await self._api.read("users.info", workspace.token, user=who.user)
        except Refused as error:
            log.info("Slack does not tell who is an admin: %s", error.reason)
            self._blind.keep(workspace.token, True)
            return False
        except Exception as error:
            log.warning("Slack could not be asked who is an admin: %s", error)
            return False
        user = answer.get("user") or {}
        found = any(user.get(name) for name in ("is_admin", "is_owner", "is_primary_owner"))
        self._known.keep((who.space, who.user), found)
        return found


def how_to_become_one(who: Person, *, asks: bool) -> str:
    """The next step for somebody who is no admin."""
    if asks:
        return "Workspace admins can, and whoever the operator names in the configuration."
    return f"The operator can name you in the configuration: `admins: [{who.user}]` under `platforms: slack:`."
