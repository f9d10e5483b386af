"""Prose as semantic HTML for the local page, the kit page and exports: escaped by construction, formulas as MathML."""

import re
from collections.abc import Iterator
from typing import TypeAlias, assert_never

import htpy as h
from markupsafe import Markup

from bot.prose import math
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

_Piece: TypeAlias = str | Markup | h.Element | h.VoidElement
_LANGUAGE = re.compile(r"[A-Za-z0-9+#.-]{1,30}\Z")


def to_html(prose: Prose, *, headings_from: int = 3) -> Markup:
    """The blocks as HTML; the first level of headings becomes `<h3>`, since the page and the item come before it."""
    return _markup(_block(block, headings_from) for block in prose)


def line_to_html(line: Line) -> Markup:
    """The line as HTML without an element around it."""
    return _markup(_inlines(line))


def _markup(pieces: Iterator[_Piece]) -> Markup:
    return Markup("").join(pieces)


def _inlines(line: Line) -> Iterator[_Piece]:
    return map(_inline, line)


def _inline(inline: Inline) -> _Piece:
    match inline:
        case Text(text):
            return text
        case Strong(children):
            return h.strong[_inlines(children)]
        case Emphasis(children):
            return h.em[_inlines(children)]
        case Code(text):
            return h.code[text]
        case Math(latex):
            return _formula(latex, display=False)
        case Link(href, children):
            return h.a(href=href, rel="noopener noreferrer", target="_blank")[_inlines(children)]
        case Break():
            return h.br
        case _:
            assert_never(inline)


def _block(block: Block, headings: int) -> _Piece:
    match block:
        case Paragraph(line):
            return h.p[_inlines(line)]
        case Bullets(items):
            return h.ul[(_item(item, headings) for item in items)]
        case Numbered(start, items):
            return h.ol(start=None if start == 1 else str(start))[(_item(item, headings) for item in items)]
        case CodeBlock(language, text):
            name = f"language-{language}" if _LANGUAGE.match(language) else None
            return h.pre[h.code(class_=name)[text]]
        case MathBlock(latex):
            return h.div(".formula")[_formula(latex, display=True)]
        case Table():
            return _table(block)
        case Quote(blocks):
            return h.blockquote[to_html(blocks, headings_from=headings)]
        case Heading(level, line):
            return h.Element(f"h{min(6, max(1, level + headings - 1))}", "", None)[_inlines(line)]
        case Rule():
            return h.hr
        case _:
            assert_never(block)


def _formula(latex: str, *, display: bool) -> Markup:
    # Markup is earned: `mathml` builds an element tree, and the standard library escapes what is in it.
    return Markup(math.mathml(latex, display=display))  # noqa: S704  (math.mathml escapes)


def _item(blocks: Prose, headings: int) -> h.Element:
    """An entry of a list; its one paragraph stands without `<p>`."""
    if sum(isinstance(block, Paragraph) for block in blocks) > 1:
        return h.li[to_html(blocks, headings_from=headings)]
    return h.li[(line_to_html(block.line) if isinstance(block, Paragraph) else _block(block, headings)
                 for block in blocks)]


def _table(table: Table) -> h.Element:
    return h.table[
        h.thead[h.tr[(h.th(scope="col", class_=_class(align))[_inlines(cell)]
                      for cell, align in zip(table.header, table.aligns, strict=True))]],
        h.tbody[(h.tr[(h.td(class_=_class(align))[_inlines(cell)]
                       for cell, align in zip(row, table.aligns, strict=True))] for row in table.rows)],
    ]


def _class(align: Align) -> str | None:
    # A class, so that the page's content security policy may forbid inline styles.
    return None if align is Align.LEFT else align.value
