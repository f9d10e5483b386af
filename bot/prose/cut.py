"""Lines cut at a place in their text, with the marks around it closed before and opened again behind."""

import re
from collections.abc import Iterator
from typing import assert_never

from bot.prose import math
from bot.prose.text import clusters
from bot.prose.tree import Break, Code, Emphasis, Inline, Line, Link, Math, Strong, Text

# An end of sentence, its closing quotes and brackets, and the space behind; ideographic stops need no space.
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s+|[。！？]")
_WORD_END = re.compile(r"\s+")


def length(line: Line) -> int:
    """How many places the line has: one per character of text, a formula as many as its Unicode text."""
    return sum(map(_length, line))


def _length(inline: Inline) -> int:
    match inline:
        case Text(text) | Code(text):
            return len(text)
        case Strong(children) | Emphasis(children) | Link(_, children):
            return length(children)
        case Math(latex):
            return len(math.plain(latex))
        case Break():
            return 1
        case _:
            assert_never(inline)


def part(line: Line, start: int, stop: int) -> Line:
    """What stands from `start` up to `stop`. A formula that is cut becomes its Unicode text."""
    found: list[Inline] = []
    at = 0
    for inline in line:
        size = _length(inline)
        low, high = max(0, start - at), min(size, stop - at)
        if low < high:
            found.append(_part(inline, low, high))
        at += size
    return tuple(found)


def _part(inline: Inline, start: int, stop: int) -> Inline:
    match inline:
        case Text(text):
            return Text(text[start:stop])
        case Code(text):
            return Code(text[start:stop])
        case Strong(children):
            return Strong(part(children, start, stop))
        case Emphasis(children):
            return Emphasis(part(children, start, stop))
        case Link(href, children):
            return Link(href, part(children, start, stop))
        case Math(latex):
            text = math.plain(latex)
            return inline if (start, stop) == (0, len(text)) else Text(text[start:stop])
        case Break():
            return inline
        case _:
            assert_never(inline)


def trimmed(line: Line) -> Line:
    """The line without the spaces and breaks at its end, inside marks too: chats do not embolden `**word **`."""
    if not line:
        return line
    *rest, last = line
    match last:
        case Text(text):
            ends: Line = (Text(text.rstrip()),) if text.strip() else ()
        case Strong(children):
            ends = (Strong(trimmed(children)),) if trimmed(children) else ()
        case Emphasis(children):
            ends = (Emphasis(trimmed(children)),) if trimmed(children) else ()
        case Link(href, children):
            ends = (Link(href, trimmed(children)),) if trimmed(children) else ()
        case Break():
            ends = ()
        case Code() | Math():
            return line
        case _:
            assert_never(last)
    return (*rest, *ends) if ends else trimmed(tuple(rest))


def breakpoints(line: Line) -> tuple[list[int], list[int], list[int]]:
    """Where the line may be cut: after sentences, after words, after any character; each list ends with its length."""
    text = "".join(_characters(line))
    sentences = [match.end() for match in _SENTENCE_END.finditer(text)]
    words = [match.end() for match in _WORD_END.finditer(text)]
    characters: list[int] = []
    at = 0
    for cluster in clusters("".join(_characters(line, inside_formulas=True))):
        at += len(cluster)
        characters.append(at)
    whole = len(text)
    return _closed(sentences, whole), _closed(words, whole), _closed(characters, whole)


def _closed(points: list[int], whole: int) -> list[int]:
    return points if points and points[-1] == whole else [*points, whole]


def _characters(line: Line, *, inside_formulas: bool = False) -> Iterator[str]:
    """The characters of `length`; a formula's are hidden where they must not count as ends of words."""
    for inline in line:
        match inline:
            case Text(text) | Code(text):
                yield text
            case Strong(children) | Emphasis(children) | Link(_, children):
                yield from _characters(children, inside_formulas=inside_formulas)
            case Math(latex):
                text = math.plain(latex)
                yield text if inside_formulas else "x" * len(text)
            case Break():
                yield "\n"
            case _:
                assert_never(inline)
