"""What a kit lacks of what was asked for, and what nearly came into it. Judged by the finished kit alone."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from bot.domain.kits.misses import missed, reason
from bot.domain.kits.pool import Pool
from bot.domain.kits.request import LONGEST, RANK
from bot.domain.kits.roles import listed
from bot.domain.kits.shape import TOPICS, parts, plays
from bot.domain.kits.values import CLOSING, OPENING, Kit, Role
from bot.domain.questions import Item, Level

PARTS = {
    Role.TROUBLESHOOTING: "troubleshooting case",
    Role.WARM_UP: "easier question to warm up with",
    Role.STRETCH: "harder question to stretch with",
}


def reviewed(kit: Kit, pool: Pool) -> Kit:
    """The kit with what it could not meet, what is worth knowing, and the nearest misses."""
    items = [entry.item for entry in kit.entries]
    unmet = [
        *_time(kit, pool, items),
        *_number(pool, items),
        *(_mix(pool, items) if pool.request.mix else _level(pool, items)),
        *_draw(pool, items),
        *_topics(kit),
        *_shape(kit, pool, items),
    ]
    notes = (*kit.notes, *_notes(pool))
    return replace(kit, unmet=tuple(unmet), notes=notes, left_out=tuple(missed(pool, items)))


def next_level(pool: Pool, items: Sequence[Item], able: Collection[Level]) -> Level | None:
    """The level of which the mix lacks most, among those that can be had; without a mix, the one asked for."""
    shares = pool.request.mix or {pool.level: 1}
    have = Counter(item.level for item in items)
    open_to = [level for level in shares if level in able]
    return min(open_to, key=lambda level: _need(shares[level], have[level], level), default=None)


def _need(share: int, have: int, level: Level) -> tuple[float, int, int]:
    """Sorts levels, neediest first: the divisor method that keeps shares at every number of items."""
    return (have + 1) / share, -share, RANK[level]


def _time(kit: Kit, pool: Pool, items: Sequence[Item]) -> Iterator[str]:
    free = kit.budget - kit.minutes
    count = pool.request.count
    if free < 0:
        yield f"The kit takes {kit.minutes} minutes, {-free} more than the {kit.budget} planned."
        return
    fitting = next(pool.joining(items, free), None)
    if fitting is not None and count is not None and len(items) >= count:
        yield f"{questions(len(items))} leave {free} of the {kit.budget} minutes free; there is time for more."
    elif fitting is not None:
        yield f"{free} of the {kit.budget} minutes are free; “{fitting.title}” would fit."


def _number(pool: Pool, items: Sequence[Item]) -> Iterator[str]:
    count = pool.request.count
    if count is None or len(items) >= count:
        return
    together: list[Item] = []
    for item in sorted(
        {*pool.free, *pool.included}, key=lambda item: (item not in pool.included, item.minutes, item.id)
    ):
        if len(together) < count and pool.overlaps.clash(item.id, [one.id for one in together]) is None:
            together.append(item)
    says = f"{questions(count)} were asked for; {len(items)} fit the time and go together."
    if len(together) < count:
        yield f"{says} There are no more{pool.what}."
    else:
        yield f"{says} {OPENING + sum(item.minutes for item in together) + CLOSING} minutes would hold {count}."


def _mix(pool: Pool, items: Sequence[Item]) -> Iterator[str]:
    """A sentence for each level of an explicit mix that has fewer items than its share of the number there is."""
    due: Counter[Level] = Counter()
    for _ in items:
        due[min(pool.request.mix, key=lambda level: _need(pool.request.mix[level], due[level], level))] += 1
    have = Counter(item.level for item in items)
    more = [f"{have[level] - due[level]} {level}" for level in Level if have[level] > due[level]]
    for level in Level:
        if have[level] < due[level]:
            why = reason(pool, items, [item for item in pool.items.values() if item.level is level])
            yield (
                f"By the mix, {due[level]} of {questions(len(items))} would be {level}; the kit has {have[level]}, "
                f"as {why}. In their place: {listed(more)}."
            )


def _level(pool: Pool, items: Sequence[Item]) -> Iterator[str]:
    """A sentence where the level that was asked for could not fill the time."""
    at_level = [item for item in items if item.level is pool.level]
    others = len(items) - len(at_level) - sum(role in (Role.WARM_UP, Role.STRETCH) for role in parts(pool))
    if not at_level:
        levels = dict.fromkeys(item.level.value for item in items)
        why = reason(pool, items, [item for item in pool.items.values() if item.level is pool.level])
        instead = listed(list(levels))
        yield f"No {pool.level} question{pool.what} is in the kit, as {why}; it has {instead} ones instead."
    elif others > 0 and not any(item.level is pool.level for item in pool.joining(items, LONGEST)):
        yield (
            f"There are only {len(at_level)} {pool.level} questions{pool.what} that go together; "
            f"easier or harder ones fill the rest of the time."
        )


def _draw(pool: Pool, items: Sequence[Item]) -> Iterator[str]:
    for word in pool.request.draw:
        if not any(item.answers_to(word) for item in items):
            why = reason(pool, items, [item for item in pool.items.values() if item.answers_to(word)])
            yield f"Nothing on {word} is in the kit, as {why}."


def _topics(kit: Kit) -> Iterator[str]:
    if len(kit.topics) < TOPICS:
        number = "1 topic" if len(kit.topics) == 1 else f"{len(kit.topics)} topics"
        yield f"The kit has only {number}, {listed(kit.topics)}: a narrow picture of a candidate."


def _shape(kit: Kit, pool: Pool, items: Sequence[Item]) -> Iterator[str]:
    for role in parts(pool):
        if role in PARTS and not any(entry.role is role for entry in kit.entries):
            why = reason(pool, items, [item for item in pool.items.values() if plays(item, role, pool)])
            yield f"There is no {PARTS[role]}, as {why}."


def _notes(pool: Pool) -> Iterator[str]:
    """What resting items costs."""
    if pool.rested:
        levels = Counter(item.level for item in pool.rested)
        kinds = listed([f"{levels[level]} {level}" for level in Level if levels[level]])
        yield (
            f"Left out, as your team was asked it in the last {pool.request.strict_days} days: "
            f"{questions(len(pool.rested))}{pool.what} ({kinds})."
        )


def questions(number: int) -> str:
    return "1 question" if number == 1 else f"{number} questions"
