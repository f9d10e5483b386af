"""Forms as Discord's modals, and what was typed into them."""

from collections.abc import Iterable, Mapping, Sequence

from bot.domain.errors import StudyError
from bot.domain.questions import Level, Style
from bot.domain.rounds import Feedback
from bot.domain.timetable import WEEKDAY_NAMES
from bot.engine import phrases
from bot.engine import views as v
from bot.engine.reading import LONG_NAMES, read_days
from bot.engine.tokens import Token
from bot.platforms.discord import limits
from bot.platforms.discord.markdown import cut
from bot.platforms.discord.parts import Json, options, small, text
from bot.prose.parse import parse_line
from bot.prose.plain import plain

SELECT, TEXT_INPUT, CHANNEL_SELECT, LABEL, RADIO, CHECKBOXES = 3, 4, 8, 18, 21, 22
SHORT, PARAGRAPH = 1, 2
TEXT_CHANNELS = (0, 5)
"""Text and announcement channels."""

PROMPT = 2000
MORE = Token("setup", 2)
"""A modal has room for five settings; the second page holds the others."""


def answer_form(view: v.AnswerFormView) -> Json:
    """The question once more, and a large text box or the options."""
    about = f"{cut(view.prompt, PROMPT)}\n{small(view.note)}"
    if view.style is Style.CHECK:
        field = _label("Your answer", "", _radio("choice", _choices(view)))
        return _modal(view.token, view.title, [text(f"{cut(view.prompt, PROMPT)}\n{options(view.options)}"), field])
    box: Json = {
        "type": TEXT_INPUT,
        "custom_id": "text",
        "style": PARAGRAPH,
        "required": True,
        "min_length": 1,
        "max_length": min(view.limit, limits.TEXT_INPUT),
        "placeholder": "In your own words. A few clear sentences are enough.",
    }
    if view.value:
        box["value"] = view.value[: limits.TEXT_INPUT]
    return _modal(view.token, view.title, [text(about), _label("Your answer", "", box)])


def _choices(view: v.AnswerFormView) -> list[Json]:
    """The options as radio buttons. The whole text stands above, as a label may be shorter than an option."""
    made = []
    for at, option in enumerate(view.options):
        label = f"{option.letter}: {plain(parse_line(option.text))}"
        shown = label if len(label) <= limits.OPTION else label[: limits.OPTION - 1] + "…"
        made.append({"label": shown, "value": str(at), "default": at == view.choice})
    return made


def setup_form(view: v.SetupFormView, page: int = 1) -> Json:
    """`/study setup`: what must be known on the first page, what may stay as it is on the second."""
    if page == MORE.number:
        return _modal(MORE, "More settings", _second_page(view))
    return _modal(view.token, phrases.title(view), _first_page(view))


def _first_page(view: v.SetupFormView) -> list[Json]:
    chosen = read_days(view.days)
    days = [
        {"label": long.capitalize(), "value": short, "default": at in chosen}
        for at, (short, long) in enumerate(zip(WEEKDAY_NAMES, LONG_NAMES, strict=True))
    ]
    known = ", ".join(view.selectors)
    return [
        _label("Time of the question", "such as 09:00", _line_input("time", view.time, 20)),
        _label("Time zone", "such as Europe/Berlin or America/New_York", _line_input("zone", view.zone, 60)),
        _label(
            "Days", "", {"type": CHECKBOXES, "custom_id": "days", "min_values": 1, "max_values": 7, "options": days}
        ),
        _label("Questions from", f"all, or some of: {known}", _line_input("draw", view.draw, 400)),
        _label(
            "Answered",
            "",
            _radio("style", [_option(one.value, phrases.style(one), one is view.style) for one in Style]),
        ),
    ]


