"""Every text and every formula of the shipped questions, on every face."""

import dataclasses
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from bot.bank.loader import load
from bot.domain.questions import Item
from bot.prose.html import to_html
from bot.prose.math import mathml, plain, problem
from bot.prose.parse import parse
from bot.prose.plain import plain as plain_prose
from bot.prose.split import split
from bot.prose.tree import Code, CodeBlock, Math, MathBlock, Prose

ROOT = Path(__file__).parents[2]


@cache
def texts() -> tuple[tuple[str, str], ...]:
    """(where, Markdown) of every text that an author wrote in Markdown."""
    items = [item for pack in load([ROOT / "questions" / "ai-ml"]).packs for item in pack.items]
    return tuple((f"{item.id} {where}", text) for item in items for where, text in markdown(item))


def markdown(item: Item) -> Iterator[tuple[str, str]]:
    yield from (("prompt", item.prompt), ("short", item.short), ("full", item.full))
    yield from (("alternative", text) for text in item.alternatives)
    yield from (("hint", hint.text) for hint in item.hints)
    yield from (("correction", claim.correction) for claim in item.false_claims)
    for check in item.checks:
        yield check.id, check.prompt
        yield from ((check.id, text) for option in check.options for text in (option.text, option.because))


def nodes(value: object) -> Iterator[object]:
    yield value
    if isinstance(value, tuple):
        for one in value:
            yield from nodes(one)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from nodes(getattr(value, field.name))


def formulas() -> Iterator[tuple[str, str]]:
    for where, text in texts():
        yield from ((where, node.latex) for node in nodes(parse(text)) if isinstance(node, Math | MathBlock))


def without_code(prose: Prose) -> str:
    """The plain text but for code, which may hold a backslash or a dollar of its own."""
    text = plain_prose(prose)
    for node in nodes(prose):
        if isinstance(node, Code | CodeBlock):
            text = text.replace(node.text, "")
    return text


def test_there_are_questions_to_look_at() -> None:
    assert texts()
    assert list(formulas())


def test_no_formula_has_a_problem() -> None:
    assert [(where, latex, problem(latex)) for where, latex in formulas() if problem(latex)] == []


def test_no_formula_leaves_a_macro_in_the_chat() -> None:
    assert [(where, plain(latex)) for where, latex in formulas() if re.search(r"[\\$&]", plain(latex))] == []


def test_every_formula_is_well_formed_on_a_page() -> None:
    for _, latex in formulas():
        for display in (True, False):
            ElementTree.fromstring(mathml(latex, display=display))


def test_no_text_shows_a_backslash_or_a_dollar_that_is_no_price() -> None:
    assert [(where, found) for where, text in texts()
            if (found := re.findall(r".{0,20}(?:\\|\$(?!\d)).{0,20}", without_code(parse(text))))] == []


def test_no_text_shows_marks_of_markdown() -> None:
    assert [(where, found) for where, text in texts()
            if (found := re.findall(r".{0,20}(?:\*\*|`|\]\().{0,20}", without_code(parse(text))))] == []


def test_every_text_becomes_html_and_fits_in_parts() -> None:
    for _, text in texts():
        prose = parse(text)
        assert to_html(prose)
        parts = split(prose, 500, lambda block: len(plain_prose((block,))))
        assert all(sum(len(plain_prose((block,))) for block in one) <= 500 for one in parts)
