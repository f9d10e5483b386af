"""A kit as a document: headings, passages, tables and pictures, before any format is chosen.

What stands on a copy is decided here and in the two modules that make documents; the writers decide only how it looks.
So the candidate's copy cannot gain a sentence in one format that it lacks in another.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from bot.domain.kits.values import Copy
from bot.domain.questions import Diagram
from bot.prose.parse import parse
from bot.prose.text import clean
from bot.prose.tree import Bullets, Line, Paragraph, Prose, Text


class Tone(StrEnum):
    """How a passage is meant."""

    PLAIN = "plain"
    SAY = "say"
    """To be read aloud as it stands, or, for the candidate, the question itself."""
    NOTE = "note"
    """To be noticed before anything else."""
    SMALL = "small"
    """For reference."""
    LABEL = "label"
    """The name of what follows; never parted from it."""


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` is 1 for a part of the document, 2 for what stands in it. `page` starts a new page."""

    level: int
    text: str
    page: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    prose: Prose
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with their values."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. `widths` are the columns' shares of the page; `about` says to a screen reader what it holds."""

    about: str
    header: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A diagram; `png` is empty where its file is missing, and its alternative text stands for it."""

    diagram: Diagram
    png: bytes


@dataclass(frozen=True, slots=True)
class Lines:
    """Room for handwriting: `count` empty lines under a label."""

    label: str
    count: int


Part: TypeAlias = Heading | Passage | Facts | Grid | Picture | Lines


@dataclass(frozen=True, slots=True)
class Document:
    """`header` and `footer` stand on every page where a format has pages."""

    title: str
    subtitle: str
    copy: Copy
    header: str
    footer: str
    parts: tuple[Part, ...]


def text(words: str) -> Line:
    """A plain text as a line."""
    return (Text(clean(words)),)


def said(words: str, tone: Tone = Tone.PLAIN) -> Passage:
    """A plain text as a passage of one paragraph."""
    return Passage((Paragraph(text(words)),), tone)


def written(markdown: str, tone: Tone = Tone.PLAIN) -> Passage:
    """A Markdown text as a passage."""
    return Passage(parse(markdown), tone)


def listed(points: tuple[str, ...]) -> Passage:
    """Plain texts as a list."""
    return Passage((Bullets(tuple((Paragraph(text(point)),) for point in points)),))
