"""Formulas as Unicode text for chats, notifications and screen readers: x², θₜ, Σ_{t=0}^{T}, (a + b)/c."""

import re
import unicodedata
from dataclasses import dataclass
from typing import assert_never

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
from bot.prose.scripts import braced, high, limit, low, raised
from bot.prose.signs import Kind, lettered
from bot.prose.text import clusters

_MARKS = {
    "hat": "\u0302", "widehat": "\u0302", "tilde": "\u0303", "widetilde": "\u0303", "bar": "\u0304",
    "overline": "\u0304", "vec": "\u20d7", "overrightarrow": "\u20d7", "dot": "\u0307", "ddot": "\u0308",
    "check": "\u030c", "underline": "\u0332",
}
_MARK_WORDS = {"widehat": "hat", "widetilde": "tilde", "overline": "bar", "overrightarrow": "vec"}
_BRACKETS = {"pmatrix": "()", "bmatrix": "[]", "Bmatrix": "{}", "vmatrix": "||", "Vmatrix": "‖‖"}
_SHOWN_ALPHABETS = frozenset({"mathbb", "mathcal", "mathscr", "mathfrak"})
# An em space keeps two formulas in one line apart; plain spaces would be folded into one.
_WIDE = "\u2003"
_SPACES = re.compile(f"[ {_WIDE}]+")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_ACRONYM = re.compile(r"[A-Z]{2,}(?:_\w+)?\Z")
_DERIVATIVES = ("∂/", "d/")
_ENDS_IN_SCRIPT = re.compile(r"[_^](?:\w+|[\[({].*[\])}])\Z")
_CALL = re.compile(r"[^\s()/]+\([^()/]*\)\Z")

