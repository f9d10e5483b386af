"""Subscripts and superscripts as text: in small Unicode characters where these exist and read well, else marked."""

import re
import unicodedata

from bot.prose.text import clusters

_SUPERSCRIPTS = str.maketrans(
    "0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW⊤",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵀ",
)
_SUBSCRIPTS = str.maketrans("0123456789+−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
_AS_THEY_ARE = frozenset("*′†")
_LETTERS = re.compile(r"[^\W\d_]{3,}\Z")


def low(text: str, *, word: bool) -> str:
    """A subscript: θₜ, x_new, D_KL, E_{x~p}; a `word` stays in letters of full size."""
    if not word and not _LETTERS.match(text) and all(ord(c) in _SUBSCRIPTS for c in text):
        return text.translate(_SUBSCRIPTS)
    return braced("_", text)


def limit(text: str, *, big: bool) -> str:
    """What stands below a sum or a name: Σᵢ, but Σ_{t=0} and max_a; `big` are the signs."""
    if big and len(text) == 1 and ord(text) in _SUBSCRIPTS:
        return text.translate(_SUBSCRIPTS)
    return braced("_", text)


def high(text: str, *, limited: bool) -> str:
    """A superscript: x², Wᵀ, e^(−x/2), W^[l]."""
    small = raised(text)
    if small is not None:
        return small
    if len(list(clusters(text))) == 1 or (text[0] in "([{" and text[-1] in ")]}" and text.count(text[0]) == 1):
        return f"^{text}"
    return braced("^", text) if limited else f"^({text})"


def raised(text: str) -> str | None:
    """The text in small raised characters; None where Unicode lacks one of them."""
    if all(ord(c) in _SUPERSCRIPTS or c in _AS_THEY_ARE for c in text):
        return text.translate(_SUPERSCRIPTS)
    return None


def braced(mark: str, text: str) -> str:
    if not text:
        return ""
    # Raised and lowered characters are alphanumeric too, but x_iⱼ would be misread.
    simple = all(unicodedata.category(c) in ("Lu", "Ll", "Lo", "Nd") for c in text)
    return f"{mark}{text}" if simple else f"{mark}{{{text}}}"
