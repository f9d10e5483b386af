"""Plain text and tables in monospaced columns."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.prose.parse import parse, parse_line
from bot.prose.plain import cell_plain, plain, table_text
from bot.prose.text import clusters, width, wrap
from bot.prose.tree import Align, Block, Table, Text

law = settings(deadline=None, database=None, max_examples=150)
cells = st.text(st.one_of(st.sampled_from("ab -日é👍🏽"), st.characters(categories=("L", "N", "P"))), max_size=25)


def tables(columns: int) -> st.SearchStrategy[Table]:
    rows = st.tuples(*[cells.map(lambda cell: (Text(cell),))] * columns)
    return st.builds(lambda head, body, aligns: Table(head, tuple(body), aligns), rows, st.lists(rows, max_size=4),
                     st.tuples(*[st.sampled_from(Align)] * columns))


def the_table(markdown: str) -> Table:
    (block,) = parse(markdown)
    assert isinstance(block, Table)
    return block


def test_blocks_read_without_their_marks() -> None:
    prose = parse("# t\n\na **b** `c` [d](https://e.org)  \nf\n\n> g\n>\n> h\n\n---\n\n```py\ni\n```\n\n$$x^2$$")
    assert plain(prose) == (
        "t\n\na b c d\nf\n\n> g\n>\n> h\n\n———\n\ni\n\nx²")


def test_lists_keep_their_numbers_and_indent_what_belongs_to_them() -> None:
    assert plain(parse("9. a\n\n   b\n10. c\n    - d\n    - e\n11.\n")) == "9. a\n   b\n10. c\n    • d\n    • e\n11."


def test_a_line_and_nothing_at_all_are_texts_too() -> None:
    assert plain(parse_line("a *b* $x_1$")) == "a b x₁"
    assert plain(()) == ""


def test_a_table_stands_in_aligned_columns() -> None:
    assert plain(parse("| a | mid | n |\n|---|:-:|--:|\n| xx | y | 10 |\n| 日本 | z | 5 |")) == (
        "a     mid   n\n"
        "────  ───  ──\n"
        "xx     y   10\n"
        "日本   z    5")


def test_a_wide_table_is_wrapped_to_the_width() -> None:
    table = the_table("| name | what it does |\n|---|---|\n| dropout | switches units off at random |")
    assert table_text(table, 22) == (
        "name     what it does\n"
        "───────  ─────────────\n"
        "dropout  switches\n"
        "         units off at\n"
        "         random")


def test_a_table_too_wide_for_columns_is_told_row_by_row() -> None:
    table = the_table("| a | | c |\n|---|---|---|\n| one thing | two | three |\n| 4 | 5 | 6 |")
    assert table_text(table, 12) == "a: one thing\ntwo\nc: three\n\na: 4\n5\nc: 6"
    assert table_text(the_table("| header | other |\n|---|---|\n"), 7) == "header:\nother:"
    assert table_text(table, 0)


@law
@given(st.integers(1, 4).flatmap(tables), st.integers(4, 60))
def test_no_line_of_a_table_is_wider_than_asked(table: Table, columns: int) -> None:
    assert max(map(width, table_text(table, columns).split("\n"))) <= columns


@law
@given(st.integers(1, 4).flatmap(tables), st.integers(4, 60))
def test_a_table_loses_no_character(table: Table, columns: int) -> None:
    block: Block = table
    wanted = Counter("".join(cell_plain(cell) for row in table.rows for cell in row).replace(" ", ""))
    assert not wanted - Counter(table_text(table, columns))
    assert not wanted - Counter(plain((block,)))


@pytest.mark.parametrize(("text", "columns"), [
    ("abc", 3), ("日本", 4), ("é", 1), ("👍🏽", 2), ("👨‍👩‍👧", 2), ("🇩🇪", 2), ("", 0)])
def test_width_counts_columns_not_characters(text: str, columns: int) -> None:
    assert width(text) == columns


def test_clusters_are_what_people_count() -> None:
    assert list(clusters("ae\u0301👍🏽🇩🇪🇫🇷\r\n👨‍👩‍👧x")) == ["a", "e\u0301", "👍🏽", "🇩🇪", "🇫🇷", "\r\n", "👨‍👩‍👧", "x"]


def test_words_are_broken_only_where_they_must() -> None:
    assert wrap("a bcd efghijk\n\nl", 4) == ["a", "bcd", "efgh", "ijk", "", "l"]
    assert wrap("日本", 1) == ["日", "本"]
    assert wrap("", 5) == [""]


@law
@given(st.text())
def test_clusters_lose_nothing(text: str) -> None:
    assert "".join(clusters(text)) == text
