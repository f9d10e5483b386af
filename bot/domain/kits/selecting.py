"""Choosing a kit: the parts of an interview first, then the time filled, then exchanged until little is left.

The same request, items and days give the same kit. Nothing is tried at random: the seed only breaks ties.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.kits.pool import Pool
from bot.domain.kits.request import MOST_ITEMS, RANK, title_of
from bot.domain.kits.reviewing import next_level, reviewed
from bot.domain.kits.roles import COURSE, explained, roles
from bot.domain.kits.shape import TOPICS, parts, plays
from bot.domain.kits.values import Kit, LastAsked, Request, Role
from bot.domain.questions import Item


def select(items: Iterable[Item], request: Request, last_asked: LastAsked, today: date) -> Kit:
    """The kit for a request. Raises StudyError for one that no kit can meet; lesser wishes are told in `unmet`."""
    pool = Pool.of(items, request, last_asked, today)
    pool.check_not_empty()
    draft = _Draft(pool, list(pool.included))
    for role in parts(pool):
        draft.take_part(role)
    draft.fill(beside_level=False)
    draft.widen()
    draft.lengthen()
    draft.fill(beside_level=True)
    draft.shorten()
    draft.freshen()
    return reviewed(_arranged(draft), pool)


@dataclass(slots=True)
class _Draft:
    """A kit in the making."""

    pool: Pool
    items: list[Item]

    @property
    def room(self) -> int:
        return self.pool.time - sum(item.minutes for item in self.items)

    @property
    def is_full(self) -> bool:
        return len(self.items) >= (self.pool.request.count or MOST_ITEMS)

    def take_part(self, role: Role) -> None:
        """The best item for a part, unless one plays it already; leaves time for the parts still to come."""
        shape = parts(self.pool)
        if self.is_full or any(plays(item, role, self.pool) for item in self.items):
            return
        later = shape[shape.index(role) + 1 :]
        able = [item for item in self._fitting() if plays(item, role, self.pool)]
        spare = self.room - sum(self._shortest(other) for other in later) - self._for_count(len(later) + 1)
        modest = [item for item in able if item.minutes <= spare] or sorted(able, key=lambda item: item.minutes)[:1]
        self._add_best(modest)

    def fill(self, *, beside_level: bool) -> None:
        """Adds the best item until none fits; `beside_level` allows levels that were not asked for."""
        while not self.is_full:
            able = [item for item in self._fitting() if beside_level or item.case is None]
            spare = self.room - self._for_count(1)
            able = [item for item in able if item.minutes <= spare] or able
            wanted = next_level(self.pool, self.items, {item.level for item in able})
            at_level = [item for item in able if item.level is wanted]
            if not self._add_best(at_level or (able if beside_level else [])):
                return

    def widen(self) -> None:
        """Exchanges items for ones that bring in more topics, until there are enough."""
        while self._topics(self.items) < TOPICS and self._exchange(self._topics_won):
            pass

    def lengthen(self) -> None:
        """Exchanges items for longer ones while time is left."""
        while self.room > 0 and self._exchange(self._minutes_won):
            pass

    def shorten(self) -> None:
        """Exchanges items for shorter ones where the number that was asked for does not fit otherwise."""
        while self.pool.request.count and not self.is_full and self._exchange(self._minutes_freed):
            self.fill(beside_level=True)

    def freshen(self) -> None:
        """Exchanges items that were asked for as long ones that were not, or longer ago, and may go beside them now."""
        while any(item.id in self.pool.last_asked for item in self.items) and self._exchange(self._freshness_won):
            self.fill(beside_level=True)

    def _topics_won(self, old: Item, new: Item, after: Sequence[Item]) -> int:
        return self._topics(after) - self._topics(self.items)

    def _minutes_won(self, old: Item, new: Item, after: Sequence[Item]) -> int:
        if new.minutes <= old.minutes or self.pool.freshness(new) > self.pool.freshness(old):
            return 0
        return new.minutes - old.minutes if self._keeps_topics(after) else 0

    def _freshness_won(self, old: Item, new: Item, after: Sequence[Item]) -> int:
        is_fresher = new.minutes == old.minutes and self.pool.freshness(new) < self.pool.freshness(old)
        return int(is_fresher and self._keeps_topics(after))

    def _keeps_topics(self, after: Sequence[Item]) -> bool:
        return self._topics(after) >= min(TOPICS, self._topics(self.items))

    def _minutes_freed(self, old: Item, new: Item, after: Sequence[Item]) -> int:
        return old.minutes - new.minutes

    def _exchange(self, gain: Callable[[Item, Item, Sequence[Item]], int]) -> bool:
        """Makes the exchange, like for like, that gains most, if one gains anything."""
        best: tuple[int, list[Item]] = (0, [])
        inside = {item.id for item in self.items}
        clashes = Counter(other for item in self.items for other in self.pool.overlaps.of(item.id))
        drawn = self._drawn(self.items)
        for index, old in enumerate(self.items):
            if old in self.pool.included:
                continue
            leaving = self.pool.overlaps.of(old.id)
            most = self.room + old.minutes
            for new in self.pool.alike(old):
                if new.minutes > most or new.id in inside or clashes[new.id] > (new.id in leaving):
                    continue
                after = [*self.items[:index], new, *self.items[index + 1 :]]
                won = gain(old, new, after)
                if won > best[0] and self._drawn(after) >= drawn:
                    best = won, after
        self.items = best[1] or self.items
        return best[0] > 0

    def _fitting(self) -> list[Item]:
        return list(self.pool.joining(self.items, self.room))

    def _add_best(self, able: Sequence[Item]) -> bool:
        """Adds the one that is preferred; False when there is none."""
        covered = {topic for one in self.items for topic in one.topics}
        best = min(able, key=lambda item: self._preference(item, covered), default=None)
        if best is not None:
            self.items.append(best)
        return best is not None

    def _preference(self, item: Item, covered: Collection[str]) -> tuple[object, ...]:
        return (
            self.pool.distance(item),
            item.case is not None,
            -self._drawn([*self.items, item]),
            self.pool.freshness(item),
            -sum(topic not in covered for topic in item.topics),
            self.pool.order[item.id],
        )

    def _shortest(self, role: Role) -> int:
        return min((item.minutes for item in self._fitting() if plays(item, role, self.pool)), default=0)

    def _for_count(self, taken: int) -> int:
        """Minutes that the rest of the number asked for takes at least, after so many more."""
        rest = (self.pool.request.count or 0) - len(self.items) - taken
        return sum(sorted(item.minutes for item in self._fitting())[: max(rest, 0)])

    def _topics(self, items: Sequence[Item]) -> int:
        return len({topic for item in items for topic in item.topics})

    def _drawn(self, items: Sequence[Item]) -> int:
        """How many of the sections and topics that were asked for are there."""
        return sum(any(item.answers_to(word) for item in items) for word in self.pool.request.draw)


def _arranged(draft: _Draft) -> Kit:
    """In the course of an interview, easy before hard; what was included keeps its order."""
    pool = draft.pool
    given = roles(draft.items, pool.level)
    order = sorted(
        range(len(draft.items)), key=lambda index: (COURSE[given[index]], RANK[draft.items[index].level], index)
    )
    pairs = [(draft.items[index], given[index]) for index in order]
    own = iter([(item, given[draft.items.index(item)]) for item in pool.included])
    pairs = [next(own) if item in pool.included else (item, role) for item, role in pairs]
    request = pool.request
    return Kit(
        title=title_of(request.title, pool.level),
        budget=request.minutes,
        seed=request.seed,
        entries=explained(pairs, pool.level),
        level=pool.level,
    )
