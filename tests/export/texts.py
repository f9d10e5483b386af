"""What an item says, cut into pieces that every format must show, or must not."""

import dataclasses
import re
import unicodedata
from collections.abc import Iterator

from bot.domain.questions import Item
from bot.prose.parse import parse, parse_line
from bot.prose.tree import Break, Code, CodeBlock, Math, MathBlock, Table, Text

LEAST_WORDS = 5


def normal(text: str) -> str:
    """Letters and digits in words, parted by single spaces: how texts are compared across formats."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


def pieces(markdown: str) -> list[str]:
    """The runs of a text between its formulas, sentence by sentence, that are long enough to be told apart."""
    return _long_enough("".join(_characters(parse(markdown))))


def plain_pieces(text: str) -> list[str]:
    return _long_enough(text)


def _long_enough(text: str) -> list[str]:
    sentences = re.split(r"(?<=[.?!:;])\s|\0", text)
    return [found for one in sentences if len((found := normal(one)).split()) >= LEAST_WORDS]


def _characters(node: object) -> Iterator[str]:
    """The text with a NUL wherever a formula stands or a block ends."""
    match node:
        case Text(words) | Code(words):
            yield words
        case CodeBlock(_, words):
            yield f"\0{words}\0"
        case Math() | MathBlock() | Break():
            yield "\0"
        case Table(header, rows):
            for cell in (*header, *(cell for row in rows for cell in row)):
                yield from _characters(cell)
                yield "\0"
        case tuple():
            for part in node:
                yield from _characters(part)
        case _ if dataclasses.is_dataclass(node):
            for field in dataclasses.fields(node):
                yield from _characters(getattr(node, field.name))
            if type(node).__name__ in ("Paragraph", "Bullets", "Numbered", "Heading", "Quote"):
                yield "\0"


def rubric(item: Item) -> list[str]:
    """What the interviewer's copy shows of an item and the candidate's must not."""
    anchors = item.anchors
    marked_up = [item.short, item.full, *(hint.text for hint in item.hints)]
    if item.case:
        case = item.case
        marked_up += [case.symptom, case.shown, *case.order_of_checks, case.cause, case.fix, case.prevention]
    as_typed = [
        item.why,
        *(point.says for point in item.key_points),
        anchors.poor,
        anchors.mixed,
        anchors.good,
        anchors.excellent,
        *item.probes,
        *item.red_flags,
    ]
    return [piece for text in marked_up for piece in pieces(text)] + [
        piece for text in as_typed for piece in plain_pieces(text)
    ]


def other_secrets(item: Item) -> list[str]:
    """What no printed copy shows, the candidate's least of all."""
    marked_up = [*item.alternatives, *(claim.correction for claim in item.false_claims)]
    found = [piece for text in marked_up for piece in pieces(text)]
    for check in item.checks:
        for option in check.options:
            found += [piece for text in (option.text, option.because) for piece in _line_pieces(text)]
    found += [piece for claim in item.false_claims for piece in plain_pieces(claim.says)]
    if item.diagram:
        found += (
            plain_pieces(item.diagram.alt) + plain_pieces(item.diagram.caption) + plain_pieces(item.diagram.mermaid)
        )
    return found


def _line_pieces(markdown: str) -> list[str]:
    return _long_enough("".join(_characters(parse_line(markdown))))
