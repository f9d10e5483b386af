"""Prose and formulas as plain data for the typesetter: lists that begin with a word, never markup.

What an author writes reaches `kit.typ` as JSON and is shown as the text it is; there is nothing to escape.
"""

from typing import Any, assert_never

from bot.prose import math
from bot.prose.formula import (
    Accent,
    Fenced,
    Fraction,
    Grid,
    Group,
    Labelled,
    Name,
    Node,
    Nodes,
    Root,
    Scripts,
    Sign,
    Space,
    Styled,
    Words,
)
from bot.prose.latex import parse_formula
from bot.prose.plain import plain
from bot.prose.tree import (
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

Json = list[Any]
"""A word that says what it is, then its parts."""

_SHORT = 900
"""Characters of a table cell or box that is kept on one page; anything longer may break."""


def blocks(prose: Prose) -> Json:
    return [_block(block, last=at == len(prose) - 1) for at, block in enumerate(prose)]


def line(content: Line) -> Json:
    return [_inline(inline) for inline in content]


def is_short(content: Prose | Line) -> bool:
    return len(plain(content)) < _SHORT


def _inline(inline: Inline) -> Json:
    match inline:
        case Text(text):
            return ["text", text]
        case Strong(children):
            return ["strong", line(children)]
        case Emphasis(children):
            return ["emph", line(children)]
        case Code(text):
            return ["code", text]
        case Math(latex):
            return _formula(latex, display=False)
        case Link(href, children):
            return ["link", href, line(children)]
        case Break():
            return ["break"]
        case _:
            assert_never(inline)


def _block(block: Block, *, last: bool) -> Json:
    match block:
        case Paragraph(content):
            return ["par", line(content), not last and _leads_on(content)]
        case Heading(level, content):
            return ["head", level, line(content)]
        case Bullets(items):
            return ["bullets", [blocks(item) for item in items]]
        case Numbered(start, items):
            return ["numbered", start, [blocks(item) for item in items]]
        case CodeBlock(_, text):
            return ["codeblock", text]
        case MathBlock(latex):
            return _formula(latex, display=True)
        case Table(header, rows, aligns):
            return [
                "table",
                [line(cell) for cell in header],
                [[line(cell) for cell in row] for row in rows],
                [align.value for align in aligns],
                all(is_short(cell) for row in rows for cell in row),
            ]
        case Quote(inside):
            return ["quote", blocks(inside)]
        case Rule():
            return ["rule"]
        case _:
            assert_never(block)


def _leads_on(content: Line) -> bool:
    """Whether a paragraph is a heading in disguise, or ends in a colon: what follows must not part from it."""
    return (len(content) == 1 and isinstance(content[0], Strong)) or plain(content).rstrip().endswith(":")


def _formula(latex: str, *, display: bool) -> Json:
    """A formula with its Unicode text, which is what a screen reader says; the text alone where it has a problem."""
    alt = math.plain(latex, display=False)
    if math.problem(latex) is not None:
        return ["text", alt] if not display else ["par", [["text", alt]], False]
    return ["mathblock" if display else "math", nodes(parse_formula(latex)), alt]


def nodes(formula: Nodes) -> Json:
    return [_node(node) for node in formula]


def _node(node: Node) -> Json:
    match node:
        case Sign(_, page, kind):
            return ["sign", page, kind.name.lower()]
        case Name(text, limited):
            return ["name", text, limited]
        case Words(text):
            return ["words", text]
        case Space(wide):
            return ["space", wide]
        case Group(body):
            return ["group", nodes(body)]
        case Scripts(Accent("underbrace" | "overbrace" as mark, body), sub, sup, _):
            return ["brace", mark, nodes(body), nodes(sub or sup or ())]
        case Scripts(base, sub, sup, primes):
            return ["scripts", nodes((base,) if base else ()), nodes(sub or ()), nodes(sup or ()), primes]
        case Fraction(form, top, bottom):
            return ["binom" if form == "binom" else "frac", nodes(top), nodes(bottom)]
        case Root(degree, body):
            return ["root", nodes(degree or ()), nodes(body)]
        case Accent(mark, body):
            return ["accent", mark, nodes(body)]
        case Styled(alphabet, body):
            return ["styled", alphabet, nodes(body)]
        case Fenced(left, body, right):
            return ["fenced", left, nodes(body), right]
        case Labelled(base, label, above):
            return ["labelled", nodes(base), nodes(label), above]
        case Grid(form, rows):
            return ["grid", form, [[nodes(cell) for cell in row] for row in rows]]
        case _:
            assert_never(node)
