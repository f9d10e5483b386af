"""Tables laid out in monospaced text, for chats that have no tables of their own."""

from collections.abc import Sequence

from bot.prose.text import width, wrap
from bot.prose.tree import Align

_GAP = "  "
_LEAST_COLUMN = 6
"""Narrower columns break most words; then rows are told one cell per line."""


def aligned(rows: Sequence[Sequence[str]], aligns: Sequence[Align], columns: int | None) -> str:
    """The rows, the first of them underlined as header, at most `columns` wide; None is as wide as needed."""
    natural = [max(width(row[i]) for row in rows) for i in range(len(aligns))]
    widths = natural if columns is None else _narrowed(natural, columns - len(_GAP) * (len(natural) - 1))
    if widths is None:
        return _told(rows, max(columns or 0, 2))
    head, *body = [_row(row, widths, aligns) for row in rows]
    return "\n".join([head, _GAP.join("─" * w for w in widths), *body])


def _narrowed(widths: list[int], room: int) -> list[int] | None:
    """The widths with the widest taken down until all fit; None where that leaves too little to read."""
    if sum(min(w, _LEAST_COLUMN) for w in widths) > room:
        return None
    if sum(widths) <= room:
        return widths
    # The cap under which the sum fits; what rounding leaves over goes to the first capped columns.
    cap = max(c for c in range(_LEAST_COLUMN, room + 1) if sum(min(w, c) for w in widths) <= room)
    found = [min(w, cap) for w in widths]
    spare = room - sum(found)
    for at, w in enumerate(widths):
        if w > found[at] and spare > 0:
            found[at] += 1
            spare -= 1
    return found


def _row(cells: Sequence[str], widths: Sequence[int], aligns: Sequence[Align]) -> str:
    wrapped = [wrap(cell, w) for cell, w in zip(cells, widths, strict=True)]
    lines = []
    for at in range(max(map(len, wrapped))):
        parts = [_padded(cell[at] if at < len(cell) else "", w, align)
                 for cell, w, align in zip(wrapped, widths, aligns, strict=True)]
        lines.append(_GAP.join(parts).rstrip())
    return "\n".join(lines)


def _padded(text: str, columns: int, align: Align) -> str:
    room = columns - width(text)
    left = {Align.LEFT: 0, Align.CENTER: room // 2, Align.RIGHT: room}[align]
    return " " * left + text + " " * (room - left)


def _told(rows: Sequence[Sequence[str]], columns: int) -> str:
    """Each row as `header: cell` lines, rows parted by an empty line."""
    header, *body = rows
    entries = [
        "\n".join(line for name, cell in zip(header, row, strict=True)
                  for line in wrap(f"{name}: {cell}" if name else cell, columns))
        for row in body or [[""] * len(header)]
    ]
    return "\n\n".join(entries)
