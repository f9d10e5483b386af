"""The words of the field: what stands for what, what is near to what, and what excludes what.

Every line of a table is written in ordinary words and passes through the same stemmer as answers do.
"""

from collections.abc import Iterable
from functools import cache, lru_cache

from bot.grading.lexicon import AMBIGUOUS, TERMS
from bot.grading.relations import NEAR, OPPOSITES, PARTNERS, TURNING_PREFIXES
from bot.grading.vocabulary import stem

_TURNING = ("un", "non", "in", "im", "dis", "ir")


@cache
def terms() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """First stem -> the (stems, name) that begin with it, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for line in TERMS.strip().splitlines():
        name, _, written = line.partition(":")
        for form in written.split("|"):
            stems = tuple(stem(word) for word in form.split())
            found.setdefault(stems[0], []).append((stems, name))
    return {first: tuple(sorted(forms, key=lambda form: -len(form[0]))) for first, forms in found.items()}


@cache
def names() -> frozenset[str]:
    """Every canonical name, and every single word that stands for one: exact, never a typo of another."""
    single = {stems[0] for forms in terms().values() for stems, _ in forms if len(stems) == 1}
    return frozenset(name for forms in terms().values() for _, name in forms) | single


@cache
def ambiguous() -> dict[str, tuple[str, ...]]:
    """Short form -> the names it may stand for."""
    pairs = (line.split(":") for line in AMBIGUOUS.strip().splitlines())
    written = _names_written()
    return {
        short: tuple(word if word in written else name_of(word) for word in readings.split())
        for short, readings in pairs
    }


def name_of(word: str) -> str:
    """The token that one written word becomes: its term's name or its stem."""
    root = stem(word)
    return next((name for stems, name in terms().get(root, ()) if stems == (root,)), root)


@cache
def near() -> dict[str, tuple[str, ...]]:
    """Stem -> the groups of near words that it stands in, each marked with a `~` so that it is never a stem."""
    return _memberships((f"~{line.split(':')[0]}", line.split(":")[1].split()) for line in NEAR.strip().splitlines())


@cache
def sides() -> dict[str, tuple[str, ...]]:
    """Stem -> its places in the table of opposites, each written `row/side`."""
    return _memberships(
        (f"{row}/{side}", words.split())
        for row, line in enumerate((PARTNERS.strip() + OPPOSITES.rstrip()).splitlines())
        for side, words in enumerate(line.split("|"))
    )


@cache
def partners() -> frozenset[str]:
    """Every stem that has a partner with which people mix it up."""
    return frozenset(
        word if word in _names_written() else name_of(word) for word in PARTNERS.replace("|", " ").split()
    )


def _memberships(groups: Iterable[tuple[str, list[str]]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for group, words in groups:
        for word in words:
            places = found.setdefault(word if word in _names_written() else name_of(word), [])
            if group not in places:
                places.append(group)
    return {word: tuple(groups) for word, groups in found.items()}


@cache
def _names_written() -> frozenset[str]:
    return frozenset(line.partition(":")[0] for line in TERMS.strip().splitlines())


@cache
def _excluded() -> dict[str, frozenset[str]]:
    """Stem -> every stem that stands on another side of one of its rows."""
    rows: dict[str, list[tuple[str, str]]] = {}
    for word, places in sides().items():
        for place in places:
            rows.setdefault(place.split("/")[0], []).append((place, word))
    found: dict[str, set[str]] = {}
    for row in rows.values():
        for place, word in row:
            found.setdefault(word, set()).update(other for elsewhere, other in row if elsewhere != place)
    return {word: frozenset(others) for word, others in found.items()}


def opposed(one: str, other: str) -> bool:
    """Whether the two stems exclude one another: by the table, or by a turning prefix (`stable`, `unstable`)."""
    return one != other and (other in _excluded().get(one, ()) or other in turnings(one))


@lru_cache(maxsize=20_000)
def turnings(stem: str) -> tuple[str, ...]:
    """The stem with a prefix that turns it round, or without the one that it has: `stabl`, `unstabl`."""
    turned = (prefix for prefix in _TURNING if stem.startswith(prefix) and len(stem) >= len(prefix) + 4)
    bare = (stem.removeprefix(prefix) for prefix in turned)
    return (*bare, *(prefix + stem for prefix in _TURNING if len(stem) >= 4))


def turned(one: str, other: str) -> bool:
    """Whether the two words differ by a turning prefix alone, so that neither is a typo of the other."""
    return not _roots(one).isdisjoint(_roots(other))


def _roots(word: str) -> set[str]:
    return {word} | {word.removeprefix(prefix) for prefix in TURNING_PREFIXES if len(word) >= len(prefix) + 4}
