"""Formulas as MathML Core, by latex2mathml.

latex2mathml unescapes what it has built, takes `3 in` for a length and knows no `aligned`. So it is given the
structure only: LaTeX that is written here, with one private-use character for every sign, word and number. These
characters are exchanged for the real text in the element tree, which the standard library then escapes.
"""

import re
from collections.abc import Mapping
from typing import assert_never
from xml.etree.ElementTree import Element, SubElement, tostring

from latex2mathml.converter import convert_to_element

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
from bot.prose.signs import Kind, is_fence, lettered
from bot.prose.text import words

_NAMESPACE = "http://www.w3.org/1998/Math/MathML"
_FIRST_MARK = 0xE000
_ENTITY = re.compile(r"&#x([0-9A-Fa-f]{1,6});")
_TAGS = words("math mrow mi mn mo mtext mspace msup msub msubsup munder mover munderover mfrac msqrt mroot mtable "
              "mtr mtd mstyle mpadded semantics annotation")
_ATTRIBUTES = words("accent accentunder columnalign columnspacing display displaystyle fence form height "
                    "linethickness lspace mathvariant maxsize minsize movablelimits rowspacing rspace scriptlevel "
                    "stretchy width")
_DELIMITERS = {
    "": ".", "{": r"\{", "}": r"\}", "‖": r"\|", "⟨": r"\langle ", "⟩": r"\rangle ", "⌊": r"\lfloor ",
    "⌋": r"\rfloor ", "⌈": r"\lceil ", "⌉": r"\rceil ", "↑": r"\uparrow ", "↓": r"\downarrow ",
}
_GRIDS = {"aligned": "align*", "align": "align*", "align*": "align*", "split": "align*", "gathered": "matrix",
          "gather": "matrix", "gather*": "matrix", "array": "matrix", "smallmatrix": "matrix"}


def formula(nodes: Nodes, *, source: str, alt: str, display: bool) -> str:
    """The tree as a `<math>` element with its LaTeX as annotation and `alt` as text for what cannot show it."""
    writer = _Writer(display)
    shown = _real(convert_to_element(writer.tex(nodes)), writer.leaves)
    math = _math(display)
    math.set("alttext", alt)
    semantics = SubElement(math, "semantics")
    semantics.append(shown[0])
    SubElement(semantics, "annotation", encoding="application/x-tex").text = source
    return tostring(math, encoding="unicode")


def source_only(source: str, *, display: bool) -> str:
    """A `<math>` element that shows the LaTeX itself."""
    math = _math(display)
    SubElement(math, "mtext").text = source
    return tostring(math, encoding="unicode")


def _math(display: bool) -> Element:
    return Element("math", xmlns=_NAMESPACE, display="block" if display else "inline")


def _real(element: Element, leaves: list[Element]) -> Element:
    """A copy in which the marks became their leaves; only known elements and attributes come along."""
    text = element.text or ""
    if len(text) == 1 and 0 <= ord(text) - _FIRST_MARK < len(leaves):
        return leaves[ord(text) - _FIRST_MARK]
    found = Element(element.tag if element.tag in _TAGS else "mrow", _allowed(element.attrib))
    found.text = _ENTITY.sub(lambda match: chr(int(match[1], 16)), text) or None
    found.extend(_real(child, leaves) for child in element)
    return found


def _allowed(attributes: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in attributes.items() if name in _ATTRIBUTES}


