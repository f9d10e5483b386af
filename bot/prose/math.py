"""Formulas for every face: Unicode text for chats, MathML for pages, a plain sentence about what is wrong.

None of the three ever raises: a formula outside the subset is shown as its source.
"""

from functools import lru_cache

from bot.prose import mathml as _mathml
from bot.prose.cursor import Malformed
from bot.prose.formula import Nodes
from bot.prose.latex import parse_formula
from bot.prose.text import clean
from bot.prose.unicode_math import written


@lru_cache(maxsize=2048)
def _read(latex: str) -> Nodes | str:
    """The formula's tree, or the sentence that says why there is none."""
    try:
        return parse_formula(latex)
    except Malformed as error:
        return str(error)


def problem(latex: str) -> str | None:
    """Why the formula cannot be shown, as a sentence for its author; None where all is well."""
    nodes = _read(latex)
    return nodes if isinstance(nodes, str) else None


@lru_cache(maxsize=2048)
def plain(latex: str, *, display: bool = False) -> str:
    """The formula as Unicode text, in one line unless `display`; its source where it has a problem."""
    nodes = _read(latex)
    if isinstance(nodes, str):
        return clean(latex).strip() if display else " ".join(clean(latex).split())
    return written(nodes, row_end="\n" if display else "; ")


@lru_cache(maxsize=2048)
def mathml(latex: str, *, display: bool) -> str:
    """The formula as one well-formed `<math>` element, safe to stand in HTML; as its source where it has a problem.

    The element carries the LaTeX as an annotation and the Unicode text as `alttext`.
    """
    nodes = _read(latex)
    source = clean(latex).strip()
    if isinstance(nodes, str):
        return _mathml.source_only(source, display=display)
    return _mathml.formula(nodes, source=source, alt=plain(latex), display=display)
