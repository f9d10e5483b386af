"""Characters as people see them: how wide they are, where they may be parted.

Both are approximations of Unicode Annexes 11 and 29 that need no tables beyond the standard library.
"""

import re
import unicodedata
from collections.abc import Iterator

# Control characters and lone surrogates: allowed in a Python string, but in no XML file and no UTF-8 payload.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_JOINER = "\u200d"
_SPACES = re.compile(r"[ \t\n\r\f\v]+")


def words(text: str) -> frozenset[str]:
    """The words of a text as a set, for tables of names that read better as a text."""
    return frozenset(text.split())


def clean(text: str) -> str:
    """The text with U+FFFD for every character that XML or UTF-8 cannot carry."""
    return _UNPRINTABLE.sub("\ufffd", text)


def clusters(text: str) -> Iterator[str]:
    """The characters as people count them: a letter with its accents, a flag, a joined emoji each come in one piece."""
    start = 0
    for at in range(1, len(text)):
        if not _joined(text, start, at):
            yield text[start:at]
            start = at
    if text:
        yield text[start:]


def _joined(text: str, start: int, at: int) -> bool:
    """Whether the character at `at` belongs to the cluster that began at `start`."""
    before, char = text[at - 1], text[at]
    if before == "\r" and char == "\n":
        return True
    if _is_flag_half(char) and _is_flag_half(before):
        return (at - start) % 2 == 1
    # Skin tones are symbols of their own class, yet they colour the emoji before them.
    return (_JOINER in (char, before) or "\U0001f3fb" <= char <= "\U0001f3ff"
            or unicodedata.category(char) in ("Mn", "Me", "Mc"))


def _is_flag_half(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def width(text: str) -> int:
    """Columns of a monospaced font: two for East Asian wide characters and emoji, none for marks on a letter."""
    if text.isascii():
        return len(text)
    return sum(min(2, sum(map(_columns, cluster))) for cluster in clusters(text))


def _columns(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def wrap(text: str, columns: int) -> list[str]:
    """Lines of at most `columns`, broken at spaces, inside a word only where it alone is too wide; never empty."""
    lines: list[str] = []
    for source in text.split("\n"):
        line = ""
        for word in filter(None, _SPACES.split(source)):
            for piece in _fitting(word, columns):
                if not line:
                    line = piece
                elif width(line) + 1 + width(piece) <= columns:
                    line += f" {piece}"
                else:
                    lines.append(line)
                    line = piece
        lines.append(line)
    return lines


def _fitting(word: str, columns: int) -> Iterator[str]:
    """The word in pieces that fit; a single character that is too wide still comes, alone."""
    if width(word) <= columns:
        yield word
        return
    piece = ""
    for cluster in clusters(word):
        if piece and width(piece) + width(cluster) > columns:
            yield piece
            piece = ""
        piece += cluster
    yield piece
