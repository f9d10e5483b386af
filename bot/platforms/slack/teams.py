"""A modal to create, rename and delete teams: another door to the commands that can be typed as well."""

from collections.abc import Mapping

from bot.domain.errors import StudyError
from bot.engine import commands as c
from bot.engine import views as v
from bot.engine.tokens import Token
from bot.platforms.slack import forms, limits
from bot.platforms.slack import parts as p
from bot.platforms.slack.origin import Origin, packed
from bot.platforms.slack.text import Json

FORM = "teams-form"
CREATE, RENAME, DELETE = "create", "rename", "delete"


def team_form(view: v.TeamsView, origin: Origin) -> Json:
    names = [team.name for team in view.teams][: limits.SELECT_OPTIONS]
    deeds = [(CREATE, "Create a team"), *([(RENAME, "Rename a team"), (DELETE, "Delete a team")] if names else [])]
    blocks: list[Json] = [
        _input("deed", "What to do", _menu("radio_buttons", [(text, value) for value, text in deeds], first=True)),
    ]
    if names:
        menu = _menu("static_select", [(name, str(at)) for at, name in enumerate(names)])
        blocks.append(_input("team", "Which team, to rename or delete", menu, optional=True))
    blocks.append(
        _input("name", "Its name, or new name", {"type": "plain_text_input", "action_id": forms.VALUE,
                                                 "max_length": 40}, optional=True)
    )  # fmt: skip
    return forms.modal(FORM, "Teams", blocks, packed(Token("run"), origin), "Save")


def _input(block: str, label: str, element: Json, *, optional: bool = False) -> Json:
    return {
        "type": "input",
        "block_id": block,
        "label": p.plain_text(label, limits.LABEL),
        "element": element,
        "optional": optional,
    }


def _menu(kind: str, options: list[tuple[str, str]], *, first: bool = False) -> Json:
    made = [{"text": p.plain_text(text, limits.OPTION_TEXT), "value": value} for text, value in options]
    menu: Json = {"type": kind, "action_id": forms.VALUE, "options": made}
    return menu | ({"initial_option": made[0]} if first else {})


def chosen(given: Mapping[str, str], names: list[str]) -> c.Command:
    """The command behind the form; raises StudyError for what does not fit together."""
    deed, name = given.get("deed", ""), given.get("name", "").strip()
    at = int(given["team"]) if given.get("team", "").isdigit() else -1
    if deed == CREATE:
        if not name:
            raise StudyError("A new team needs a name.")
        return c.CreateTeam(name)
    if not 0 <= at < len(names):
        raise StudyError("Choose the team.")
    if deed == DELETE:
        return c.DeleteTeam(names[at])
    if not name:
        raise StudyError("Write the new name.")
    return c.RenameTeam(names[at], name)


def names_of(view: Mapping[str, object]) -> list[str]:
    """The teams' names as the modal lists them."""
    for block in view.get("blocks", []):  # type: ignore[attr-defined]
        if block.get("block_id") == "team":
            return [str(one["text"]["text"]) for one in block["element"]["options"]]
    return []
