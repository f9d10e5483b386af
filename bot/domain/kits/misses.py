"""What is not in a kit, and why not."""

from collections.abc import Collection, Iterator, Sequence

from bot.domain.kits.pool import Pool
from bot.domain.kits.request import LONGEST
from bot.domain.kits.values import LeftOut
from bot.domain.questions import Item

SHOWN = 3
"""Near misses of each kind."""


def reason(pool: Pool, items: Sequence[Item], suiting: Collection[Item]) -> str:
    """Why no further one of the suiting items is among the items; stands behind `as`."""
    there = [item for item in pool.free if item in suiting and item not in items]
    if not there and any(item in suiting for item in pool.rested):
        return f"what there is was asked here in the last {pool.request.strict_days} days"
    if not there:
        return "there are no more" if any(item in suiting for item in items) else "there is none to choose from"
    if not any(item in there for item in pool.joining(items, LONGEST)):
        return "what there is asks much the same as the rest"
    return "none fits beside the rest in the time"


def missed(pool: Pool, items: Sequence[Item]) -> Iterator[LeftOut]:
    """The nearest misses: at the level asked for before others, a few of each kind."""
    inside = {item.id: item for item in items}
    free = pool.time - sum(item.minutes for item in items)
    full = pool.request.count is not None and len(items) >= pool.request.count
    alike: list[LeftOut] = []
    long: list[LeftOut] = []
    for item in sorted(pool.free, key=pool.distance):  # stable: the order of preference stays within a level
        if item.id in inside:
            continue
        clash = pool.overlaps.clash(item.id, inside)
        if clash is not None:
            alike.append(LeftOut(item.id, f"“{item.title}” asks much the same as “{inside[clash].title}”."))
        elif full:
            long.append(LeftOut(item.id, f"“{item.title}” would be one more than the {pool.request.count} asked for."))
        elif item.minutes > free:
            left = (
                f"takes {item.minutes} minutes; {free} are left" if free > 0 else "was next in line; the time is full"
            )
            long.append(LeftOut(item.id, f"“{item.title}” {left}."))
    yield from long[:SHOWN]
    yield from alike[:SHOWN]
    for item in sorted(pool.rested, key=pool.distance)[:SHOWN]:
        day = pool.last_asked[item.id]
        yield LeftOut(item.id, f"“{item.title}” was asked here on {day.day} {day:%B %Y}.")
