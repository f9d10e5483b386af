"""Small pieces that several messages share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from bot.domain.questions import Check, Diagram, Level
from bot.engine import phrases
from bot.engine import views as v
from bot.platforms.slack import limits
from bot.platforms.slack.text import (
    Json,
    escape,
    line,
    literal,
    rich,
    section,
    shortened,
    stacked,
    words,
)


@dataclass(frozen=True, slots=True)
class Look:
    """What a rendering needs to know besides the view. `in_thread` is below the question; `has_pictures` says that
    the diagram follows as a file."""

    prefix: str = ""
    in_thread: bool = False
    has_pictures: bool = False
    is_admin: bool = False
    zone: tzinfo | None = None


PLAIN = Look()


def header(text: str) -> Json:
    return {"type": "header", "text": plain_text(text, limits.HEADER_TEXT)}


def plain_text(text: str, limit: int) -> Json:
    return {"type": "plain_text", "text": shortened(" ".join(text.split()), limit) or "…", "emoji": False}


def says(mrkdwn: str) -> Json:
    """A section of the bot's own words, already escaped."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": cut(mrkdwn, limits.SECTION_TEXT)}}


def small(*mrkdwn: str) -> Json:
    """Small print; already escaped."""
    found = [{"type": "mrkdwn", "text": cut(text, limits.SECTION_TEXT)} for text in mrkdwn if text]
    return {"type": "context", "elements": found[: limits.CONTEXT_ELEMENTS]}


def cut(escaped: str, limit: int) -> str:
    """Escaped text within a limit, never inside of an entity."""
    if len(escaped) <= limit:
        return escaped
    head = escaped[: limit - 1]
    ampersand = head.rfind("&")
    return f"{head[:ampersand] if ampersand > len(head) - 6 and ';' not in head[ampersand:] else head}…"


def title(text: str) -> Json:
    """A headline that is lighter than a header."""
    return says(f"*{literal(text)}*")


def facts(rows: Iterable[tuple[str, str]]) -> Json:
    """Names with their values, already escaped, two in a row; at most ten."""
    fields = [
        {"type": "mrkdwn", "text": cut(f"*{escape(name)}*\n{value or '–'}", limits.FIELD_TEXT)} for name, value in rows
    ]
    return {"type": "section", "fields": fields[: limits.SECTION_FIELDS]}


def button(item: v.Button) -> Json:
    made: Json = {
        "type": "button",
        "text": plain_text(item.label, limits.BUTTON_TEXT),
        "action_id": str(item.token)[: limits.ACTION_ID],
        "value": str(item.token),
    }
    if item.danger:
        made["style"] = "danger"
    elif item.main:
        made["style"] = "primary"
    return made


def buttons(items: Sequence[v.Button]) -> list[Json]:
    """The buttons of a message, none where there are none. Two with the same deed would share an id: one stays."""
    unique = list({str(item.token): item for item in items}.values())
    return [
        {"type": "actions", "elements": [button(item) for item in unique[at : at + limits.ACTIONS]]}
        for at in range(0, len(unique), limits.ACTIONS)
    ]


def level(value: Level) -> str:
    """The level with a sign of its own besides the word."""
    return {Level.BEGINNER: "▰▱▱", Level.INTERMEDIATE: "▰▰▱", Level.EXPERT: "▰▰▰"}[value] + f" {phrases.LEVELS[value]}"


def bar(share: float, width: int = 10) -> str:
    """A bar of characters; the number always stands beside it."""
    full = round(max(0.0, min(1.0, share)) * width)
    return "█" * full + "░" * (width - full)


def options(items: Sequence[v.Option]) -> list[Json]:
    """Lettered options to read."""
    return [rich(stacked(*[section(words(f"{o.letter}  ", bold=True), *line(o.text)) for o in items]))] if items else []


def explained(check: Check, chosen: int | None, counts: Sequence[int] = ()) -> list[Json]:
    """Each option with its reason; the right one and the chosen one are marked in words."""
    made: list[Json] = []
    for at, option in enumerate(check.options):
        marks = [
            *(["right"] if option.right else []),
            *(["your choice"] if at == chosen else []),
            *([phrases.count(counts[at], "answer")] if at < len(counts) else []),
        ]
        sign = "✓" if option.right else "✗" if at == chosen else "·"
        made.append(
            section(
                words(f"{sign} {'ABCDEF'[at]}  ", bold=True),
                *line(option.text, **({"bold": True} if option.right else {})),
                words(f"  ({', '.join(marks)})" if marks else "", bold=True),
                words("\n"),
                *line(option.because, italic=True),
            )
        )
    return [rich(stacked(*made, gap="\n\n"))]


def diagram(value: Diagram | None, look: Look) -> list[Json]:
    """The diagram's text: a caption where the picture follows, its description otherwise."""
    if value is None or not (value.alt or value.caption):
        return []
    if look.has_pictures:
        return [small(f"*Diagram* (next message): {escape(value.caption or value.alt)}")]
    return [small(f"*Diagram, in words:* {escape(value.alt or value.caption)}")]


def sources(lines: Sequence[str]) -> list[Json]:
    if not lines:
        return []
    items = [section(*line(one)) for one in lines]
    return [
        rich(section(words("Sources", bold=True)), {"type": "rich_text_list", "style": "bullet", "elements": items})
    ]
