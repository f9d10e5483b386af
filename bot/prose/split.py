"""A long text in parts that each fit a message: cut between blocks, inside one only where it alone is too long."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import TypeAlias, assert_never

from bot.prose import math
from bot.prose.cut import breakpoints, length, part, trimmed
from bot.prose.text import clusters
from bot.prose.tree import (
    Block,
    Break,
    Bullets,
    CodeBlock,
    Heading,
    Line,
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

Measure: TypeAlias = Callable[[Block], int]
"""The size of a block as a platform writes it, in the budget's unit; grows with the text, never below 0."""

Maker: TypeAlias = Callable[[int, tuple[Prose, ...]], Block]
"""Makes the list again from some of its entries; the number is the first one's place."""


def split(prose: Prose, budget: int, measure: Measure) -> list[Prose]:
    """Parts whose blocks' sizes add up to at most `budget`, in order; nothing is lost.

    What stands between blocks (an empty line, say) is the measure's to count. A heading goes with what it heads. A
    budget that not even one character fits still ends: that character makes an oversized part.
    """
    pieces = [piece for block in prose for piece in fitting(block, budget, measure)]
    parts: list[Prose] = []
    gathered: list[Block] = []
    used = 0
    for piece in pieces:
        size = measure(piece)
        if gathered and used + size > budget:
            carried = gathered.pop() if _heads(gathered, piece, budget, measure) else None
            parts.append(tuple(gathered))
            gathered = [] if carried is None else [carried]
            used = 0 if carried is None else measure(carried)
        gathered.append(piece)
        used += size
    if gathered:
        parts.append(tuple(gathered))
    return parts


def _heads(gathered: Sequence[Block], piece: Block, budget: int, measure: Measure) -> bool:
    """Whether a heading at the end of a full part can move on to the piece that it heads."""
    last = gathered[-1]
    return len(gathered) > 1 and isinstance(last, Heading) and measure(last) + measure(piece) <= budget


def fitting(block: Block, budget: int, measure: Measure) -> list[Block]:
    """The block, or the pieces of it that each fit."""
    if measure(block) <= budget:
        return [block]
    match block:
        case Paragraph(line):
            return [Paragraph(piece) for piece in _lines(line, lambda one: measure(Paragraph(one)) <= budget)]
        case Heading(level, line):
            return [Heading(level, piece)
                    for piece in _lines(line, lambda one: measure(Heading(level, one)) <= budget)]
        case Bullets(items):
            return _entries(items, budget, measure, lambda _, some: Bullets(some))
        case Numbered(start, items):
            return _entries(items, budget, measure, lambda at, some: Numbered(start + at, some))
        case CodeBlock(language, text):
            return [CodeBlock(language, piece)
                    for piece in _code(text, lambda one: measure(CodeBlock(language, one)) <= budget)]
        case MathBlock(latex):
            # A formula cannot be cut as a formula; its text can.
            rows = math.plain(latex, display=True).split("\n")
            return fitting(Paragraph(tuple(one for row in rows for one in (Break(), Text(row)))[1:]), budget, measure)
        case Table():
            return _rows(block, budget, measure)
        case Quote(blocks):
            inner = [piece for one in blocks
                     for piece in fitting(one, budget, lambda some: measure(Quote((some,))))]
            return [Quote((piece,)) for piece in inner]
        case Rule():
            return [block]
        case _:
            assert_never(block)


def _lines(line: Line, fits: Callable[[Line], bool]) -> Iterator[Line]:
    """The line in pieces that fit: cut between sentences, else between words, else between characters."""
    start, whole = 0, length(line)
    sentences, words, characters = breakpoints(line)
    while start < whole:
        stop = next((found for points in (sentences, words, characters)
                     if (found := _furthest(line, start, points, fits)) is not None), None)
        if stop is None:
            # Not even one character fits: it makes a piece of its own, else this would never end.
            stop = characters[bisect_right(characters, start)]
        if piece := trimmed(part(line, start, stop)):
            yield piece
        start = stop


def _furthest(line: Line, start: int, points: Sequence[int], fits: Callable[[Line], bool]) -> int | None:
    """The last of the points up to which the line from `start` fits."""
    ahead = points[bisect_right(points, start):]
    at = bisect_right(ahead, 0, key=lambda stop: 0 if fits(trimmed(part(line, start, stop))) else 1)
    return ahead[at - 1] if at else None


def _entries(items: tuple[Prose, ...], budget: int, measure: Measure, make: Maker) -> list[Block]:
    """A list cut between its entries. Of an entry that alone is too long, only the first piece carries the mark."""
    pieces: list[Block] = []
    first = 0
    while first < len(items):
        last = first + 1
        while last < len(items) and measure(make(first, items[first:last + 1])) <= budget:
            last += 1
        whole = make(first, items[first:last])
        pieces += [whole] if measure(whole) <= budget else _entry(items[first], first, budget, measure, make)
        first = last
    return pieces


def _entry(blocks: Prose, at: int, budget: int, measure: Measure, make: Maker) -> list[Block]:
    head, *rest = [piece for block in blocks
                   for piece in fitting(block, budget, lambda one: measure(make(at, ((one,),))))] or [Paragraph(())]
    return [make(at, ((head,),)), *rest]


def _code(text: str, fits: Callable[[str], bool]) -> list[str]:
    """Code cut between its lines; a line that alone is too long, between its characters."""
    pieces: list[str] = []
    gathered: list[str] = []
    for line in text.split("\n"):
        if gathered and not fits("\n".join([*gathered, line])):
            pieces.append("\n".join(gathered))
            gathered = []
        *full, last = [line] if fits(line) or not line else _characters(line, fits)
        pieces += full
        gathered.append(last)
    return [*pieces, "\n".join(gathered)]


def _characters(text: str, fits: Callable[[str], bool]) -> list[str]:
    """The text in the longest pieces that fit; each has at least one character."""
    points = list(accumulate(map(len, clusters(text))))
    pieces: list[str] = []
    start = 0
    while start < len(text):
        ahead = points[bisect_right(points, start):]
        at = bisect_right(ahead, 0, key=lambda stop: 0 if fits(text[start:stop]) else 1)
        stop = ahead[max(0, at - 1)]
        pieces.append(text[start:stop])
        start = stop
    return pieces


def _rows(table: Table, budget: int, measure: Measure) -> list[Block]:
    """A table cut between its rows, each part with the header; a row that alone is too long is told cell by cell."""
    pieces: list[Block] = []
    gathered: list[tuple[Line, ...]] = []

    def close() -> None:
        if gathered:
            pieces.append(Table(table.header, tuple(gathered), table.aligns))
            gathered.clear()

    for row in table.rows:
        if measure(Table(table.header, (*gathered, row), table.aligns)) <= budget:
            gathered.append(row)
            continue
        close()
        if measure(Table(table.header, (row,), table.aligns)) <= budget:
            gathered.append(row)
        else:
            pieces += [piece for name, cell in zip(table.header, row, strict=True)
                       for piece in fitting(Paragraph(_told(name, cell)), budget, measure)]
    close()
    if not table.rows:
        pieces += [piece for name in table.header for piece in fitting(Paragraph((Strong(name),)), budget, measure)]
    return pieces


def _told(name: Line, cell: Line) -> Line:
    return (Strong(name), Text(": "), *cell) if name else cell
