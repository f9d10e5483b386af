"""Application commands, made from the engine's catalogue, and what comes back when somebody uses one."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.errors import StudyError
from bot.engine import catalog
from bot.engine.catalog import VERBS, Kind, Param, Verb
from bot.engine.commands import Command
from bot.platforms.discord import limits
from bot.platforms.discord.parts import Json

SUBCOMMAND, GROUP, STRING, INTEGER = 1, 2, 3, 4
IN_SERVERS, INSTALLED_IN_SERVERS = 0, 0
MANAGE_SERVER = 1 << 5
COMPLETED = frozenset({"zone", "draw", "command", "number"})
"""Parameters that Discord completes besides selectors, dates and names of teams; `completing` knows how."""

NAMES = {"study": "The daily question: your page, teams, schedules, help"}
GROUPS = {"team": "Teams of this server", "schedule": "What is asked here, and when"}


@dataclass(frozen=True, slots=True)
class Typed:
    """A command as it was used; `focused` is the option that is being typed, in an autocomplete."""

    verb: Verb
    values: Mapping[str, str]
    focused: str | None = None

    def command(self) -> Command:
        return catalog.build(self.verb, self.values)


def payload(verbs: Sequence[Verb] = VERBS) -> list[Json]:
    """The whole tree for one bulk overwrite. Verbs of several words become subcommands and groups of them."""
    tree: dict[str, Json] = {}
    for verb in verbs:
        root = tree.setdefault(verb.path[0], _root(verb, verbs))
        if len(verb.path) == 1:
            root["options"] = [_option(verb, param) for param in verb.params]
            continue
        place = root["options"]
        if len(verb.path) == 3:
            place = _group(place, verb.path[1])["options"]
        place.append(
            {
                "type": SUBCOMMAND,
                "name": verb.path[-1],
                "description": _about(verb.about),
                "options": [_option(verb, param) for param in verb.params],
            }
        )
    return list(tree.values())


def _root(verb: Verb, verbs: Sequence[Verb]) -> Json:
    name = verb.path[0]
    made: Json = {
        "type": 1,
        "name": name,
        "description": _about(verb.about if len(verb.path) == 1 else NAMES.get(name, name.capitalize())),
        "options": [],
        "contexts": [IN_SERVERS],
        "integration_types": [INSTALLED_IN_SERVERS],
    }
    # Discord hides whole commands only. One that members use as well stays visible; its verbs check for themselves.
    if all(one.admin for one in verbs if one.path[0] == name):
        made["default_member_permissions"] = str(MANAGE_SERVER)
    return made


def _group(place: list[Json], name: str) -> Json:
    for one in place:
        if one["type"] == GROUP and one["name"] == name:
            return one
    made = {"type": GROUP, "name": name, "description": _about(GROUPS.get(name, name.capitalize())), "options": []}
    place.append(made)
    return made


def _option(verb: Verb, param: Param) -> Json:
    made: Json = {
        "type": INTEGER if param.kind is Kind.NUMBER else STRING,
        "name": param.name,
        "description": _about(param.about),
        "required": param.required,
    }
    if param.kind is Kind.NUMBER:
        made |= {"min_value": param.least, "max_value": param.most}
    elif param.kind is Kind.CHOICE:
        made["choices"] = [{"name": one, "value": one} for one in param.choices[: limits.CHOICES]]
    if completes(verb, param):
        made["autocomplete"] = True
    return made


def completes(verb: Verb, param: Param) -> bool:
    """Whether Discord asks while somebody types this parameter."""
    is_team = verb.path[:2] == ("study", "team") and param.name == "name" and verb.path[-1] != "create"
    is_listed = param.name in COMPLETED and (param.name, verb.path[0]) != ("number", "quiz")
    return param.kind in (Kind.SELECTOR, Kind.DATE) or is_listed or is_team


def _about(text: str) -> str:
    return text if len(text) <= limits.DESCRIPTION else text[: limits.DESCRIPTION - 1] + "…"


def digest(tree: Sequence[Json]) -> str:
    """Changes when a command does."""
    return hashlib.sha256(json.dumps(tree, sort_keys=True).encode()).hexdigest()[:32]


def typed(data: Mapping[str, Any]) -> Typed:
    """What an interaction's data says; raises StudyError for a command that this version does not know."""
    path, options = [str(data.get("name", ""))], list(data.get("options") or ())
    while options and options[0].get("type") in (SUBCOMMAND, GROUP):
        path.append(str(options[0]["name"]))
        options = list(options[0].get("options") or ())
    verb = next((one for one in VERBS if one.path == tuple(path)), None)
    if verb is None:
        raise StudyError(
            "This command is from another version of the bot.", "`/study help` lists those that there are now."
        )
    known = {param.name for param in verb.params}
    return Typed(verb, _values(options, known), _focused(options))


def _values(options: Iterable[Mapping[str, Any]], known: set[str]) -> dict[str, str]:
    return {one["name"]: str(one.get("value", "")) for one in options if one["name"] in known}


def _focused(options: Iterable[Mapping[str, Any]]) -> str | None:
    return next((str(one["name"]) for one in options if one.get("focused")), None)
