"""A kit as one HTML file that needs nothing else: pictures inside, formulas as MathML, made for paper as well."""

import base64
from importlib import resources
from typing import assert_never

import htpy as h
from markupsafe import Markup

from bot.export.document import Document, Facts, Grid, Heading, Lines, Part, Passage, Picture, Tone
from bot.prose.html import line_to_html, to_html

_WHOLE_ROWS = 12
"""A table of so many rows is kept on one sheet of paper."""


def write(document: Document) -> bytes:
    style = (resources.files("bot.export") / "page.css").read_text(encoding="utf-8")
    return str(
        h.html(lang="en")[
            h.head[
                h.meta(charset="utf-8"),
                h.meta(name="viewport", content="width=device-width, initial-scale=1"),
                h.meta(name="robots", content="noindex"),
                h.title[f"{document.title} ({document.subtitle.lower()}, {document.copy}'s copy)"],
                # The sheet is our own file; nothing of an author's text is in it.
                h.style[Markup(_paged(style, document))],  # noqa: S704  (`_paged` quotes the two texts it puts in)
            ],
            h.body[
                h.header[h.p(".kind")[f"{document.subtitle} · {document.copy}'s copy"], h.h1[document.title]],
                h.main[(_part(part) for part in document.parts)],
                h.footer[h.p[document.footer]],
            ],
        ]
    ).encode()


def _paged(style: str, document: Document) -> str:
    return style.replace('"HEADER"', _css_string(document.header)).replace('"FOOTER"', _css_string(document.footer))


def _css_string(words: str) -> str:
    """A CSS string of any text: whatever could end the string or the style element is written as its number.

    The space that ends a number is a part of it.
    """
    return '"' + "".join(c if c.isalnum() or c in " .,;:()" else f"\\{ord(c):06x} " for c in words) + '"'


def _part(part: Part) -> h.Node:
    match part:
        case Heading(1, words, page):
            return h.h2(class_="page" if page else None)[words]
        case Heading(_, words):
            return h.h3[words]
        case Passage(prose, Tone.SAY):
            return h.blockquote(".say")[to_html(prose, headings_from=4)]
        case Passage(prose, tone):
            return h.div(class_=tone.value)[to_html(prose, headings_from=4)]
        case Facts(rows):
            return h.table(".facts")[h.tbody[(h.tr[h.th(scope="row")[name], h.td[value]] for name, value in rows)]]
        case Grid():
            return _table(part)
        case Picture(diagram, png):
            return h.figure[_image(png, diagram.alt), h.figcaption[diagram.caption]]
        case Lines(label, count):
            return h.div(".lines")[h.p[label], (h.div(".line") for _ in range(count))]
        case _:
            assert_never(part)


def _image(png: bytes, alt: str) -> h.Node:
    if not png:
        return h.p[alt]
    return h.img(src=f"data:image/png;base64,{base64.b64encode(png).decode()}", alt=alt)


def _table(table: Grid) -> h.Node:
    total = sum(table.widths)
    return h.table(".sheet", class_="whole" if len(table.rows) <= _WHOLE_ROWS else None)[
        h.caption[table.about],
        h.colgroup[(h.col(width=f"{100 * share / total:.1f}%") for share in table.widths)],
        h.thead[h.tr[(h.th(scope="col")[name] for name in table.header)]],
        h.tbody[(h.tr[(h.td[line_to_html(cell)] for cell in row)] for row in table.rows)],
    ]
