"""Markdown: what is written reads back as the same tree, and stands in the right order."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.bank.bank import PackBank
from bot.domain.kits.values import Copy, Format, Sheet
from bot.export.commonmark import escaped, to_markdown
from bot.export.formulas import unicode_text, without
from bot.prose.parse import parse
from bot.prose.plain import plain
from bot.prose.tree import Bullets, Numbered, Paragraph, Text
from tests.export import sheets
from tests.export.conftest import Made


def test_every_text_of_the_bank_reads_back_as_the_same_tree(bank: PackBank) -> None:
    texts = [
        text
        for item in bank.items.values()
        for text in (item.prompt, item.short, item.full, *(hint.text for hint in item.hints))
    ]
    trees = [without(parse(text), unicode_text) for text in texts]

    assert [tree for tree in trees if parse(to_markdown(tree)) != tree] == []


@sheets.law
@given(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), min_size=1, max_size=40)
)
def test_any_text_is_read_back_as_that_text_alone(words: str) -> None:
    assert parse(to_markdown((Paragraph((Text(words),)),))) == (Paragraph((Text(words),)),)


@pytest.mark.parametrize(
    "markdown",
    [
        "1. one\n2. two\n\n   still two\n   - a\n   - b\n\n     ```python\n     a = `b`\n     ```",
        "- a\n- b\n\n1. c\n\n> quote\n>\n> - d\n\n| a | b |\n|---|--:|\n| x \\| y | `p \\| q` |",
        "**bold *both* bold** and `` a`b `` and [a link](https://example.org/a_(b)?c=*d*)",
        "one\\\ntwo\n\n***\n\n7. seven\n8. eight",
        "\\# no heading, \\1. and 2\\. no list, a_b_c, 3 < 4 & 5 > 2 &amp; $5 to $7, ~~no~~, \\| no table",
    ],
)
def test_lists_tables_code_and_links_read_back_as_they_were(markdown: str) -> None:
    tree = without(parse(markdown), unicode_text)

    assert parse(to_markdown(tree, headings_from=1)) == tree


def test_two_lists_in_a_row_stay_two() -> None:
    item = ((Paragraph((Text("a"),)),),)
    tree = (Bullets(item), Bullets(item), Bullets(item), Numbered(1, item), Numbered(1, item))

    assert parse(to_markdown(tree)) == tree


def test_signs_that_github_reads_as_formulas_strikes_or_tables_are_escaped() -> None:
    assert escaped("costs $5, then $7; ~~no~~; a|b") == "costs \\$5, then \\$7; \\~\\~no\\~\\~; a\\|b"


def test_a_kit_has_one_title_and_its_parts_in_order(made: Made, few: Sheet) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(made(Format.MARKDOWN, Copy.INTERVIEWER).data.decode())
    found = [(tokens[at].tag, tokens[at + 1].content) for at, one in enumerate(tokens) if one.type == "heading_open"]
    tops = [words for tag, words in found if tag == "h2"]

    assert [tag for tag, _ in found].count("h1") == 1
    assert tops[:3] == ["Plan", "Topics", "How to use this kit fairly"]
    assert [words for words in tops if re.match(r"\d\\?\.", words)] == [
        f"{number}\\. {entry.item.title}" for number, entry in enumerate(few.kit.entries, 1)
    ]
    assert tops[-1] == "Scorecard"


def test_a_diagram_stays_mermaid_with_its_alternative_text_below(made: Made, few: Sheet) -> None:
    markdown = made(Format.MARKDOWN, Copy.INTERVIEWER).data.decode()
    diagrams = [entry.item.diagram for entry in few.kit.entries if entry.item.diagram]

    fences = [token.content.strip() for token in MarkdownIt().parse(markdown) if token.info == "mermaid"]
    assert fences == [diagram.mermaid.strip() for diagram in diagrams]
    text = plain(parse(markdown))
    assert [diagram.alt for diagram in diagrams if diagram.alt not in text] == []


def test_no_formula_leaves_a_macro(made_whole: Made) -> None:
    for token in (
        MarkdownIt("commonmark").enable("table").parse(made_whole(Format.MARKDOWN, Copy.INTERVIEWER).data.decode())
    ):
        if token.type == "inline":
            text = "".join(child.content for child in token.children or () if child.type == "text")
            assert not re.search(r"\\[a-z]{2}", text), text
