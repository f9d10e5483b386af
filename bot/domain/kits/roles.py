"""What each item is for in the course of the interview, and the sentence that says so.

All of it follows from the items, their order and the level alone: a kit that was opened by its code reads the same.
"""

from collections.abc import Sequence
from typing import assert_never

from bot.domain.kits.request import RANK
from bot.domain.kits.values import Entry, Role
from bot.domain.questions import Item, Level

COURSE = {role: place for place, role in enumerate(Role)}
"""Where each role stands in an interview."""


def roles(items: Sequence[Item], level: Level) -> list[Role]:
    """One role per item: cases are troubleshooting, the easiest below the level warms up, the hardest above stretches.

    At most one item warms up and one stretches; the others are the core, whatever their level.
    """
    found = [Role.CORE if item.case is None else Role.TROUBLESHOOTING for item in items]
    core = [index for index, role in enumerate(found) if role is Role.CORE]
    below = [index for index in core if RANK[items[index].level] < RANK[level]]
    above = [index for index in core if RANK[items[index].level] > RANK[level]]
    if below:
        found[min(below, key=lambda index: (RANK[items[index].level], items[index].minutes))] = Role.WARM_UP
    if above:
        found[max(above, key=lambda index: (RANK[items[index].level], items[index].minutes))] = Role.STRETCH
    return found


def role_beside(item: Item, entries: Sequence[Entry], level: Level) -> Role:
    """The role of an item that joins others, who keep theirs."""
    taken = {entry.role for entry in entries}
    if item.case is not None:
        return Role.TROUBLESHOOTING
    if RANK[item.level] < RANK[level] and Role.WARM_UP not in taken:
        return Role.WARM_UP
    if RANK[item.level] > RANK[level] and Role.STRETCH not in taken:
        return Role.STRETCH
    return Role.CORE


def explained(pairs: Sequence[tuple[Item, Role]], level: Level) -> tuple[Entry, ...]:
    """The entries in this order, each with its sentence."""
    covered: set[str] = set()
    entries = []
    for item, role in pairs:
        new = tuple(topic for topic in item.topics if topic not in covered)
        covered.update(item.topics)
        entries.append(Entry(item, role, _why(item, role, level, new)))
    return tuple(entries)


def _why(item: Item, role: Role, level: Level, new: tuple[str, ...]) -> str:
    topics = _spoken(item.topics)
    match role:
        case Role.WARM_UP:
            return f"Warms up below {level} level, on {topics}."
        case Role.TROUBLESHOOTING:
            return f"A case to work through: shows how the candidate goes about {topics}."
        case Role.STRETCH:
            return f"Above {level} level: shows where the answers end, on {topics}."
        case Role.CORE:
            brings = f"brings in {_spoken(new)}" if new else f"a second look at {topics}"
            return f"{_place(item.level, level)}: {brings}."
        case _:
            assert_never(role)


def _spoken(topics: Sequence[str]) -> str:
    return listed([topic.replace("-", " ") for topic in topics])


def _place(own: Level, asked: Level) -> str:
    if own is asked:
        return f"At {asked} level"
    return f"{'Easier' if RANK[own] < RANK[asked] else 'Harder'} than {asked}"


def listed(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