class _Writer:
    """Writes the LaTeX that latex2mathml gets, and keeps the leaves that its marks stand for."""

    def __init__(self, display: bool) -> None:
        self.display = display
        self.alphabet = ""
        self.leaves: list[Element] = []

    def mark(self, tag: str, text: str, **attributes: str) -> str:
        leaf = Element(tag, attributes)
        leaf.text = text
        self.leaves.append(leaf)
        return f"\\text{{{chr(_FIRST_MARK + len(self.leaves) - 1)}}}"

    def tex(self, nodes: Nodes) -> str:
        """The nodes in a row; a function's name keeps a little distance from what it stands beside."""
        written: list[str] = []
        solid: Node | None = None
        for at, node in enumerate(nodes):
            if at and _apart(nodes[at - 1], node):
                written.append("\\,")
            if isinstance(node, Sign) and node.kind is Kind.BINARY and _starts(solid):
                written.append(self.mark("mo", node.page, form="prefix"))
            else:
                written.append(self.node(node))
            solid = solid if isinstance(node, Space) else node
        return "".join(written)

    def node(self, node: Node) -> str:
        match node:
            case Sign():
                return self.sign(node)
            case Name(text):
                return self.mark("mi", text)
            case Words(text):
                return self.mark("mtext", text.replace(" ", "\u00a0"))
            case Space(wide):
                return "\\quad " if wide else "\\,"
            case Group(body):
                return f"{{{self.tex(body)}}}"
            case Scripts():
                return self.scripts(node)
            case Fraction(form, top, bottom):
                return f"\\{form}{{{self.tex(top)}}}{{{self.tex(bottom)}}}"
            case Root(degree, body):
                return f"\\sqrt{f'[{{{self.tex(degree)}}}]' if degree else ''}{{{self.tex(body)}}}"
            case Accent(mark, body):
                return f"\\{mark}{{{self.tex(body)}}}"
            case Styled(alphabet, body):
                return self.styled(alphabet, body)
            case Fenced(left, body, right):
                return f"\\left{_DELIMITERS.get(left, left)}{self.tex(body)}\\right{_DELIMITERS.get(right, right)}"
            case Labelled(base, label, above):
                return f"\\{'overset' if above else 'underset'}{{{self.tex(label)}}}{{{self.tex(base)}}}"
            case Grid(form, rows):
                return self.grid(form, rows)
            case _:
                assert_never(node)

    def sign(self, sign: Sign) -> str:
        text = sign.page
        if sign.kind in (Kind.OPEN, Kind.CLOSE) or is_fence(text):
            # Bars have no side of their own; without this a browser spaces them like operators.
            room = {"lspace": "0", "rspace": "0"} if is_fence(text) and sign.kind is not Kind.RELATION else {}
            return self.mark("mo", text, stretchy="false", **room)
        if sign.kind is not Kind.ORDINARY or text == "/":
            return self.mark("mo", text)
        if text[0].isdigit() or text[0] == ".":
            return self.mark("mn", "".join(lettered(char, self.alphabet) for char in text))
        if self.alphabet in ("mathrm", "mathnormal"):
            return self.mark("mi", text, mathvariant="normal")
        return self.mark("mi", lettered(text, self.alphabet))

    def styled(self, alphabet: str, body: Nodes) -> str:
        outer, self.alphabet = self.alphabet, alphabet
        written = f"{{{self.tex(body)}}}"
        self.alphabet = outer
        return written

    def scripts(self, node: Scripts) -> str:
        base = "{}" if node.base is None else self.node(node.base)
        limited = (isinstance(node.base, Name) and node.base.limited) or (
            isinstance(node.base, Sign) and node.base.kind is Kind.BIG and node.base.page not in "∫∬∭∮")
        limits = "\\limits" if self.display and limited else ""
        sub = f"_{{{self.tex(node.sub)}}}" if node.sub is not None else ""
        primes = self.mark("mo", "′" * node.primes) if node.primes else ""
        over = primes + (self.tex(node.sup) if node.sup is not None else "")
        return base + (limits if sub or over else "") + sub + (f"^{{{over}}}" if over or node.sup is not None else "")

    def grid(self, form: str, rows: tuple[tuple[Nodes, ...], ...]) -> str:
        body = "\\\\".join("&".join(self.cell(cell) for cell in row) for row in rows)
        if form == "substack":
            return f"\\substack{{{body}}}"
        known = _GRIDS.get(form, form)
        return f"\\begin{{{known}}}{body}\\end{{{known}}}"

    def cell(self, nodes: Nodes) -> str:
        return f"{{{self.tex(nodes)}}}" if nodes else "{}"


def _name_of(node: Node) -> bool:
    return isinstance(node, Name) or (isinstance(node, Scripts) and isinstance(node.base, Name))


def _apart(a: Node, b: Node) -> bool:
    """Whether a thin space parts a function's name from an operand beside it; signs bring their own room."""
    if isinstance(a, Space) or isinstance(b, Space) or not (_name_of(a) or _name_of(b)):
        return False
    other = b if _name_of(a) else a
    if isinstance(other, Fenced):
        return other is a
    return not isinstance(other, Sign) or other.kind in (
        (Kind.ORDINARY, Kind.BIG) if other is b else (Kind.ORDINARY, Kind.CLOSE))


def _starts(before: Node | None) -> bool:
    """Whether a plus or minus here is a sign of what follows and joins nothing."""
    return before is None or (isinstance(before, Sign) and before.kind in (
        Kind.BINARY, Kind.RELATION, Kind.OPEN, Kind.PUNCTUATION, Kind.BIG))
