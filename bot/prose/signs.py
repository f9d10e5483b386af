"""The signs of the LaTeX subset: what each macro looks like in a chat, and how it behaves between its neighbours.

What a macro stands for comes from pylatexenc and from the table of latex2mathml; a macro that neither knows as one
printable sign is outside the subset.
"""

import unicodedata
from enum import Enum, auto
from functools import cache
from typing import Any

from latex2mathml.symbols_parser import convert_symbol
from pylatexenc.latex2text import get_default_latex_context_db

from bot.prose.text import words


class Kind(Enum):
    """How a sign behaves, after TeX's classes of atoms (The TeXbook, chapter 17)."""

    ORDINARY = auto()
    BIG = auto()
    NAME = auto()
    BINARY = auto()
    RELATION = auto()
    OPEN = auto()
    CLOSE = auto()
    PUNCTUATION = auto()
    SPACE = auto()


_BIG = frozenset("∑∏∐∫∬∭∮⋃⋂⋁⋀⨁⨂⨀⨆")
_BINARY = frozenset("+-−±∓×÷·⋅∗*⋆⊙⊕⊖⊗⊘∘•∙∧∨∪∩∖⧵⊎⊔⊓")
_RELATION = frozenset("=<>≤≥≪≫≠≈∼~≃≡∝∈∉∋⊂⊃⊆⊇⊊⊋⟂⊥∣∥≜≔≅≐≺≻≼≽⪯⪰⊨⊢⩽⩾≲≳")
_OPEN = frozenset("([{⟨⌊⌈")
_CLOSE = frozenset(")]}⟩⌋⌉!?")
_PUNCTUATION = frozenset(",;:")

_BY_NAME = {
    "lvert": Kind.OPEN, "lVert": Kind.OPEN, "rvert": Kind.CLOSE, "rVert": Kind.CLOSE, "colon": Kind.PUNCTUATION,
    "bot": Kind.ORDINARY, "ast": Kind.BINARY,
}

# Greek capitals instead of the n-ary signs and ASCII where it says the same: these read well in every chat font.
_PLAINER = {
    "sum": "Σ", "prod": "Π", "sim": "~", "mid": "|", "ast": "*", "epsilon": "ε", "phi": "φ", "prime": "′",
    "cdots": "…", "cdot": "·", "bullet": "•", "setminus": "∖", "emptyset": "∅", "perp": "⊥", "square": "□",
    "vert": "|", "lvert": "|", "rvert": "|", "colon": ":",
}

_FENCES = frozenset("|‖")
_ESCAPED = frozenset("{}%_&#$|")

NAMES = words(
    "arccos arcsin arctan arg argmax argmin cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf "
    "limsup ln log max min Pr sec sin sinh sup tan tanh"
)
LIMITED = words("argmax argmin det gcd inf lim liminf limsup max min Pr sup")
_SPELLED = {"argmax": "arg max", "argmin": "arg min", "liminf": "lim inf", "limsup": "lim sup"}


def spelled(name: str) -> str:
    """A function's name as it is printed: `argmax` is `arg max`."""
    return _SPELLED.get(name, name)


@cache
def sign(name: str) -> tuple[str, str, Kind] | None:
    """What the macro stands for, without its backslash: (in a chat, on a page, kind); None outside the subset."""
    if not name.isalpha() and name not in _ESCAPED:
        return None
    code = convert_symbol(f"\\{name}")
    if code is None:
        return None
    page = chr(int(code, 16)) if all(c in "0123456789ABCDEF" for c in code) else ""
    # The backslash, spaces, marks and unassigned characters are no signs that a reader could be shown.
    if len(page) != 1 or page == "\\" or unicodedata.category(page)[0] in "CMZ":
        return None
    page = {"~": "∼"}.get(page, page)
    return _PLAINER.get(name) or _known_to_pylatexenc(name) or page, page, _BY_NAME.get(name) or kind(page)


def _known_to_pylatexenc(name: str) -> str | None:
    spec: Any = _specs().get_macro_spec(name)
    text = getattr(spec, "simplify_repl", None)
    return text if isinstance(text, str) and len(text) == 1 and text.isprintable() and text not in "\\%" else None


@cache
def _specs() -> Any:
    return get_default_latex_context_db()


def kind(char: str) -> Kind:
    """How a character behaves that stands in the formula as itself."""
    for members, found in ((_BIG, Kind.BIG), (_BINARY, Kind.BINARY), (_RELATION, Kind.RELATION), (_OPEN, Kind.OPEN),
                           (_CLOSE, Kind.CLOSE), (_PUNCTUATION, Kind.PUNCTUATION)):
        if char in members:
            return found
    return Kind.RELATION if "\u2190" <= char <= "\u21ff" or "\u27f0" <= char <= "\u27ff" else Kind.ORDINARY


def is_fence(char: str) -> bool:
    """Whether the sign opens and closes alike, as the bars of a norm do."""
    return char in _FENCES


_ALPHABETS = {
    "mathbb": "DOUBLE-STRUCK", "mathcal": "SCRIPT", "mathscr": "SCRIPT", "mathfrak": "FRAKTUR",
    "mathbf": "BOLD", "boldsymbol": "BOLD ITALIC", "bm": "BOLD ITALIC", "mathsf": "SANS-SERIF", "mathtt": "MONOSPACE",
}


@cache
def lettered(char: str, alphabet: str) -> str:
    """The character in a mathematical alphabet such as `mathbb`; itself where Unicode has none."""
    style = _ALPHABETS.get(alphabet)
    name = unicodedata.name(char, "")
    for prefix in ("LATIN ", "GREEK "):
        name = name.removeprefix(prefix)
    name = name.replace(" LETTER ", " ")
    if style is None or not name:
        return char
    # The letters that mathematicians used first stand outside the alphabet, without "MATHEMATICAL" in their names.
    for full in (f"MATHEMATICAL {style} {name}", f"{'BLACK-LETTER' if style == 'FRAKTUR' else style} {name}",
                 f"MATHEMATICAL {style.removesuffix(' ITALIC')} {name}"):
        try:
            return unicodedata.lookup(full)
        except KeyError:
            continue
    return char
