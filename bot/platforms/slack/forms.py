"""Modals: what the engine asks to be filled in, and how its fields come back as `doors.submitted` reads them."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.domain.errors import StudyError
from bot.domain.questions import Style
from bot.domain.rounds import Feedback
from bot.domain.timetable import WEEKDAY_NAMES
from bot.engine import phrases
from bot.engine import views as v
from bot.engine.reading import LONG_NAMES, days_text, read_days, read_reveal, read_time
from bot.platforms.slack import limits
from bot.platforms.slack import parts as p
from bot.platforms.slack.origin import Origin, packed
from bot.platforms.slack.text import Json, escape, plain_line, prose, rich
from bot.prose.text import clean

ANSWER = "answer-form"
SETUP = "setup-form"
KIT = "kit-form"
VALUE = "value"
HERE, ME, OTHER = "here", "me", "other"


def modal(callback: str, title: str, blocks: list[Json], metadata: str, submit: str = "") -> Json:
    made: Json = {
        "type": "modal",
        "callback_id": callback,
        "title": p.plain_text(title, limits.MODAL_TITLE),
        "close": p.plain_text("Cancel" if submit else "Close", limits.MODAL_TITLE),
        "blocks": blocks[: limits.VIEW_BLOCKS],
        "private_metadata": metadata,
    }
    if submit:
        made["submit"] = p.plain_text(submit, limits.MODAL_TITLE)
    return made


def answer_form(view: v.AnswerFormView, origin: Origin) -> Json:
    """A large text box, or the options to choose from."""
    title = view.title if len(view.title) <= limits.MODAL_TITLE else "Practice"
    blocks = [
        *([p.title(view.title)] if title != view.title else []),
        rich(*prose(view.prompt)),
        *(_choices(view) if view.style is Style.CHECK else [_text(view)]),
        p.small(escape(view.note)),
    ]
    return modal(ANSWER, title, blocks, packed(view.token, origin), "Send answer")


def _text(view: v.AnswerFormView) -> Json:
    most = min(view.limit, limits.INPUT_TEXT)
    element: Json = {
        "type": "plain_text_input",
        "action_id": VALUE,
        "multiline": True,
        "max_length": most,
        "focus_on_load": True,
        "placeholder": p.plain_text("In your own words. A few clear sentences are enough.", limits.PLACEHOLDER),
    }
    if view.value:
        element["initial_value"] = clean(view.value)[:most]
    return labeled("text", "Your answer", element, hint=f"At most {most:,} characters.")


def _choices(view: v.AnswerFormView) -> list[Json]:
    """Radio buttons; options too long for their labels stand above in full."""
    whole = [f"{option.letter}: {plain_line(option.text)}" for option in view.options]
    options = [_option(text, str(at)) for at, text in enumerate(whole)]
    element: Json = {"type": "radio_buttons", "action_id": VALUE, "options": options}
    if view.choice is not None and 0 <= view.choice < len(options):
        element["initial_option"] = options[view.choice]
    fits = all(len(text) <= limits.OPTION_TEXT for text in whole)
    return [*([] if fits else p.options(view.options)), labeled("choice", "Your answer", element)]


def setup_form(view: v.SetupFormView, origin: Origin) -> Json:
    """The schedule, with pickers where typing is a pain."""
    blocks = [
        *_when(view),
        labeled("days", "Days", _days(view.days)),
        labeled("draw", "Questions from", draw_menu(view.draw), hint="Leave it empty for everything.", optional=True),
        labeled("style", "Answered", choice(((s.value, phrases.style(s)) for s in Style), view.style.value)),
        labeled("feedback", "Verdict", choice(((f.value, phrases.feedback(f)) for f in Feedback), view.feedback.value)),
        labeled(
            "reveal",
            "Model answer",
            {"type": "plain_text_input", "action_id": VALUE, "initial_value": view.reveal, "max_length": 40},
            hint="before-next, a time such as 17:00, or +1 08:00 for the next day.",
        ),
        labeled(
            "thread",
            "Model answer goes",
            choice((("yes", "into the question's thread"), ("no", "into the channel")), "yes" if view.thread else "no"),
        ),
        *_notice(view.notice),
    ]
    return modal(SETUP, "Daily question", blocks, packed(view.token, origin), "Save")


def _when(view: v.SetupFormView) -> list[Json]:
    return [
        labeled(
            "time",
            "Time of the question",
            {
                "type": "timepicker",
                "action_id": VALUE,
                "initial_time": view.time,
                "placeholder": p.plain_text("Choose a time", limits.PLACEHOLDER),
            },
        ),
        labeled(
            "zone",
            "Time zone",
            {
                "type": "external_select",
                "action_id": "zone",
                "min_query_length": 2,
                "initial_option": _option(view.zone, view.zone),
                "placeholder": p.plain_text("Type a city", limits.PLACEHOLDER),
            },
        ),
    ]


def _notice(notice: str) -> list[Json]:
    """Where admins are told; a channel is chosen by a menu, which needs no scope."""
    now = HERE if notice == HERE else ME if notice.startswith("dm:") else OTHER
    places = ((HERE, "in this channel"), (ME, "me, in a direct message"), (OTHER, "in the channel chosen below"))
    channels: Json = {
        "type": "conversations_select",
        "action_id": VALUE,
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
        "placeholder": p.plain_text("Another channel", limits.PLACEHOLDER),
    }
    if now == OTHER and notice[:1] in "CG" and notice.isalnum() and notice.isupper():
        channels["initial_conversation"] = notice
    return [
        labeled("notice", "Where admins are told", choice(places, now)),
        labeled("place", "That other channel", channels, optional=True),
    ]


def _days(days: str) -> Json:
    chosen = read_days(days)
    options = [_option(name.capitalize(), WEEKDAY_NAMES[at]) for at, name in enumerate(LONG_NAMES)]
    return {
        "type": "checkboxes",
        "action_id": VALUE,
        "options": options,
        "initial_options": [options[at] for at in sorted(chosen)],
    }


def draw_menu(draw: str) -> Json:
    """A menu of sections, levels and topics that completes what is typed."""
    element: Json = {
        "type": "multi_external_select",
        "action_id": "draw",
        "min_query_length": 0,
        "placeholder": p.plain_text("Everything", limits.PLACEHOLDER),
    }
    names = [name.strip() for name in draw.split(",") if name.strip() not in ("", "all")]
    if names:
        element["initial_options"] = [_option(name, name) for name in names[: limits.SELECT_OPTIONS]]
    return element


def labeled(block: str, label: str, element: Json, *, hint: str = "", optional: bool = False) -> Json:
    """A field of a modal; `block` is the name under which its value comes back."""
    made: Json = {"type": "input", "block_id": block, "label": p.plain_text(label, limits.LABEL), "element": element}
    if hint:
        made["hint"] = p.plain_text(hint, limits.HINT)
    if optional:
        made["optional"] = True
    return made


def choice(options: Iterable[tuple[str, str]], chosen: str) -> Json:
    """A menu of values with their texts, one of them chosen."""
    made = [_option(text, value) for value, text in options]
    return {
        "type": "static_select",
        "action_id": VALUE,
        "options": made,
        "initial_option": next(one for one in made if one["value"] == chosen),
    }


def _option(text: str, value: str) -> Json:
    return {"text": p.plain_text(text, limits.OPTION_TEXT), "value": value[: limits.OPTION_VALUE]}


def fields(state: Mapping[str, Any]) -> dict[str, str]:
    """The state of a modal as texts by name; what was left empty is left out."""
    found: dict[str, str] = {}
    for block, values in state.get("values", {}).items():
        for value in values.values():
            text = _value(value)
            if text:
                found[block] = text
    if "days" in found:
        found["days"] = days_text(WEEKDAY_NAMES.index(day) for day in found["days"].split(","))
    if found.get("notice") == OTHER:
        found["notice"] = found.get("place", "")
    if "zone" in found and "draw" not in found:
        found["draw"] = "all"
    return found


def _value(value: Mapping[str, Any]) -> str:
    match value.get("type"):
        case "plain_text_input":
            return str(value.get("value") or "")
        case "number_input":
            return str(value.get("value") or "")
        case "timepicker":
            return str(value.get("selected_time") or "")
        case "conversations_select":
            return str(value.get("selected_conversation") or "")
        case "checkboxes" | "multi_external_select":
            return ",".join(str(one["value"]) for one in value.get("selected_options") or [])
        case _:
            chosen = value.get("selected_option") or {}
            return str(chosen.get("value") or "")


def faults(callback: str, given: Mapping[str, str]) -> dict[str, str]:
    """What can be seen to be wrong before anything is saved, by block; Slack shows it beside the field."""
    if callback == ANSWER:
        if "text" in given and not given["text"].strip():
            return {"text": "Write at least a sentence."}
        return {}
    if callback != SETUP:
        return {}
    wrong: dict[str, str] = {}
    for name, reader in (("time", read_time), ("reveal", read_reveal)):
        try:
            reader(given.get(name, "before-next" if name == "reveal" else "09:00"))
        except StudyError as error:
            wrong[name] = f"{error.says} {error.next_step}"
    if "days" not in given:
        wrong["days"] = "Choose at least one day."
    if given.get("notice") == "":
        wrong["place"] = "Choose the channel."
    return wrong
