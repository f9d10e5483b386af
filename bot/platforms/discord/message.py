"""What is sent: one message, or several where the texts are longer than Discord takes in one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.engine.ports.exporter import File
from bot.platforms.discord import limits
from bot.platforms.discord.parts import CONTAINER, TEXT, Json, Picture


@dataclass(frozen=True, slots=True)
class Message:
    """One message's components, and the files that they show."""

    components: tuple[Json, ...]
    pictures: tuple[Picture, ...] = ()
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A frame around texts. A box that does not fit goes on in the next message."""

    parts: tuple[Json, ...]
    colour: int
    spoiler: bool = False


@dataclass(slots=True)
class _Sheet:
    """A message that is being filled."""

    components: list[Json] = field(default_factory=list)
    text: int = 0
    count: int = 0

    def holds(self, text: int, count: int) -> bool:
        return self.text + text <= limits.MESSAGE_TEXT and self.count + count <= limits.MESSAGE_COMPONENTS


def box(parts: Iterable[Json | str | None], colour: int, *, spoiler: bool = False) -> Box:
    """A box of parts; texts become text displays, and what is empty is left out."""
    made = [{"type": TEXT, "content": part} if isinstance(part, str) else part for part in parts if part]
    return Box(tuple(made), colour, spoiler)


def messages(
    boxes: Sequence[Box], rows: Sequence[Json] = (), pictures: Sequence[Picture] = (), *, inside: bool = True
) -> tuple[Message, ...]:
    """The boxes and the buttons in as few messages as they need. `inside`: the buttons stand in the last box."""
    sheets = [_Sheet()]
    for one in boxes:
        _fill(sheets, one)
    if rows:
        _place(sheets, rows, inside=inside)
    return tuple(_message(sheet, pictures) for sheet in sheets)


def spread(
    groups: Sequence[Sequence[Box]], rows: Sequence[Json] = (), pictures: Sequence[Picture] = ()
) -> tuple[Message, ...]:
    """Everything in one message where that fits; else every group begins a message of its own, the buttons the last."""
    whole = messages([one for group in groups for one in group], rows, pictures, inside=False)
    if len(whole) == 1:
        return whole
    *first, last = groups
    return (
        *(message for group in first for message in messages(group, (), pictures)),
        *messages(last, rows, pictures, inside=False),
    )


def _fill(sheets: list[_Sheet], one: Box) -> None:
    frame: Json | None = None
    for part in one.parts:
        text, count = _measure(part)
        if not sheets[-1].holds(text, count + (frame is None)):
            sheets.append(_Sheet())
            frame = None
        sheet = sheets[-1]
        if frame is None:
            frame = {"type": CONTAINER, "accent_color": one.colour, "components": []}
            if one.spoiler:
                frame["spoiler"] = True
            sheet.components.append(frame)
            sheet.count += 1
        frame["components"].append(part)
        sheet.text += text
        sheet.count += count


def _place(sheets: list[_Sheet], rows: Sequence[Json], *, inside: bool) -> None:
    count = sum(_measure(row)[1] for row in rows)
    if not sheets[-1].holds(0, count):
        sheets.append(_Sheet())
    sheet = sheets[-1]
    sheet.count += count
    if inside and sheet.components and sheet.components[-1]["type"] == CONTAINER:
        sheet.components[-1]["components"] += rows
    else:
        sheet.components += rows


def _measure(part: Json) -> tuple[int, int]:
    """Characters of text, and components, of a part."""
    return len(part.get("content", "")), 1 + len(part.get("components", ()))


def _message(sheet: _Sheet, pictures: Sequence[Picture]) -> Message:
    shown = str(sheet.components)
    return Message(tuple(sheet.components), tuple(one for one in pictures if f"attachment://{one.name}" in shown))
