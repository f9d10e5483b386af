"""Finding things in parsed text."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from bot.prose.parse import parse
from bot.prose.tree import Math, MathBlock


def formulas(markdown: str) -> list[str]:
    """The LaTeX of every formula in a text, in order."""
    return list(_formulas(parse(markdown))) if "$" in markdown else []


def _formulas(node: object) -> Iterator[str]:
    if isinstance(node, Math | MathBlock):
        yield node.latex
    elif isinstance(node, tuple):
        for part in node:
            yield from _formulas(part)
    elif is_dataclass(node):
        for field in fields(node):
            yield from _formulas(getattr(node, field.name))
