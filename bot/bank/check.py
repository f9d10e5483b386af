"""What `studybot check` looks for beyond the schema: the rules between parts of an item, and between items."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.bank.loader import Loaded, Pack
from bot.documents import line_of
from bot.domain.errors import Problem, did_you_mean
from bot.domain.ids import ItemId
from bot.domain.questions import Check, CheckKind, Item
from bot.prose.math import problem
from bot.prose.walk import formulas

CHANCE = 0.25
"""Share of right answers that blind guessing reaches with four options."""

MARGIN = 0.05
"""No guessing strategy may beat chance by more than this over a whole pack."""

SMALL_PACK = 60
"""Below this many checks the guessing figures are chance themselves and only reported."""


@dataclass(frozen=True, slots=True)
class Guessing:
    """How often the right option stands at each place, and at each rank of length (0 = the longest)."""

    checks: int
    by_place: tuple[float, ...]
    by_length: tuple[float, ...]


def check(loaded: Loaded) -> list[Problem]:
    """Every problem of the loaded packs, in the order of files and lines."""
    problems = list(loaded.problems)
    everything = {item.id: item for pack in loaded.packs for item in pack.items}
    for pack in loaded.packs:
        for item in pack.items:
            file = pack.path / f"{item.id}.yaml"
            problems.extend(
                Problem(str(file), line_of(file, where), says) for where, says in _faults(item, pack, everything)
            )
        problems.extend(_shared_sentences(pack))
        problems.extend(_checks_alike(pack))
        problems.extend(_guessable(pack))
    return sorted(problems)


Fault = tuple[tuple[int | str, ...], str]


def _faults(item: Item, pack: Pack, everything: Mapping[ItemId, Item]) -> Iterator[Fault]:
    for i, topic in enumerate(item.topics):
        if topic not in pack.topics:
            yield ("topics", i), f'The topic "{topic}" is not in pack.yaml.{did_you_mean(topic, list(pack.topics))}'
    for other in sorted(item.overlaps):
        if other == item.id:
            yield ("overlaps",), "An item cannot overlap with itself."
        elif other in everything and item.id not in everything[other].overlaps:
            yield ("overlaps",), f'"{other}" does not list this item among its overlaps; both sides must.'
    if item.replaced_by and item.replaced_by not in everything:
        yield ("replaced_by",), f'There is no item "{item.replaced_by}".'
    if not any(point.must for point in item.key_points):
        yield ("key_points",), "No key point has `must: true`; mark those that a passing answer cannot do without."
    kinds = {one.kind for one in item.checks}
    for kind in CheckKind:
        if kind not in kinds:
            yield ("checks",), f"There is no check of the kind `{kind}`; each item has one of every kind."
    if item.section == "troubleshooting" and item.case is None:
        yield ("id",), "A troubleshooting item tells its story in `case`."
    if item.diagram and not (pack.path / item.diagram.path).is_file():
        yield ("diagram",), f"{item.diagram.path} is missing. `make diagrams` draws it."
    for i, one in enumerate(item.checks):
        yield from ((("checks", i, *where), says) for where, says in _check_faults(one))
    for where, text in _texts(item):
        for formula in formulas(text):
            fault = problem(formula)
            if fault:
                yield where, fault


def _check_faults(one: Check) -> Iterator[Fault]:
    lengths = [len(option.text) for option in one.options]
    right = lengths[one.right]
    others = lengths[: one.right] + lengths[one.right + 1 :]
    if right > 1.6 * max(others) and right - max(others) > 12:
        yield ("options",), "The right option is far longer than the others, which gives it away."
    for i, option in enumerate(one.options):
        if re.search(r"\b(all|none) of the above\b", option.text, re.IGNORECASE):
            yield ("options", i), "An option stands for itself; name no other options."


def _texts(item: Item) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """Every authored text with its place; phrasings are free to repeat, and are left out."""
    yield ("prompt",), item.prompt
    yield ("why",), item.why
    yield ("answer", "short"), item.short
    yield ("answer", "full"), item.full
    for name, texts in (
        ("alternatives", item.alternatives),
        ("probes", item.probes),
        ("red_flags", item.red_flags),
        ("hints", tuple(hint.text for hint in item.hints)),
        ("key_points", tuple(point.says for point in item.key_points)),
        ("false_claims", tuple(claim.correction for claim in item.false_claims)),
    ):
        place = ("answer", name) if name == "alternatives" else (name,)
        yield from (((*place, i), text) for i, text in enumerate(texts))
    for i, one in enumerate(item.checks):
        yield ("checks", i, "prompt"), one.prompt
        for j, option in enumerate(one.options):
            yield ("checks", i, "options", j), option.text
            yield ("checks", i, "options", j), option.because


def _sentences(item: Item) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """Every authored sentence of six words or more, folded, with its place."""
    for where, text in _texts(item):
        for sentence in re.split(r"(?<=[.!?])\s+|\n+", text):
            plain = re.sub(r"[\W_]+", " ", sentence.casefold()).strip()
            if len(plain.split()) >= 6:
                yield where, plain


def _checks_alike(pack: Pack) -> Iterator[Problem]:
    """Checks that ask the same with the same words, in whatever order."""
    first: dict[tuple[str, ...], str] = {}
    for item in pack.items:
        for i, one in enumerate(item.checks):
            words = re.findall(r"\w+", f"{one.prompt} {one.options[one.right].text}".casefold())
            name = f"{item.id}, check {one.id}"
            other = first.setdefault(tuple(sorted(words)), name)
            if other != name:
                file = pack.path / f"{item.id}.yaml"
                yield Problem(str(file), line_of(file, ("checks", i)), f"This check is the same as {other}.")


def _shared_sentences(pack: Pack) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for item in pack.items:
        for where, sentence in _sentences(item):
            owner = first.setdefault(sentence, item.id)
            if owner != item.id:
                file = pack.path / f"{item.id}.yaml"
                yield Problem(
                    str(file), line_of(file, where), f'The sentence "{sentence[:60]}…" stands in {owner} too.'
                )


def guessing(checks: Iterable[Check]) -> Guessing:
    """Shares by place and by rank of length; equally long options share the credit."""
    place: Counter[int] = Counter()
    rank: defaultdict[int, float] = defaultdict(float)
    count = 0
    for one in checks:
        count += 1
        place[one.right] += 1
        lengths = sorted((len(option.text) for option in one.options), reverse=True)
        ranks = [i for i, length in enumerate(lengths) if length == len(one.options[one.right].text)]
        for i in ranks:
            rank[i] += 1 / len(ranks)
    total = max(count, 1)
    return Guessing(count, tuple(place[i] / total for i in range(4)), tuple(rank[i] / total for i in range(4)))


def _guessable(pack: Pack) -> Iterator[Problem]:
    figures = guessing(one for item in pack.items for one in item.checks)
    if figures.checks < SMALL_PACK:
        return
    lengths = ("longest", "second longest", "third longest", "shortest")
    strategies = [(share, f"option {'ABCD'[i]}") for i, share in enumerate(figures.by_place)]
    strategies += [(share, f"the {lengths[i]} option") for i, share in enumerate(figures.by_length)]
    for share, strategy in strategies:
        if share > CHANCE + MARGIN:
            yield Problem(
                str(pack.path / "pack.yaml"),
                1,
                f"Always choosing {strategy} is right in {share:.0%} of {figures.checks} checks; "
                f"at most {CHANCE + MARGIN:.0%} is fair.",
            )


def missing_ids(loaded: Loaded, expected: Iterable[str]) -> list[str]:
    """Ids that should be there and are not."""
    present = {item.id for pack in loaded.packs for item in pack.items}
    return sorted(set(expected) - present)


def report(loaded: Loaded) -> list[str]:
    """What there is, and how guessable it is, in a few lines."""
    lines = []
    for pack in loaded.packs:
        checks = [one for item in pack.items for one in item.checks]
        figures = guessing(checks)
        lines.append(
            f"{pack.name} {pack.version}: {len(pack.items)} items, {len(checks)} checks, "
            f"{sum(item.diagram is not None for item in pack.items)} diagrams"
        )
        lines.append(
            "  the right option stands at  "
            + "  ".join(f"{'ABCD'[i]} {share:.0%}" for i, share in enumerate(figures.by_place))
        )
        lines.append("  and is, from longest to shortest  " + "  ".join(f"{share:.0%}" for share in figures.by_length))
    return lines
