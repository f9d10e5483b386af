"""The modal of `/kit`: what the interview is for."""

from bot.domain.kits.request import LAST_SEED, LONGEST, MOST_ITEMS
from bot.domain.questions import Level
from bot.engine import phrases
from bot.engine import views as v
from bot.engine.kit_phrases import NO_CANDIDATES
from bot.platforms.slack import forms, limits
from bot.platforms.slack import parts as p
from bot.platforms.slack.origin import Origin, packed
from bot.platforms.slack.text import Json, escape

TITLE = 100


def kit_form(view: v.KitFormView, origin: Origin) -> Json:
    levels = ((level.value, phrases.LEVELS[level]) for level in Level)
    blocks = [
        forms.labeled("title", "Role or title", _title(view), optional=True),
        forms.labeled("level", "Level", forms.choice(levels, view.level.value)),
        forms.labeled("minutes", "Minutes in all", _number(view.minutes, 1, LONGEST),
                      hint="Opening and closing are part of it."),
        forms.labeled("draw", "Sections and topics", forms.draw_menu(view.draw), hint="Leave it empty for everything.",
                      optional=True),
        forms.labeled("count", "Number of questions", _number(view.count, 1, MOST_ITEMS),
                      hint="Leave it empty for as many as fit.", optional=True),
        forms.labeled("strict_days", "Leave out what was asked here in the last … days",
                      _number(view.strict_days or None, 0, 3650),
                      hint="Leave it empty to only prefer what your team has not seen.", optional=True),
        forms.labeled("seed", "Seed", _number(view.seed, 0, LAST_SEED),
                      hint="The same settings and seed give the same kit.", optional=True),
        p.small(escape(NO_CANDIDATES)),
    ]  # fmt: skip
    return forms.modal(forms.KIT, "Interview kit", blocks, packed(view.token, origin), "Make the kit")


def _title(view: v.KitFormView) -> Json:
    element: Json = {
        "type": "plain_text_input",
        "action_id": forms.VALUE,
        "max_length": TITLE,
        "placeholder": p.plain_text("Senior ML engineer", limits.PLACEHOLDER),
    }
    return element | ({"initial_value": view.title[:TITLE]} if view.title else {})


def _number(value: int | None, least: int, most: int) -> Json:
    element: Json = {
        "type": "number_input",
        "action_id": forms.VALUE,
        "is_decimal_allowed": False,
        "min_value": str(least),
        "max_value": str(most),
    }
    return element | ({"initial_value": str(value)} if value is not None else {})
