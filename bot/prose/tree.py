"""A text as a small tree: `Prose` is made of blocks, `Line` of inlines. Values only; `parse` makes them.

Platforms `match` over `Block` and `Inline` and end in `assert_never`, so mypy names the renderer that lacks a case.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Text:
    """Characters as they are read; never escaped here."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    children: "Line"


@dataclass(frozen=True, slots=True)
class Emphasis:
    children: "Line"


@dataclass(frozen=True, slots=True)
class Code:
    text: str


@dataclass(frozen=True, slots=True)
class Math:
    """A formula in the running text, as LaTeX without its dollars."""

    latex: str


@dataclass(frozen=True, slots=True)
class Link:
    """`href` is always an absolute http or https address."""

    href: str
    children: "Line"


@dataclass(frozen=True, slots=True)
class Break:
    """A line break that the author asked for."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    line: "Line"


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple["Prose", ...]


@dataclass(frozen=True, slots=True)
class Numbered:
    """The first item carries the number `start`."""

    start: int
    items: tuple["Prose", ...]


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """`language` is empty where the author named none; `text` has no newline at its end."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class MathBlock:
    """A formula on lines of its own, as LaTeX without its dollars."""

    latex: str


class Align(StrEnum):
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Table:
    """Every row has as many cells as the header, and `aligns` as many entries."""

    header: tuple["Line", ...]
    rows: tuple[tuple["Line", ...], ...]
    aligns: tuple[Align, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    blocks: "Prose"


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` runs from 1 to 6."""

    level: int
    line: "Line"


@dataclass(frozen=True, slots=True)
class Rule:
    """A line between two thoughts."""


Inline: TypeAlias = Text | Strong | Emphasis | Code | Math | Link | Break
Block: TypeAlias = Paragraph | Bullets | Numbered | CodeBlock | MathBlock | Table | Quote | Heading | Rule
Line: TypeAlias = tuple[Inline, ...]
Prose: TypeAlias = tuple[Block, ...]
