"""A message as Slack takes it, and how one that is too long becomes several."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.platforms.slack import limits
from bot.platforms.slack.text import Json, escape, shortened

TEXTS = frozenset({"text", "url", "value", "alt_text"})


@dataclass(frozen=True, slots=True)
class Message:
    """`text` is the fallback for notifications and screen readers, already escaped."""

    blocks: tuple[Json, ...]
    text: str

    @property
    def payload(self) -> Json:
        return {"blocks": list(self.blocks), "text": self.text}


def message(blocks: Sequence[Json | None], summary: str) -> Message:
    """A message from its blocks and its plain sentence."""
    found = tuple(block for block in blocks if block and not _is_empty(block))
    return Message(found, shortened(escape(summary), limits.FALLBACK_TEXT))


def _is_empty(block: Json) -> bool:
    return block.get("elements") == [] or block.get("fields") == []


def parts(whole: Message) -> list[Message]:
    """The message, or several where it is too long for one: cut between blocks, else inside of rich text.

    Buttons stand at the end of the last part, where the reader is when they are wanted.
    """
    buttons = [block for block in whole.blocks if block["type"] == "actions"]
    others = [piece for block in whole.blocks if block["type"] != "actions" for piece in _pieces(block)]
    made: list[list[Json]] = [[]]
    used = 0
    room = limits.MESSAGE_BLOCKS - len(buttons)
    for block in others:
        size = weight(block)
        if made[-1] and (used + size > limits.MESSAGE_TEXT or len(made[-1]) >= room):
            made.append([])
            used = 0
        made[-1].append(block)
        used += size
    if len(made) == 1:
        return [
            whole
            if others == [b for b in whole.blocks if b["type"] != "actions"]
            else replace(whole, blocks=(*made[0], *buttons))
        ]
    made[-1] += buttons
    return [
        replace(whole, blocks=tuple(blocks), text=whole.text if at == 0 else f"{whole.text} ({at + 1}/{len(made)})")
        for at, blocks in enumerate(made)
    ]


def _pieces(block: Json) -> Iterator[Json]:
    """A rich text block that is too long, cut between its elements, and those between their pieces."""
    if block["type"] != "rich_text" or weight(block) <= limits.MESSAGE_TEXT:
        yield block
        return
    gathered: list[Json] = []
    for element in (one for whole in block["elements"] for one in _cut(whole)):
        if gathered and sum(map(weight, gathered)) + weight(element) > limits.MESSAGE_TEXT:
            yield {**block, "elements": gathered}
            gathered = []
        gathered.append(element)
    if gathered:
        yield {**block, "elements": gathered}


def _cut(element: Json) -> Iterator[Json]:
    if weight(element) <= limits.MESSAGE_TEXT:
        yield element
        return
    gathered: list[Json] = []
    for piece in (one for inner in element["elements"] for one in _texts(inner)):
        if gathered and sum(map(weight, gathered)) + weight(piece) > limits.MESSAGE_TEXT:
            yield {**element, "elements": gathered}
            gathered = []
        gathered.append(piece)
    if gathered:
        yield {**element, "elements": gathered}


def _texts(piece: Json) -> Iterator[Json]:
    """A text that alone is too long, cut behind a line break or space where there is one."""
    text = piece.get("text")
    if not isinstance(text, str):
        yield piece
        return
    most = limits.MESSAGE_TEXT // 2
    while len(text) > most:
        at = max(text.rfind("\n", 0, most), text.rfind(" ", 0, most))
        stop = at + 1 if at > most // 2 else most
        yield {**piece, "text": text[:stop]}
        text = text[stop:]
    yield {**piece, "text": text}


def weight(node: Any) -> int:
    """Characters that people read in a block."""
    if isinstance(node, dict):
        return sum(len(v) if isinstance(v, str) and k in TEXTS else weight(v) for k, v in node.items())
    return sum(map(weight, node)) if isinstance(node, list | tuple) else 0