# What a binary sign must follow to be one; after anything else a minus is a mere sign, as in -x or (−1).
_OPERANDS = (Kind.ORDINARY, Kind.CLOSE)
_OPENERS = (Kind.ORDINARY, Kind.OPEN)
_LEADERS = (Kind.NAME, Kind.BIG)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Text with its behaviour on either side; `fraction` asks for room around it."""

    text: str
    left: Kind
    right: Kind
    fraction: bool = False


def written(nodes: Nodes, *, tight: bool = False, row_end: str = "; ") -> str:
    """The formula as text; `tight` is without spaces, for scripts. Rows of aligned equations end in `row_end`."""
    pieces = _signed([_piece(node, tight, row_end) for node in nodes])
    text = ""
    before: _Piece | None = None
    for piece in pieces:
        if before is not None:
            text += _between(before, piece, tight)
        shown = f"({piece.text})" if _needs_parentheses(before, piece) else piece.text
        text += shown
        before = piece
    return _SPACES.sub(lambda match: _WIDE if _WIDE in match[0] else " ", text).strip()


def _signed(pieces: list[_Piece]) -> list[_Piece]:
    """The pieces, with binary signs that have no operand on one side turned into mere signs."""
    found: list[_Piece] = []
    before: Kind | None = None
    for at, piece in enumerate(pieces):
        if piece.left is Kind.BINARY:
            follows = next((one.left for one in pieces[at + 1:] if one.left is not Kind.SPACE), None)
            if before not in _OPERANDS:
                found.append(_Piece(piece.text, Kind.ORDINARY, Kind.OPEN))
            elif follows in (None, Kind.RELATION, Kind.CLOSE, Kind.PUNCTUATION):
                found.append(_ordinary(piece.text))
            else:
                found.append(piece)
        else:
            found.append(piece)
        if piece.right is not Kind.SPACE:
            before = piece.right
    return found


def _between(a: _Piece, b: _Piece, tight: bool) -> str:
    """What stands between the two: nothing, a space, or a dot where a fraction would seem to swallow a factor."""
    dot = "·" if tight else " · "
    if a.fraction and not a.text.startswith(_DERIVATIVES) and b.left in (*_OPENERS, *_LEADERS):
        return dot
    if b.fraction and a.right in _OPERANDS:
        return dot
    return " " if _room(a, b, tight) else ""


def _room(a: _Piece, b: _Piece, tight: bool) -> bool:
    """Whether a space stands between the two."""
    if _ENDS_IN_SCRIPT.search(a.text) and b.text[:1].isalnum():
        return True
    if Kind.SPACE in (a.right, b.left):
        return False
    if a.right in _LEADERS:
        closes = (Kind.CLOSE, Kind.PUNCTUATION, Kind.OPEN) if a.right is Kind.NAME else (Kind.CLOSE, Kind.PUNCTUATION)
        return not (b.left in closes or (a.right is Kind.NAME and b.fraction) or (tight and a.right is Kind.BIG))
    if b.left in _LEADERS:
        return a.right in _OPERANDS or (not tight and a.right is not Kind.OPEN)
    if tight:
        return False
    if Kind.RELATION in (a.right, b.left) or Kind.BINARY in (a.right, b.left) or a.right is Kind.PUNCTUATION:
        return b.left is not Kind.PUNCTUATION and not (a.text == ":" and b.text[:1].isdigit())
    return a.fraction and b.left in _OPENERS


def _needs_parentheses(before: _Piece | None, piece: _Piece) -> bool:
    """Whether a fraction would be misread behind its neighbour: log(p/q)."""
    return piece.fraction and before is not None and before.right is Kind.NAME


def _piece(node: Node, tight: bool, row_end: str) -> _Piece:
    match node:
        case Sign(chat, _, found):
            return _Piece(chat, found, found)
        case Name(text):
            return _Piece(text, Kind.NAME, Kind.NAME)
        case Words(text):
            return _ordinary(text)
        case Space(wide):
            return _Piece(_WIDE if wide else " ", Kind.SPACE, Kind.SPACE)
        case Group(body):
            return _ordinary(written(body, tight=tight))
        case Scripts():
            return _scripts(node, tight)
        case Fraction("binom", top, bottom):
            return _fence("C(", f"{written(top)}, {written(bottom)}", ")")
        case Fraction(_, top, bottom):
            return _Piece(f"{_numerator(top)}/{_factor(bottom)}", Kind.ORDINARY, Kind.ORDINARY, fraction=True)
        case Root(degree, body):
            return _ordinary(_root(degree, body))
        case Accent(mark, body):
            return _ordinary(_accented(mark, body))
        case Styled(alphabet, body):
            text = written(body, tight=tight)
            return _ordinary("".join(lettered(c, alphabet) for c in text) if alphabet in _SHOWN_ALPHABETS else text)
        case Fenced(left, body, right):
            return _fence(left, written(body, tight=tight), right)
        case Labelled(base, label, above):
            script = braced("^" if above else "_", written(label, tight=True))
            found = base[0].kind if len(base) == 1 and isinstance(base[0], Sign) else Kind.ORDINARY
            return _Piece(written(base) + script, found, found)
        case Grid(form, rows):
            return _grid(form, rows, row_end)
        case _:
            assert_never(node)


def _ordinary(text: str) -> _Piece:
    return _Piece(text, Kind.ORDINARY, Kind.ORDINARY)


def _fence(left: str, body: str, right: str) -> _Piece:
    return _Piece(f"{left}{body}{right}", Kind.OPEN if left else Kind.ORDINARY, Kind.CLOSE)


def _atomic(nodes: Nodes, text: str) -> bool:
    """Whether the text holds together by itself under a root, below a fraction bar or with a script."""
    if " " in text or "/" in text:
        return len(nodes) == 1 and isinstance(nodes[0], Fenced) and bool(nodes[0].left)
    return len(nodes) == 1 and (not isinstance(nodes[0], Group) or _atomic(nodes[0].body, text))


def _reads_whole(nodes: Nodes, text: str) -> bool:
    """Whether nobody would break the text apart below a fraction bar: q(x), ∂w."""
    if len(nodes) < 2:
        return False
    first, second = nodes[:2]
    if isinstance(first, Sign) and first.page in "∂∇Δ" and len(nodes) == 2:
        return True
    if _ACRONYM.match(text):
        return True
    called = isinstance(second, Fenced) or (isinstance(second, Sign) and second.page == "(")
    return called and _CALL.match(text) is not None and not text[0].isdigit()


def _factor(nodes: Nodes) -> str:
    text = written(nodes)
    return text if _atomic(nodes, text) or _reads_whole(nodes, text) else f"({text})"


def _numerator(nodes: Nodes) -> str:
    """A product needs no parentheses above the bar, a sum does."""
    text = written(nodes)
    outside = text
    while (shorter := _BRACKETED.sub("", outside)) != outside:
        outside = shorter
    return f"({text})" if {" ", "/"} & set(outside) else text


def _root(degree: Nodes | None, body: Nodes) -> str:
    over = written(degree, tight=True) if degree else ""
    small = raised(over)
    return f"{f'({over})' if small is None else small}√{_factor(body)}"


def _accented(mark: str, body: Nodes) -> str:
    text = written(body)
    if mark not in _MARKS:
        return text
    if len(list(clusters(text))) == 1:
        return unicodedata.normalize("NFC", text + _MARKS[mark])
    return f"{_MARK_WORDS.get(mark, mark)}({text})"


def _scripts(node: Scripts, tight: bool) -> _Piece:
    base, found = _base(node.base, tight)
    sub = written(node.sub, tight=True) if node.sub is not None else ""
    sup = written(node.sup, tight=True) if node.sup is not None else ""
    if isinstance(node.base, Accent) and node.base.mark in ("underbrace", "overbrace"):
        return _Piece(f"{base} [{(sub or sup).strip()}]", found, found)
    limited = found is Kind.BIG or (isinstance(node.base, Name) and node.base.limited)
    below = limit(sub, big=found is Kind.BIG) if limited else low(sub, word=_is_word(node.sub))
    # The shape of Σ_{t=0}^{T} is all braces or none.
    above = f"^{{{sup}}}" if sup and limited and below.startswith("_{") else high(sup, limited=limited)
    above = "′" * node.primes + above
    # x²_new, since in x_new² the square would seem to belong to the word.
    swapped = below.startswith("_") and not limited and not above.startswith("^")
    return _Piece(base + (above + below if swapped else below + above), found, found)


def _is_word(nodes: Nodes | None) -> bool:
    match nodes:
        case (Words(text),):
            return len(text) > 1
        case _:
            return False


def _base(node: Node | None, tight: bool) -> tuple[str, Kind]:
    """The base's text and behaviour; in parentheses where the script would seem to belong to its last sign only."""
    if node is None:
        return "", Kind.ORDINARY
    piece = _piece(node, tight, "; ")
    whole = isinstance(node, Sign | Name | Words | Accent | Styled | Fenced | Grid) or _atomic((node,), piece.text)
    text = piece.text if whole or not piece.text else f"({piece.text})"
    return text, piece.right


def _grid(form: str, rows: tuple[tuple[Nodes, ...], ...], row_end: str) -> _Piece:
    if form == "cases":
        parts = [", ".join(filter(None, (_trimmed(written(cell)) for cell in row))) for row in rows]
        return _fence("{ ", "; ".join(filter(None, parts)), " }")
    if form.rstrip("*") in ("aligned", "align", "split", "gathered", "gather"):
        lines = [written(tuple(node for cell in row for node in cell)) for row in rows]
        return _ordinary(row_end.join(filter(None, lines)))
    if form == "substack":
        return _ordinary(", ".join(written(tuple(node for cell in row for node in cell), tight=True) for row in rows))
    brackets = _BRACKETS.get(form, "[]")
    return _fence(brackets[0], "; ".join(", ".join(map(written, row)) for row in rows), brackets[1])


def _trimmed(cell: str) -> str:
    """A cell of cases without the comma at its end, which the writer adds."""
    return cell.strip().removesuffix(",")


