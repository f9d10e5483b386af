"""Prose as readable text without markup: for fallback texts, alternative texts, notifications and word counts."""

from typing import assert_never

from bot.prose import math
from bot.prose.tables import aligned
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


def plain(content: Prose | Line) -> str:
    """The text: blocks parted by an empty line, lists with • or numbers, formulas in Unicode, tables aligned."""
    text = ""
    before: Block | Inline | None = None
    for part in content:
        match part:
            case Text() | Strong() | Emphasis() | Code() | Math() | Link() | Break():
                text += _inline(part)
            case _:
                text += ("\n\n" if before is not None else "") + _block(part)
        before = part
    return text


def _inline(inline: Inline) -> str:
    match inline:
        case Text(text) | Code(text):
            return text
        case Strong(children) | Emphasis(children) | Link(_, children):
            return plain(children)
        case Math(latex):
            return math.plain(latex)
        case Break():
            return "\n"
        case _:
            assert_never(inline)


def _block(block: Block) -> str:
    match block:
        case Paragraph(line) | Heading(_, line):
            return plain(line)
        case Bullets(items):
            return "\n".join(_item("• ", item) for item in items)
        case Numbered(start, items):
            return "\n".join(_item(f"{number}. ", item) for number, item in enumerate(items, start))
        case CodeBlock(_, text):
            return text
        case MathBlock(latex):
            return math.plain(latex, display=True)
        case Table():
            return table_plain(block)
        case Quote(blocks):
            return "\n".join(f"> {line}".rstrip() for line in plain(blocks).split("\n"))
        case Rule():
            return "———"
        case _:
            assert_never(block)


def _item(mark: str, blocks: Prose) -> str:
    """One entry of a list; what belongs to it is indented below the mark."""
    lines = "\n".join(map(_block, blocks)).split("\n")
    return ("\n" + " " * len(mark)).join([f"{mark}{lines[0]}", *lines[1:]]).rstrip()


def table_plain(table: Table) -> str:
    """The table in columns as wide as they need to be."""
    return aligned([list(map(cell_plain, row)) for row in (table.header, *table.rows)], table.aligns, None)


def table_text(table: Table, columns: int) -> str:
    """The table in monospaced columns for a code block, at most `columns` wide.

    Cells are wrapped at words. Where the columns would become too narrow to read, each row is told as
    `header: cell`, line by line.
    """
    return aligned([list(map(cell_plain, row)) for row in (table.header, *table.rows)], table.aligns, columns)


def cell_plain(line: Line) -> str:
    """A cell's text in one line."""
    return " ".join(plain(line).split())
