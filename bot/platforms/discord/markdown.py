"""Texts as Discord's Markdown: authored prose, members' words, the bot's own sentences. Escaped here, once."""

import re
from collections.abc import Sequence
from typing import assert_never

from bot.prose import math
from bot.prose.parse import parse, parse_line
from bot.prose.plain import table_text
from bot.prose.split import split
from bot.prose.text import clean
from bot.prose.tree import (
    Block,
    Break,
    Bullets,
    Code,
    CodeBlock,
    Emphasis,
    Heading,
    Inline,
    Line,
    Link,
    Math,
    MathBlock,
    Numbered,
    Paragraph,
    Prose,
    Quote,
    Rule,
    Strong,
    Table,
    Text,
)

TABLE_COLUMNS = 56
"""What fits into a code block of a container on a screen without being wrapped."""

ZERO_WIDTH_SPACE = "\u200b"
_MARKS = re.compile(r"[\\*_~|`<>\[\]]")
_LINE_START = re.compile(r"(?m)^(\s*)(#|-|\+|\d+(?=[.)]))")
_CALLS = re.compile(r"@(everyone|here)")
_LISTED = (Bullets, Numbered, CodeBlock, Table, Quote, MathBlock)


def escape(text: str) -> str:
    """Any text, so that Discord shows it as it is: no marks, no mentions, no lists."""
    marked = _MARKS.sub(r"\\\g<0>", clean(text))
    marked = _CALLS.sub(rf"@{ZERO_WIDTH_SPACE}\1", marked)
    return _LINE_START.sub(_at_line_start, marked)


def _at_line_start(found: re.Match[str]) -> str:
    # `1\.` keeps a number from becoming a list; the other marks are escaped themselves.
    return found[0] + "\\" if found[2].isdigit() else f"{found[1]}\\{found[2]}"


def words(text: str, budget: int) -> str:
    """What a member wrote, as a quotation in at most `budget` characters. Nothing in it is interpreted.

    Where the escapes alone break the budget it stands in a code block, which needs none.
    """
    text = text.strip()
    quoted = "\n".join(f"> {line}" for line in escape(text).split("\n"))
    if len(quoted) <= budget:
        return quoted
    room = budget - len("```\n\n```") - 1
    plain = clean(text).replace("`", "ˋ")
    return f"```\n{plain if len(plain) <= room else plain[:room] + '…'}\n```"


def name(text: str) -> str:
    """A member's or team's name within a sentence: one line, nothing in it interpreted."""
    return escape(" ".join(text.split()))


def sentence(text: str) -> str:
    """A sentence of the bot; what stands between backticks is a command."""
    pieces = text.split("`")
    if len(pieces) % 2 == 0:
        return escape(text)
    return "".join(_code(piece) if at % 2 else escape(piece) for at, piece in enumerate(pieces))


def markdown(text: str) -> str:
    """An author's text."""
    return prose(parse(text))


def markdown_line(text: str) -> str:
    """An author's text on one line: an option, a source, a hint."""
    return line(parse_line(text)).replace("\n", " ")


def parts(text: str, budget: int) -> list[str]:
    """An author's text in parts of at most `budget` characters, cut between blocks where that is possible."""
    return [prose(part) for part in split(parse(text), budget, lambda block: len(_block(block)) + 2)]


def cut(text: str, budget: int) -> str:
    """An author's text in at most `budget` characters: its first part, with a sign where more was left out."""
    found = parts(text, budget - 2)
    return found[0] if len(found) == 1 else f"{found[0]} …" if found else ""


def prose(blocks: Prose) -> str:
    text = ""
    before: Block | None = None
    for block in blocks:
        if before is not None:
            text += "\n" if isinstance(block, _LISTED) or isinstance(before, CodeBlock | Table) else "\n\n"
        text += _block(block)
        before = block
    return text


def line(inlines: Line) -> str:
    return "".join(map(_inline, inlines))


def _inline(inline: Inline) -> str:
    match inline:
        case Text(text):
            return escape(text)
        case Strong(children):
            return f"**{line(children)}**"
        case Emphasis(children):
            return f"*{line(children)}*"
        case Code(text):
            return _code(text)
        case Math(latex):
            return escape(math.plain(latex))
        case Link(href, children):
            address = href.replace("(", "%28").replace(")", "%29").replace("<", "%3C").replace(">", "%3E")
            return f"[{line(children)}]({address})"
        case Break():
            return "\n"
        case _:
            assert_never(inline)


def _code(text: str) -> str:
    shown = clean(text)
    if "`" not in shown:
        return f"`{shown}`"
    # Two backticks hold single ones; a space parts a backtick at the rim from them.
    return f"`` {shown.replace('``', f'`{ZERO_WIDTH_SPACE}`')} ``"


def code_block(text: str, language: str = "") -> str:
    """Text in a monospaced block; three backticks inside do not end it."""
    return f"```{language}\n{clean(text).replace('```', f'``{ZERO_WIDTH_SPACE}`')}\n```"


def _block(block: Block) -> str:
    match block:
        case Paragraph(inlines):
            return line(inlines)
        case Heading(_, inlines):
            return f"**{line(inlines)}**"
        case Bullets(items):
            return _entries(["- "] * len(items), items)
        case Numbered(start, items):
            return _entries([f"{start + at}. " for at in range(len(items))], items)
        case CodeBlock(language, text):
            return code_block(text, language if re.fullmatch(r"[\w+-]{1,20}", language) else "")
        case MathBlock(latex):
            return "\n".join(f"> {escape(row)}" for row in math.plain(latex, display=True).split("\n"))
        case Table():
            return code_block(table_text(block, TABLE_COLUMNS))
        case Quote(blocks):
            return "\n".join(f"> {row}".rstrip() for row in prose(blocks).split("\n"))
        case Rule():
            return "———"
        case _:
            assert_never(block)


def _entries(marks: Sequence[str], items: Sequence[Prose]) -> str:
    """A list; what belongs to an entry is indented below its mark."""
    rows = []
    for mark, blocks in zip(marks, items, strict=True):
        inner = "\n".join(map(_block, blocks)).split("\n")
        rows.append(("\n" + " " * len(mark)).join([f"{mark}{inner[0]}", *inner[1:]]))
    return "\n".join(rows)