def _second_page(view: v.SetupFormView) -> list[Json]:
    is_channel = view.notice.isdigit()
    places = [
        _option("here", "in this channel", view.notice == "here"),
        _option("me", "by direct message to me", view.notice.startswith("dm:")),
        _option("there", "in the channel chosen below", is_channel),
    ]
    other: Json = {
        "type": CHANNEL_SELECT,
        "custom_id": "notice_channel",
        "required": False,
        "min_values": 0,
        "max_values": 1,
        "channel_types": list(TEXT_CHANNELS),
    }
    if is_channel:
        other["default_values"] = [{"id": view.notice, "type": "channel"}]
    feedback = [_option(one.value, phrases.feedback(one), one is view.feedback) for one in Feedback]
    thread = [_option("yes", "yes", view.thread), _option("no", "no, behind a spoiler", not view.thread)]
    return [
        _label("Verdict", "At once makes each answer final.", _radio("feedback", feedback)),
        _label(
            "Model answer", "before-next, or a time such as 17:00, or +1 08:00", _line_input("reveal", view.reveal, 40)
        ),
        _label("Model answer in a thread", "", _radio("thread", thread)),
        _label("Where admins are told", "about what needs a decision", _radio("notice", places)),
        _label("Another channel for that", "", other),
    ]


def kit_form(view: v.KitFormView) -> Json:
    """What an interview is for. A modal has room for five fields; the command's options hold the others."""
    levels = [_option(one.value, phrases.LEVELS[one], one is view.level) for one in Level]
    known = ", ".join(view.selectors)
    count = str(view.count or "")
    return _modal(view.token, phrases.title(view), [
        _label("Role or title", "such as Senior ML engineer", _line_input("title", view.title, 100)),
        _label("Level", "", _radio("level", levels)),
        _label("Minutes in all", "Opening and closing are part of it.", _line_input("minutes", str(view.minutes), 3)),
        _label("Sections and topics", f"all, or some of: {known}", _line_input("draw", view.draw, 400)),
        _label("Number of questions", "Leave it empty for as many as fit.", _line_input("count", count, 3)),
    ])  # fmt: skip


def _modal(token: Token, title: str, components: Sequence[Json]) -> Json:
    short = title if len(title) <= limits.MODAL_TITLE else title[: limits.MODAL_TITLE - 1] + "…"
    return {"custom_id": str(token), "title": short, "components": list(components)}


def _label(label: str, about: str, component: Json) -> Json:
    made: Json = {"type": LABEL, "label": label, "component": component}
    if about:
        short = about if len(about) <= limits.LABEL_ABOUT else about[: limits.LABEL_ABOUT - 1] + "…"
        made["description"] = short
    return made


def _line_input(name: str, value: str, most: int) -> Json:
    return {
        "type": TEXT_INPUT,
        "custom_id": name,
        "style": SHORT,
        "required": False,
        "value": value[:most],
        "max_length": most,
    }


def _option(value: str, label: str, chosen: bool) -> Json:
    return {"label": label, "value": value, "default": chosen}


def _radio(name: str, choices: Sequence[Json]) -> Json:
    return {"type": RADIO, "custom_id": name, "required": True, "options": list(choices)}


def fields(components: Iterable[Mapping[str, object]]) -> dict[str, str]:
    """What was filled in, by the names that `doors.submitted` reads; several choices with commas between."""
    found: dict[str, str] = {}
    for outer in components:
        inner = outer.get("component")
        if not isinstance(inner, Mapping) or not isinstance(inner.get("custom_id"), str):
            continue
        value, values = inner.get("value"), inner.get("values")
        chosen = [one for one in values if isinstance(one, str)] if isinstance(values, list) else []
        found[str(inner["custom_id"])] = value if isinstance(value, str) else ",".join(chosen)
    return _notice(found)


def _notice(found: dict[str, str]) -> dict[str, str]:
    """The place for notices: the chosen channel stands in a field of its own."""
    other = found.pop("notice_channel", "")
    if found.get("notice") == "there":
        if not other:
            raise StudyError("No channel was chosen for notices.", "Open the form again, and choose one at its end.")
        found["notice"] = other
    return found
