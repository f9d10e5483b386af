"""Small pieces of Discord messages, as the JSON that Discord reads (Components V2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.domain.questions import Diagram, Level
from bot.engine import phrases
from bot.engine import views as v
from bot.platforms.discord import limits
from bot.platforms.discord.markdown import escape, markdown_line

Json = dict[str, Any]

COLOURS = {Level.BEGINNER: 0x3BA55C, Level.INTERMEDIATE: 0xE3A008, Level.EXPERT: 0xD6455D}
PLAIN = 0x5865F2
GOOD = 0x3BA55C
WARN = 0xE3A008

ROW, BUTTON, SELECT, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER = 1, 2, 3, 10, 12, 13, 14, 17
PRIMARY, SECONDARY, DANGER, LINK = 1, 2, 4, 5
MENU = "menu/"
"""What a menu's `custom_id` begins with; what was chosen says what to do."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A file that goes along with a message; `text` takes its place where files are not allowed."""

    path: Path
    alt: str

    @property
    def name(self) -> str:
        return self.path.name


def text(content: str) -> Json:
    """Text; an empty one is refused by Discord, so whoever calls looks first."""
    return {"type": TEXT, "content": content}


def small(content: str) -> str:
    """A line in small print."""
    return "\n".join(f"-# {row}" for row in content.split("\n"))


def line() -> Json:
    return {"type": SEPARATOR, "divider": True, "spacing": 1}


def title(view: v.View) -> str:
    return f"### {escape(phrases.title(view))}"


def level(value: Level) -> str:
    """The level as a letter and the word, for eyes that do not see the colour."""
    word = phrases.LEVELS[value]
    return f"**{word[0]}** {word}"


def meta(*pieces: str) -> str:
    """A small line of facts."""
    return small(" · ".join(piece for piece in pieces if piece))


def stamp(instant: datetime, style: str = "R") -> str:
    """An instant that Discord shows in the reader's own zone and language."""
    return f"<t:{int(instant.timestamp())}:{style}>"


def moment(instant: datetime) -> str:
    return f"{stamp(instant, 'f')} ({stamp(instant)})"


def facts(rows: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"**{name}** · {value}" for name, value in rows)


def bullets(rows: Iterable[str]) -> str:
    return "\n".join(f"- {row}" for row in rows)


def bar(share: float, cells: int = 10) -> str:
    """A bar of blocks; the number stands beside it in words."""
    filled = round(max(0.0, min(1.0, share)) * cells)
    return "▰" * filled + "▱" * (cells - filled)


def options(items: Sequence[v.Option]) -> str:
    return "\n".join(f"**{item.letter}** · {markdown_line(item.text)}" for item in items)


def sources(lines: Sequence[str]) -> str:
    return "**Sources**\n" + bullets(markdown_line(one) for one in lines) if lines else ""


def gallery(picture: Picture, *, spoiler: bool = False) -> Json:
    item: Json = {"media": {"url": f"attachment://{picture.name}"}, "description": picture.alt[: limits.PICTURE_ALT]}
    return {"type": GALLERY, "items": [item | {"spoiler": True} if spoiler else item]}


def diagram_text(diagram: Diagram) -> str:
    """A diagram in words, where its picture cannot go along."""
    return f"**Diagram** · {escape(diagram.caption)}\n{small(escape(diagram.alt))}"


def rows(buttons: Sequence[v.Button], *, chosen_is_main: bool = False) -> list[Json]:
    """Rows of buttons. `chosen_is_main`: the main ones show what is chosen, and cannot be pressed again."""
    made: list[Json] = []
    used: dict[str, int] = {}
    for item in buttons:
        token = str(item.token)
        # Two buttons of a message may not have the same id; `listen` takes the mark off again.
        again = used[token] = used.get(token, -1) + 1
        style = PRIMARY if item.main else DANGER if item.danger else SECONDARY
        button: Json = {"type": BUTTON, "style": style, "label": item.label[: limits.BUTTON_LABEL]}
        button["custom_id"] = token + "~" * again
        if chosen_is_main and item.main:
            button["disabled"] = True
        made.append(button)
    size = limits.ROW_BUTTONS
    return [{"type": ROW, "components": made[at : at + size]} for at in range(0, len(made), size)]


def row(component: Json) -> Json:
    """A row with one thing in it."""
    return {"type": ROW, "components": [component]}


def link(label: str, address: str) -> Json:
    """A button that opens a page."""
    return {"type": BUTTON, "style": LINK, "label": label[: limits.BUTTON_LABEL], "url": address}


def menu(name: str, says: str, offers: Iterable[tuple[str, str, str]]) -> Json:
    """A menu of texts, each with its token and a remark; at most twenty-five."""
    options: list[Json] = []
    for label, token, remark in offers:
        shown = label if len(label) <= limits.OPTION else label[: limits.OPTION - 1] + "…"
        options.append({"label": shown, "value": token} | ({"description": remark} if remark else {}))
    return {"type": SELECT, "custom_id": f"{MENU}{name}", "placeholder": says, "options": options}
