"""Which item comes next: a shuffled bag per space, filtered per schedule, the same for the same seed.

The bag needs no table of its own. How often each item was asked is in the rounds; the next one is the first, in
the shuffled order of its pass, among those that were asked least often.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence

from bot.domain.ids import ItemId


def place(item: ItemId, *, seed: str, turn: int) -> str:
    """Where an item stands in the shuffle of one pass through the bag; stable when items come or go."""
    return hashlib.sha256(f"{seed}\0{turn}\0{item}".encode()).hexdigest()


def pick(
    pool: Collection[ItemId],
    *,
    seed: str,
    asked: Mapping[ItemId, int],
    recent: Sequence[ItemId] = (),
    withheld: Collection[ItemId] = (),
) -> ItemId | None:
    """The next item, or None when the pool is empty or wholly withheld.

    `asked` counts how often each item was posted in the space, `recent` holds the last ones, oldest first;
    `withheld` are items in open rounds. A new pass does not start with what the last one ended with.
    """
    free = [item for item in pool if item not in withheld]
    if not free:
        return None
    # What was just asked rests, also at the turn of a pass and while a new item catches up. Half of the pool is
    # always left, and the items that are still to come in a pass are among them.
    resting = set(recent[-(len(free) // 2) :]) if len(free) > 1 else set()
    awake = [item for item in free if item not in resting] or free
    turn = min(asked.get(item, 0) for item in awake)
    bag = [item for item in awake if asked.get(item, 0) == turn]
    return min(bag, key=lambda item: place(item, seed=seed, turn=turn))


def unseen(pool: Collection[ItemId], asked: Mapping[ItemId, int]) -> int:
    """How many items of the pool are left in the current pass."""
    if not pool:
        return 0
    turn = min(asked.get(item, 0) for item in pool)
    return sum(asked.get(item, 0) == turn for item in pool)
