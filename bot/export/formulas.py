"""Formulas for readers without MathML: as Unicode text, or as TeX between the brackets that MathJax looks for."""

from collections.abc import Callable
from typing import assert_never

from bot.prose import math
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

Formula = Callable[[str, bool], Line]
"""(LaTeX, whether it stands on its own) to a line without formulas."""


def unicode_text(latex: str, display: bool) -> Line:
    """θₜ₊₁ = θₜ − η ∇L; rows of a displayed formula are parted by line breaks."""
    rows = math.plain(latex, display=display).split("\n")
    return tuple(part for row in rows for part in (Break(), Text(row)))[1:]


def mathjax(latex: str, display: bool) -> Line:
    r"""\(…\) in the text, \[…\] on its own: what Moodle and Anki hand to MathJax."""
    return (Text(f"\\[{latex}\\]" if display else f"\\({latex}\\)"),)


def without(prose: Prose, formula: Formula) -> Prose:
    """The blocks with every formula turned into text."""
    return tuple(_block(block, formula) for block in prose)


def without_in_line(line: Line, formula: Formula) -> Line:
    """The line with its formulas turned into text, one with the text around them."""
    found: list[Inline] = []
    for part in (part for inline in line for part in _inline(inline, formula)):
        last = found[-1] if found else None
        if isinstance(part, Text) and isinstance(last, Text):
            found[-1] = Text(last.text + part.text)
        else:
            found.append(part)
    return tuple(found)


def _inline(inline: Inline, formula: Formula) -> Line:
    match inline:
        case Math(latex):
            return formula(latex, False)
        case Strong(children):
            return (Strong(without_in_line(children, formula)),)
        case Emphasis(children):
            return (Emphasis(without_in_line(children, formula)),)
        case Link(href, children):
            return (Link(href, without_in_line(children, formula)),)
        case Text() | Code() | Break():
            return (inline,)
        case _:
            assert_never(inline)


def _block(block: Block, formula: Formula) -> Block:
    match block:
        case MathBlock(latex):
            return Paragraph(formula(latex, True))
        case Paragraph(line):
            return Paragraph(without_in_line(line, formula))
        case Heading(level, line):
            return Heading(level, without_in_line(line, formula))
        case Bullets(items):
            return Bullets(tuple(without(item, formula) for item in items))
        case Numbered(start, items):
            return Numbered(start, tuple(without(item, formula) for item in items))
        case Quote(blocks):
            return Quote(without(blocks, formula))
        case Table(header, rows, aligns):
            return Table(
                tuple(without_in_line(cell, formula) for cell in header),
                tuple(tuple(without_in_line(cell, formula) for cell in row) for row in rows),
                aligns,
            )
        case CodeBlock() | Rule():
            return block
        case _:
            assert_never(block)
