"""The macros of the LaTeX subset that take arguments or make room; single signs are in `signs`."""

import re

from bot.prose.signs import NAMES
from bot.prose.text import words

FRACTIONS = frozenset({"frac", "dfrac", "tfrac", "cfrac", "binom"})
ACCENTS = words("hat widehat tilde widetilde bar overline underline vec overrightarrow dot ddot check "
                "underbrace overbrace")
ALPHABETS = words("mathbb mathcal mathscr mathfrak mathbf mathrm mathit mathsf mathtt mathnormal boldsymbol "
                  "bm")
TEXTS = words("text textrm textbf textit texttt textsf mbox")
GRIDS = words("matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix cases aligned align align* split "
              "gathered gather gather* array")
LABELS = {"overset": True, "stackrel": True, "underset": False}
SPACES = {",": False, ":": False, ";": False, ">": False, " ": False, "quad": True, "qquad": True, "thinspace": False}
IGNORED = frozenset({"!", "displaystyle", "textstyle", "limits", "nolimits", "negthinspace"})
SIZES = re.compile(r"(?:big|Big|bigg|Bigg)[lmr]?\Z")
DELIMITERS = words("( ) [ ] | / < > . lbrace rbrace lbrack rbrack langle rangle lfloor rfloor lceil rceil lvert "
                   "rvert lVert rVert vert Vert { } uparrow downarrow")

_OFTEN = words(
    "alpha beta gamma delta epsilon eta theta kappa lambda mu nu pi rho sigma tau phi chi psi omega nabla partial sum "
    "prod int leq geq neq approx sim propto in cdot times infty ldots cdots top mid quad begin"
)
SUGGESTED = sorted(
    NAMES | FRACTIONS | ACCENTS | ALPHABETS | TEXTS | LABELS.keys() | _OFTEN | {"sqrt", "left", "right", "operatorname"}
)
"""What a misspelled macro may have been meant to be."""
