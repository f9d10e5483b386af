"""Long texts in parts: within the budget, in order, with nothing lost."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.prose.cut import length, part, trimmed
from bot.prose.parse import parse, parse_line
from bot.prose.plain import plain
from bot.prose.split import split
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

law = settings(deadline=None, database=None, max_examples=100)


def size(block: Block) -> int:
    return len(plain((block,)))


def letters(text: str) -> str:
    """What must not get lost: everything but spaces, rules, list and quote marks."""
    return re.sub(r"[\s>•─—]|^\s*\d+\. ", "", text, flags=re.MULTILINE)


def shown(parts: list[Prose]) -> list[str]:
    return [plain(one) for one in parts]


def test_blocks_are_packed_whole() -> None:
    assert shown(split(parse("aaaa\n\nbbbb\n\ncccc"), 8, size)) == ["aaaa\n\nbbbb", "cccc"]
    assert split((), 8, size) == []


def test_a_heading_goes_with_what_it_heads() -> None:
    assert shown(split(parse("aaaa\n\n# hh\n\nbbbb\n\ncc"), 8, size)) == ["aaaa", "hh\n\nbbbb\n\ncc"]
    assert shown(split(parse("# hhhhhh\n\nbbbb"), 8, size)) == ["hhhhhh", "bbbb"]
    assert shown(split(parse("a\n\n# hhhhhh\n\nbbbb"), 8, size)) == ["a\n\nhhhhhh", "bbbb"]


def test_a_paragraph_is_cut_between_sentences_then_words_then_characters() -> None:
    assert shown(split(parse("One two. Three four. Five."), 21, size)) == ["One two. Three four.", "Five."]
    assert shown(split(parse("one two three"), 9, size)) == ["one two", "three"]
    assert shown(split(parse("abcdefgh"), 3, size)) == ["abc", "def", "gh"]
    assert shown(split(parse("你好。再见。"), 3, size)) == ["你好。", "再见。"]


def test_a_letter_with_its_accent_is_not_cut() -> None:
    assert shown(split(parse("e\u0301e\u0301"), 3, size)) == ["e\u0301", "e\u0301"]


def test_marks_are_closed_before_a_cut_and_opened_behind_it() -> None:
    assert split(parse("**aa *bb* [cc](https://d.org)**"), 5, size) == [
        (Paragraph((Strong((Text("aa "), Emphasis((Text("bb"),)))),)),),
        (Paragraph((Strong((Link("https://d.org", (Text("cc"),)),)),)),)]


def test_a_formula_is_cut_only_when_it_alone_is_too_long() -> None:
    assert split(parse("aaa $x = y$ bbb"), 5, size) == [
        (Paragraph((Text("aaa"),)),), (Paragraph((Math("x = y"),)),), (Paragraph((Text("bbb"),)),)]
    assert shown(split(parse("$x = y$"), 3, size)) == ["x =", "y"]
    assert shown(split((MathBlock(r"aaaa\\bbbb"),), 5, size)) == ["aaaa", "bbbb"]


def test_a_list_is_cut_between_its_entries_and_goes_on_counting() -> None:
    assert split(parse("1. aa\n2. bb\n3. cc"), 12, size) == [
        (Numbered(1, ((Paragraph((Text("aa"),)),), (Paragraph((Text("bb"),)),))),),
        (Numbered(3, ((Paragraph((Text("cc"),)),),)),)]


def test_a_long_entry_has_one_mark() -> None:
    assert shown(split(parse("- aaa bbb\n- c"), 6, size)) == ["• aaa", "bbb\n\n• c"]
    assert split((Bullets(((),)),), 1, lambda _: 2) == [(Bullets(((Paragraph(()),),)),)]


def test_code_is_cut_between_its_lines_then_characters() -> None:
    assert split((CodeBlock("py", "aa\nbb\ncccccc\nd"),), 5, size) == [
        (CodeBlock("py", "aa\nbb"),), (CodeBlock("py", "ccccc"),), (CodeBlock("py", "c\nd"),)]


def test_a_table_repeats_its_header() -> None:
    (table,) = parse("| h |\n|---|\n| aaa |\n| bbb |")
    assert isinstance(table, Table)
    assert split((table,), size(table) - 1, size) == [
        (Table(table.header, table.rows[:1], table.aligns),), (Table(table.header, table.rows[1:], table.aligns),)]


def test_a_row_that_is_too_long_is_told_cell_by_cell() -> None:
    (table,) = parse("| h | |\n|---|---|\n| aaaaaaaa | b |\n| c | d |")
    assert shown(split((table,), 13, size)) == ["h: aaaaaaaa\n\nb", "h\n─  ─\nc  d"]
    assert shown(split(parse("| hhhh |\n|---|\n"), 3, size)) == ["hhh", "h"]


def test_quotes_and_headings_are_cut_inside_their_marks() -> None:
    assert split((Quote((Paragraph((Text("aa bb"),)),)),), 5, size) == [
        (Quote((Paragraph((Text("aa"),)),)),), (Quote((Paragraph((Text("bb"),)),)),)]
    assert split((Heading(2, (Text("aa bb"),)),), 3, size) == [
        (Heading(2, (Text("aa"),)),), (Heading(2, (Text("bb"),)),)]


@pytest.mark.parametrize("block", [Rule(), Paragraph((Text("ab"),)), CodeBlock("", "ab"), Paragraph((Text(" "),))])
def test_a_budget_that_nothing_fits_still_ends(block: Block) -> None:
    assert letters("".join(shown(split((block,), 0, lambda _: 1)))) in ("ab", "")


def test_a_part_of_a_line_keeps_whole_what_it_covers_whole() -> None:
    line: Line = (Code("ab"), Break(), Emphasis((Text("cd"),)), Math("x+y"), Link("https://e.org", (Text("fg"),)))
    assert length(line) == 12
    assert part(line, 1, 4) == (Code("b"), Break(), Emphasis((Text("c"),)))
    assert part(line, 5, 11) == (Math("x+y"), Link("https://e.org", (Text("f"),)))
    assert part(line, 6, 9) == (Text(" + "),)


def test_the_end_of_a_piece_is_trimmed_inside_its_marks_too() -> None:
    assert trimmed((Text("a "), Strong((Emphasis((Text("b "), Break())),)))) == (
        Text("a "), Strong((Emphasis((Text("b"),)),)))
    assert trimmed((Link("https://a.org", (Text("b "),)),)) == (Link("https://a.org", (Text("b"),)),)
    assert trimmed((Code("a "), Text(" "), Strong((Text(" "),)), Emphasis(()), Link("https://b.org", ()))) == (
        Code("a "),)
    assert trimmed((Math("x"),)) == (Math("x"),)
    assert trimmed((Text(" "), Break())) == ()


def lines(depth: int = 2) -> st.SearchStrategy[Line]:
    char = st.one_of(st.sampled_from("abc .!é日👍🏽"), st.characters(categories=["L"]))
    words = st.text(char, min_size=1, max_size=30)
    inlines: list[st.SearchStrategy[Inline]] = [
        words.map(Text), words.map(Code), st.sampled_from([Math("x^2"), Math(r"\frac{a+b}{c}"), Break()])]
    if depth:
        inner = lines(depth - 1)
        inlines += [inner.map(Strong), inner.map(Emphasis), inner.map(lambda line: Link("https://a.org", line))]
    return st.lists(st.one_of(inlines), min_size=1, max_size=4).map(tuple)


def proses(depth: int = 2) -> st.SearchStrategy[Prose]:
    code = st.text(st.sampled_from("ab \n"), min_size=1, max_size=40)
    blocks: list[st.SearchStrategy[Block]] = [
        lines().map(Paragraph), st.builds(Heading, st.integers(1, 6), lines(0)),
        code.map(lambda text: CodeBlock("", text)), st.just(Rule()), st.just(MathBlock(r"a = b\\c = d"))]
    if depth:
        inner = st.lists(proses(depth - 1), min_size=1, max_size=4).map(tuple)
        blocks += [inner.map(Bullets), st.builds(Numbered, st.integers(0, 12), inner), proses(depth - 1).map(Quote)]
    return st.lists(st.one_of(blocks), min_size=1, max_size=4).map(tuple)


def leaves(prose: Prose) -> Iterator[str]:
    """The texts of a prose in order, without what its plain form adds."""
    for block in prose:
        match block:
            case Bullets(items) | Numbered(_, items):
                for item in items:
                    yield from leaves(item)
            case Quote(blocks):
                yield from leaves(blocks)
            case _:
                yield plain((block,))


def joined(prose: Prose) -> str:
    return re.sub(r"\s", "", "".join(leaves(prose)))


@law
@given(proses(), st.integers(1, 80))
def test_nothing_is_lost_and_the_order_is_kept(prose: Prose, budget: int) -> None:
    assert "".join(map(joined, split(prose, budget, size))) == joined(prose)


@law
@given(proses(), st.integers(40, 120))
def test_every_part_is_within_the_budget(prose: Prose, budget: int) -> None:
    assert all(sum(map(size, one)) <= budget for one in split(prose, budget, size))


@law
@given(proses(), st.integers(1, 120))
def test_what_fits_is_not_cut(prose: Prose, budget: int) -> None:
    pieces = [block for one in split(prose, budget, size) for block in one]
    rest = iter(pieces)
    assert all(block in rest for block in prose if size(block) <= budget)


def joined_line(line: Line) -> str:
    return re.sub(r"\s", "", plain(line))


def cells_of(block: Block) -> list[Line]:
    if isinstance(block, Table):
        return [cell for row in block.rows for cell in row]
    assert isinstance(block, Paragraph)
    return [block.line]


@law
@given(st.lists(st.lists(lines(1), min_size=2, max_size=2).map(tuple), min_size=2, max_size=5), st.integers(5, 200))
def test_a_table_loses_nothing_but_repeats_its_header(rows: list[tuple[Line, ...]], budget: int) -> None:
    table = Table(rows[0], tuple(rows[1:]), (Align.LEFT, Align.RIGHT))
    pieces = [block for one in split((table,), budget, size) for block in one]
    body = "".join(joined_line(cell) for row in table.rows for cell in row)
    if all(isinstance(piece, Table) for piece in pieces):
        tables = [piece for piece in pieces if isinstance(piece, Table)]
        assert {piece.header for piece in tables} == {table.header}
        assert tuple(row for piece in tables for row in piece.rows) == table.rows
    else:
        written = "".join(joined_line(row) for piece in pieces for row in cells_of(piece))
        assert not Counter(body) - Counter(written)


def test_a_line_of_markdown_survives_the_round_through_parts() -> None:
    line = parse_line("The **quick** `brown` fox jumps. Over the *lazy* dog.")
    assert " ".join(shown(split((Paragraph(line),), 12, size))) == plain(line)
