"""A formula as a tree of values; `latex` reads it, `unicode_math` and `mathml` write it."""

from dataclasses import dataclass
from typing import TypeAlias

from bot.prose.signs import Kind


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign or number: as a chat shows it, as a page shows it, how it behaves."""

    chat: str
    page: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Name:
    """A function's name; `limited` ones carry their subscript below in a displayed formula."""

    text: str
    limited: bool


@dataclass(frozen=True, slots=True)
class Words:
    """Upright text, its own spaces included."""

    text: str


@dataclass(frozen=True, slots=True)
class Space:
    wide: bool


@dataclass(frozen=True, slots=True)
class Group:
    body: "Nodes"


@dataclass(frozen=True, slots=True)
class Scripts:
    """A base with a subscript, a superscript, primes; None where there is none."""

    base: "Node | None"
    sub: "Nodes | None"
    sup: "Nodes | None"
    primes: int


@dataclass(frozen=True, slots=True)
class Fraction:
    """`form` is the macro: frac, dfrac, tfrac, cfrac or binom."""

    form: str
    top: "Nodes"
    bottom: "Nodes"


@dataclass(frozen=True, slots=True)
class Root:
    degree: "Nodes | None"
    body: "Nodes"


@dataclass(frozen=True, slots=True)
class Accent:
    """`mark` is the macro: hat, bar, underbrace, …"""

    mark: str
    body: "Nodes"


@dataclass(frozen=True, slots=True)
class Styled:
    """`alphabet` is the macro: mathbb, mathbf, …"""

    alphabet: str
    body: "Nodes"


@dataclass(frozen=True, slots=True)
class Fenced:
    """What stands between \\left and \\right; an empty string is the invisible delimiter."""

    left: str
    body: "Nodes"
    right: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """A base with a small label above or below it."""

    base: "Nodes"
    label: "Nodes"
    above: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells: a matrix, cases, aligned equations."""

    form: str
    rows: tuple[tuple["Nodes", ...], ...]


Node: TypeAlias = (
    Sign | Name | Words | Space | Group | Scripts | Fraction | Root | Accent | Styled | Fenced | Labelled | Grid
)
Nodes: TypeAlias = tuple[Node, ...]
