"""Prose as paragraphs of a Word document: styles, lists that Word numbers itself, tables, links."""

from dataclasses import dataclass
from typing import Any, assert_never

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm
from docx.text.paragraph import Paragraph as Para
from docx.text.run import Run

from bot.export import word_xml as xml
from bot.export.formulas import unicode_text, without
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

TINT = "EEF4F2"
MONO = "DejaVu Sans Mono"
WIDTH = 166
"""Millimeters of text on a page: A4 less its margins."""
_SIDES = {"center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}
_WHOLE_ROWS = 9
"""A table of so many rows is kept on one page; a longer one may break between rows."""


@dataclass(frozen=True, slots=True)
class Look:
    bold: bool = False
    italic: bool = False


def prose(document: Any, blocks: Prose, style: str) -> None:
    """The blocks at the end of the document, paragraphs in the given style."""
    _blocks(document, without(blocks, unicode_text), style, depth=1)


def _blocks(document: Any, blocks: Prose, style: str, depth: int) -> None:
    for at, block in enumerate(blocks):
        leads_on = at + 1 < len(blocks) and not isinstance(blocks[at + 1], Paragraph)
        _block(document, block, style, depth, leads_on)


def _block(document: Any, block: Block, style: str, depth: int, leads_on: bool) -> None:
    match block:
        case Paragraph(content):
            paragraph = xml.add_paragraph(document, style)
            if leads_on:
                paragraph.paragraph_format.keep_with_next = True
            line(paragraph, content)
        case Heading(_, content):
            line(xml.add_paragraph(document, "Kit Label"), content)
        case Bullets(items):
            for item in items:
                _item(document, item, _list_style("Bullet", depth), depth, None)
        case Numbered(start, items):
            number = xml.new_list(document, start)
            for item in items:
                _item(document, item, _list_style("Number", depth), depth, number)
        case CodeBlock(_, code):
            _code(xml.add_paragraph(document, "Kit Code"), code)
        case Table(header, rows, aligns):
            _table(document, (header, *rows), [align.value for align in aligns])
        case Quote(inside):
            _blocks(document, inside, "Quote", depth)
        case Rule():
            xml.add_paragraph(document, style).add_run("⁂")
        case MathBlock(latex):
            xml.add_paragraph(document, style).add_run(latex)
        case _:
            assert_never(block)


def _list_style(kind: str, depth: int) -> str:
    return f"List {kind}" if depth == 1 else f"List {kind} {min(depth, 3)}"


def _item(document: Any, blocks: Prose, style: str, depth: int, number: int | None) -> None:
    """An entry of a list: its first paragraph carries the mark, what follows is indented below it."""
    first, *rest = blocks or (Paragraph(()),)
    if not isinstance(first, Paragraph):
        first, rest = Paragraph(()), list(blocks)
    paragraph = xml.add_paragraph(document, style)
    if number is not None:
        xml.put_in_list(paragraph, number)
    line(paragraph, first.line)
    _blocks(document, tuple(rest), "List Continue" if depth == 1 else f"List Continue {min(depth, 3)}", depth + 1)


def _code(paragraph: Any, code: str) -> None:
    for at, row in enumerate(code.split("\n")):
        run = paragraph.add_run()
        if at:
            run.add_break()
        run.add_text(row)


def _table(document: Any, rows: tuple[tuple[Line, ...], ...], aligns: list[str]) -> None:
    grid(document, rows, (1,) * len(aligns), aligns=aligns)


def grid(
    document: Any,
    rows: tuple[tuple[Line, ...], ...],
    shares: tuple[int, ...],
    *,
    aligns: list[str] | None = None,
    about: str = "",
    names_at_left: bool = False,
    leads_on: bool = False,
) -> None:
    """A table as wide as the page, its columns in these shares; the names stand in its first row, or at the left."""
    table = xml.add_table(document, len(rows), len(shares), Mm(WIDTH))
    if about:
        xml.describe_table(table, about)
    widths = [Mm(WIDTH * share / sum(shares)) for share in shares]
    whole = len(rows) <= _WHOLE_ROWS
    for row, column, cell, paragraph in xml.cells(
        table, widths, header=not names_at_left, whole=whole, leads_on=leads_on
    ):
        head = column == 0 if names_at_left else row == 0
        line(paragraph, rows[row][column], Look(bold=head))
        if head:
            xml.shade(cell, TINT)
        if aligns and aligns[column] in _SIDES:
            paragraph.alignment = _SIDES[aligns[column]]
    xml.add_paragraph(document, "Kit Gap").paragraph_format.keep_with_next = leads_on or None


def line(paragraph: Para, content: Line, look: Look | None = None) -> None:
    """The line at the end of the paragraph."""
    for block in without((Paragraph(content),), unicode_text):
        assert isinstance(block, Paragraph)
        for inline in block.line:
            _inline(paragraph, paragraph._p, inline, look or Look())


def _inline(paragraph: Para, parent: Any, inline: Inline, look: Look) -> None:
    match inline:
        case Text(words) | Math(words):
            _run(paragraph, parent, look).add_text(words)
        case Strong(children):
            _inside(paragraph, parent, children, Look(True, look.italic))
        case Emphasis(children):
            _inside(paragraph, parent, children, Look(look.bold, True))
        case Code(code):
            run = _run(paragraph, parent, look)
            run._r.style = "KitMono"
            run.add_text(code)
        case Link(href, children):
            _inside(paragraph, xml.hyperlink(paragraph, href), children, look)
        case Break():
            _run(paragraph, parent, look).add_break()
        case _:
            assert_never(inline)


def _inside(paragraph: Para, parent: Any, children: Line, look: Look) -> None:
    for child in children:
        _inline(paragraph, parent, child, look)


def _run(paragraph: Para, parent: Any, look: Look) -> Run:
    run = Run(xml.element("w:r"), paragraph)
    parent.append(run._r)
    if look.bold:
        run.bold = True
    if look.italic:
        run.italic = True
    return run
