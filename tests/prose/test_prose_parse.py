"""Markdown becomes the tree, and nothing that anybody types breaks it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.prose.parse import MOST_CHARACTERS, parse, parse_line
from bot.prose.plain import plain
from bot.prose.tree import (
    Align,
    Break,
    Bullets,
    Code,
    CodeBlock,
    Emphasis,
    Heading,
    Link,
    Math,
    MathBlock,
    Numbered,
    Paragraph,
    Quote,
    Rule,
    Strong,
    Table,
    Text,
)

law = settings(deadline=None, database=None, max_examples=150)
# Characters that mean something to Markdown come often, so that the laws meet nested and broken marks.
marked = st.text(
    st.one_of(st.sampled_from("*_`$[]()<>!#|-+>\\~&;:/.0123456789 \n\t\"'="), st.characters()), max_size=200)


def test_a_paragraph_holds_every_kind_of_inline() -> None:
    assert parse("a **b *c*** `d` $e$ [f](https://g.org)  \nh") == (Paragraph((
        Text("a "), Strong((Text("b "), Emphasis((Text("c"),)))), Text(" "), Code("d"), Text(" "), Math("e"), Text(" "),
        Link("https://g.org", (Text("f"),)), Break(), Text("h"))),)


def test_every_kind_of_block_is_known() -> None:
    assert parse("# t\n\n- a\n- b\n\n3. c\n\n```py x\nd\n```\n\n$$e$$\n\n> f\n\n---\n\n    g") == (
        Heading(1, (Text("t"),)),
        Bullets(((Paragraph((Text("a"),)),), (Paragraph((Text("b"),)),))),
        Numbered(3, ((Paragraph((Text("c"),)),),)),
        CodeBlock("py", "d"),
        MathBlock("e"),
        Quote((Paragraph((Text("f"),)),)),
        Rule(),
        CodeBlock("", "g"),
    )


def test_a_table_keeps_its_alignment_and_its_formulas() -> None:
    assert parse("| a | b | c |\n|---|:-:|--:|\n| $x$ | 1 |\n") == (Table(
        ((Text("a"),), (Text("b"),), (Text("c"),)),
        (((Math("x"),), (Text("1"),), ()),),
        (Align.LEFT, Align.CENTER, Align.RIGHT)),)


def test_raw_html_is_text() -> None:
    assert parse("<div onclick=x>\n\na <b>c</b>") == (
        Paragraph((Text("<div onclick=x>"),)), Paragraph((Text("a <b>c</b>"),)))


def test_an_image_is_its_alternative_text_even_inside_a_link() -> None:
    assert parse_line("![a *b*](c.png)") == (Text("a b"),)
    assert parse_line("[![a](b)](https://c.org)") == (Link("https://c.org", (Text("a"),)),)
    assert parse_line("![](b.png)") == ()


@pytest.mark.parametrize("typed", ["[a](javascript:alert(1))", "[a](data:x)", "x[i](t)", "[a](//b.org)", "[a](https:)", "[a](https:///b)"])
def test_a_link_that_does_not_lead_to_the_web_stays_as_typed(typed: str) -> None:
    assert parse_line(typed) == (Text(typed),)


def test_a_refused_link_keeps_what_is_inside_it() -> None:
    assert parse_line("[a **b**](c)") == (Text("[a "), Strong((Text("b"),)), Text("](c)"))
    assert parse_line("<mailto:a@b.org>") == (Text("mailto:a@b.org"),)
    assert parse_line("[](https://a.org)") == (Text("[](https://a.org)"),)
    assert parse_line(f"[a](https://b.org/{'c' * 2_000})")[0] == Text(f"[a](https://b.org/{'c' * 2_000})")


def test_prices_are_no_formulas() -> None:
    assert parse_line("from $5 to $10, or $0.50/$1.00") == (Text("from $5 to $10, or $0.50/$1.00"),)


@pytest.mark.parametrize("typed", ["$x$ grows from 1 to 10", "$x$ ends in a backslash \\"])
def test_a_formula_at_the_start_is_seen_whatever_the_text_ends_with(typed: str) -> None:
    assert parse_line(typed)[0] == Math("x")
    assert parse(typed)[0] == Paragraph(parse_line(typed))


def test_a_displayed_formula_parts_the_paragraph_it_stands_in() -> None:
    assert parse("a\n$$b$$\nc") == (Paragraph((Text("a"),)), MathBlock("b"), Paragraph((Text("c"),)))
    assert parse("$$ $$ a") == (Paragraph((Text("a"),)),)
    assert parse("$$\n  \n$$") == (Paragraph((Text("$$"),)), Paragraph((Text("$$"),)))
    assert parse("$$\n$$") == ()
    assert parse("# $$b$$") == (Heading(1, (Math("b"),)),)
    assert parse("# $$ $$ b") == (Heading(1, (Text("$$$$ b"),)),)


def test_a_line_knows_no_blocks() -> None:
    assert parse_line("1. a\n# b\n\n") == (Text("1. a # b"),)


def test_spaces_and_breaks_at_the_ends_are_dropped() -> None:
    assert parse_line(" \\\n &#32;a&#32; ") == (Text("a"),)
    assert parse_line("`a`\\\n&#32;\\\n&#32;") == (Code("a"),)
    assert parse_line(" ") == parse_line("") == ()
    assert parse("") == ()


def test_what_neither_xml_nor_utf8_can_carry_is_replaced() -> None:
    assert parse_line("a\x00b\ud800c\x1b") == (Text("a\ufffdb\ufffdc\ufffd"),)


@pytest.mark.parametrize("nested", [">" * 500 + "a", "- " * 200 + "a", "*a " * 300 + "a*" * 300, "[" * 500 + "a"])
def test_what_is_nested_too_deeply_is_plain_paragraphs(nested: str) -> None:
    assert all(isinstance(block, Paragraph) for block in parse(nested))
    assert "a" in plain(parse(nested))
    assert "a" in plain(parse_line(nested))


def test_a_giant_text_is_plain_paragraphs_with_its_lines() -> None:
    giant = "*a*\n b\n\n" * (MOST_CHARACTERS // 8 + 1)
    assert parse(giant)[0] == Paragraph((Text("*a*"), Break(), Text("b")))
    assert parse_line(giant)[0] == Text(" ".join(giant.split()))


@law
@given(st.one_of(marked, st.text()))
def test_no_text_breaks_the_parser(text: str) -> None:
    parse(text)
    parse_line(text)


@law
@given(st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1))
def test_letters_and_digits_come_back_as_they_are(text: str) -> None:
    assert plain(parse(text)) == plain(parse_line(text)) == text
