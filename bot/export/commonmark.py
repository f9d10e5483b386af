"""Prose as Markdown again: reads back to the same tree. Formulas must have become text before.

Dollars, tildes and pipes are escaped although CommonMark does not ask for it: GitHub and Notion read formulas, strikes
and tables out of them.
"""

import re
from typing import assert_never

from bot.prose.tree import (
    Align,
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

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~$])|&(?=[#\w])")
_LINE_START = re.compile(r"^([#+=:-]|\d{1,9}(?=[.)]))")
_ALIGNS = {Align.LEFT: "---", Align.CENTER: ":-:", Align.RIGHT: "--:"}


def escaped(text: str) -> str:
    """The text as CommonMark that is read as nothing but the text, wherever in a line it stands."""
    return _SPECIAL.sub(lambda match: f"\\{match[1] or '&'}", text)


def to_markdown(prose: Prose, *, headings_from: int = 3) -> str:
    """The blocks, parted by empty lines; the first level of headings becomes `###`."""
    return "\n\n".join(_blocks(prose, headings_from))


def line_to_markdown(line: Line) -> str:
    """The line, safe at the start of a line as well."""
    written = "".join(map(_inline, line))
    return "\n".join(_LINE_START.sub(_unmarked, row) for row in written.split("\n"))


def _unmarked(match: re.Match[str]) -> str:
    # A backslash cannot stand before a digit, so the point or bracket behind the number takes it.
    return f"\\{match[1]}" if not match[1].isdigit() else f"{match[1]}\\"


def _inline(inline: Inline) -> str:
    match inline:
        case Text(text):
            return escaped(text)
        case Strong(children):
            return f"**{''.join(map(_inline, children))}**"
        case Emphasis(children):
            return f"*{''.join(map(_inline, children))}*"
        case Code(text):
            return _code(text)
        case Link(href, children):
            return f"[{''.join(map(_inline, children))}](<{re.sub(r'([<>])', _percent, href)}>)"
        case Break():
            return "\\\n"
        case Math(latex):
            return escaped(latex)
        case _:
            assert_never(inline)


def _percent(match: re.Match[str]) -> str:
    return f"%{ord(match[1]):02X}"


def _code(text: str) -> str:
    fence = _fence(text, 1)
    room = " " if text.startswith("`") or text.endswith("`") or (text.strip() and text[0] == text[-1] == " ") else ""
    return f"{fence}{room}{text}{room}{fence}"


def _fence(text: str, least: int) -> str:
    longest = max(map(len, re.findall(r"`+", text)), default=0)
    return "`" * max(least, longest + 1)


def _blocks(prose: Prose, headings: int) -> list[str]:
    """The blocks; of two lists in a row the second has another mark, or they would be read as one."""
    found: list[str] = []
    before: Block | None = None
    other = False
    for block in prose:
        follows = isinstance(block, Bullets | Numbered) and type(before) is type(block)
        other = follows and not other
        found.append(_block(block, headings, other))
        before = block
    return found


def _block(block: Block, headings: int, other: bool) -> str:
    match block:
        case Paragraph(line):
            return line_to_markdown(line)
        case Heading(level, line):
            return f"{'#' * min(6, level + headings - 1)} {line_to_markdown(line)}"
        case Bullets(items):
            return "\n".join(_item("* " if other else "- ", item, headings) for item in items)
        case Numbered(start, items):
            close = ")" if other else "."
            return "\n".join(_item(f"{n}{close} ", item, headings) for n, item in enumerate(items, start))
        case CodeBlock(language, text):
            fence = _fence(text, 3)
            return f"{fence}{language}\n{text}\n{fence}"
        case MathBlock(latex):
            return escaped(latex)
        case Table(header, rows, aligns):
            return table([*map(cell, header)], [[*map(cell, row)] for row in rows], [_ALIGNS[a] for a in aligns])
        case Quote(blocks):
            return quoted(to_markdown(blocks, headings_from=headings))
        case Rule():
            return "***"
        case _:
            assert_never(block)


def _item(mark: str, blocks: Prose, headings: int) -> str:
    rows = "\n\n".join(_blocks(blocks, headings)).split("\n")
    return "\n".join([f"{mark}{rows[0]}", *(f"{' ' * len(mark)}{row}" if row else "" for row in rows[1:])])


def quoted(markdown: str) -> str:
    return "\n".join(f"> {row}".rstrip() for row in markdown.split("\n"))


def table(header: list[str], rows: list[list[str]], aligns: list[str] | None = None) -> str:
    """A table of cells that are Markdown already."""
    dashes = aligns or ["---"] * len(header)
    return "\n".join(f"| {' | '.join(row)} |" for row in (header, dashes, *rows))


def cell(line: Line) -> str:
    """A line in one row; code keeps its pipes by the backslash that tables ask for."""
    return "".join(
        _code(part.text).replace("|", "\\|")
        if isinstance(part, Code)
        else " "
        if isinstance(part, Break)
        else _inline(part)
        for part in line
    )
