"""What the learners' formats share: the texts of questions and checks as HTML, with formulas for MathJax."""

from collections.abc import Iterator
from dataclasses import dataclass

import htpy as h
from markupsafe import Markup

from bot.domain.kits.values import Sheet
from bot.domain.questions import Check, Item
from bot.export import words
from bot.export.formulas import mathjax, without, without_in_line
from bot.prose.html import line_to_html, to_html
from bot.prose.parse import parse, parse_line
from bot.prose.plain import plain


@dataclass(frozen=True, slots=True)
class Quizzed:
    """One check with the item it belongs to. `key` stays the same in every export."""

    item: Item
    check: Check
    name: str

    @property
    def key(self) -> str:
        return f"{self.item.id}#{self.check.id}"


def checks(sheet: Sheet) -> Iterator[Quizzed]:
    """All checks of the kit, in order."""
    for number, entry in enumerate(sheet.kit.entries, 1):
        for at, check in enumerate(entry.item.checks, 1):
            yield Quizzed(entry.item, check, f"{number}.{at} {entry.item.title} ({check.kind})")


def html(markdown: str) -> str:
    return str(to_html(without(parse(markdown), mathjax), headings_from=4))


def line_html(markdown: str) -> str:
    """An option's text."""
    return str(line_to_html(without_in_line(parse_line(markdown), mathjax)))


def paragraph(markdown: str) -> str:
    return f"<p>{line_html(markdown)}</p>"


def says(markdown: str) -> str:
    """One line of plain text, for names and lists."""
    return " ".join(plain(parse_line(markdown)).split())


def for_grader(item: Item, picture: str = "") -> str:
    """The rubric for whoever grades an essay; `picture` is the address of the diagram."""
    anchors = zip(
        words.SCORES, (item.anchors.poor, item.anchors.mixed, item.anchors.good, item.anchors.excellent), strict=True
    )
    return str(
        h.fragment[
            h.h4["A passing answer has"],
            h.ul[(h.li[point.says] for point in item.key_points if point.must)],
            h.h4["A good answer adds"],
            h.ul[(h.li[point.says] for point in item.key_points if not point.must)],
            h.h4["Score"],
            h.ol[(h.li[h.strong[name], f": {anchor}"] for name, anchor in anchors)],
            h.h4["Model answer"],
            _ready(html(item.full)),
            h.p[h.img(src=picture, alt=item.diagram.alt)] if item.diagram and picture else None,
        ]
    )


def _ready(html: str) -> Markup:
    return Markup(html)  # noqa: S704  (made by `to_html`, which escapes)
