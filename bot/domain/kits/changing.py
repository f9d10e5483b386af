"""Changes that a person makes to a kit. Each gives a new kit; `reviewed` then says what it lacks."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.errors import StudyError
from bot.domain.ids import ItemId
from bot.domain.kits.pool import Pool
from bot.domain.kits.request import MOST_ITEMS
from bot.domain.kits.reviewing import reviewed
from bot.domain.kits.roles import explained, role_beside
from bot.domain.kits.shape import plays
from bot.domain.kits.values import Entry, Kit, Role
from bot.domain.questions import Item

Pairs = list[tuple[Item, Role]]


def swapped(kit: Kit, item: ItemId, pool: Pool) -> Kit:
    """The next best item with the same part to play, in no more time than there is.

    Swapping again goes on to the one after it, and in the end comes back to the first. Raises StudyError where
    nothing else would do.
    """
    entry = _entry(kit, item)
    others = [one.item for one in kit.entries if one is not entry]
    # A kit that is over its time already may at least not grow.
    most = max(entry.minutes, kit.budget - kit.minutes + entry.minutes)
    able = [one for one in pool.joining(others, most) if one.id != item]
    alike = [one for one in able if _same_part(entry, one, pool)]
    if not able:
        raise StudyError(
            f"Nothing else could stand in the place of “{entry.item.title}”.",
            "Take more topics or more minutes, or remove it.",
        )
    ring = sorted(alike or able, key=lambda one: _preference(one, pool))
    chosen = next((one for one in ring if _preference(one, pool) > _preference(entry.item, pool)), ring[0])
    # Where nothing can play the part, another part is better than none.
    role = entry.role if alike else role_beside(chosen, [one for one in kit.entries if one is not entry], kit.level)
    pairs = [(chosen, role) if one is entry else (one.item, one.role) for one in kit.entries]
    return _changed(kit, pairs, pool)


def _same_part(entry: Entry, item: Item, pool: Pool) -> bool:
    """Whether the item plays the part that the entry plays; in the core, at the level of the entry."""
    if entry.role is Role.CORE:
        return item.case is None and item.level is entry.item.level
    if entry.role is Role.TROUBLESHOOTING:
        return item.case is not None
    return plays(item, entry.role, pool)


def _preference(item: Item, pool: Pool) -> tuple[object, ...]:
    return pool.distance(item), pool.freshness(item), pool.order[item.id]


def moved(kit: Kit, item: ItemId, to: int, pool: Pool) -> Kit:
    """The item at another place, counted from 0; beyond the ends means at the end."""
    entry = _entry(kit, item)
    pairs = [(one.item, one.role) for one in kit.entries if one is not entry]
    pairs.insert(max(0, to), (entry.item, entry.role))
    return _changed(kit, pairs, pool)


def dropped(kit: Kit, item: ItemId, pool: Pool) -> Kit:
    entry = _entry(kit, item)
    if len(kit.entries) == 1:
        raise StudyError("A kit needs at least one question.", "Swap this one, or add another first.")
    return _changed(kit, [(one.item, one.role) for one in kit.entries if one is not entry], pool)


def added(kit: Kit, item: ItemId, pool: Pool) -> Kit:
    """The kit with one more item, before the stretch; the time may be exceeded, which the kit then says."""
    new = pool.items.get(item)
    if new is None:
        raise StudyError(f'There is no item "{item[:60]}".', "Items are named as in beginner/overfitting.")
    if new.retired is not None:
        raise StudyError(f"“{new.title}” was retired from the bank.", "Add another one.")
    inside = {entry.item.id: entry.item for entry in kit.entries}
    if item in inside:
        raise StudyError(f"“{new.title}” is in the kit already.")
    clash = pool.overlaps.clash(item, inside)
    if clash is not None:
        raise StudyError(
            f"“{new.title}” asks much the same as “{inside[clash].title}”, which is in the kit.",
            "Remove that one first.",
        )
    if len(kit.entries) >= MOST_ITEMS:
        raise StudyError(f"A kit has at most {MOST_ITEMS} questions.", "Remove one first.")
    role = role_beside(new, kit.entries, kit.level)
    pairs = [(one.item, one.role) for one in kit.entries]
    first_stretch = next((i for i, (_, other) in enumerate(pairs) if other is Role.STRETCH), len(pairs))
    place = {Role.WARM_UP: 0, Role.STRETCH: len(pairs)}.get(role, first_stretch)
    pairs.insert(place, (new, role))
    return _changed(kit, pairs, pool)


def _entry(kit: Kit, item: ItemId) -> Entry:
    found = next((entry for entry in kit.entries if entry.item.id == item), None)
    if found is None:
        raise StudyError("This question is not in the kit any more.", "Look at the kit as it is now.")
    return found


def _changed(kit: Kit, pairs: Sequence[tuple[Item, Role]], pool: Pool) -> Kit:
    return reviewed(replace(kit, entries=explained(pairs, kit.level), notes=()), pool)
