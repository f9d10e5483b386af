"""The bag: everything once before anything twice, the same for the same seed."""

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import ItemId
from bot.domain.rotation import pick, place, unseen

POOLS = st.sets(st.text("abcdefgh/", min_size=1, max_size=6).map(ItemId), min_size=1, max_size=12)
SEEDS = st.text(max_size=8)


def ask(pool: set[ItemId], seed: str, times: int, *, asked: list[ItemId] | None = None) -> list[ItemId]:
    """Draws `times` items, one after the other, each told to the bag."""
    order = list(asked or [])
    for _ in range(times):
        found = pick(pool, seed=seed, asked=Counter(order), recent=order)
        assert found is not None
        order.append(found)
    return order


@given(POOLS, SEEDS)
def test_no_item_repeats_before_the_whole_pool_was_asked(pool: set[ItemId], seed: str) -> None:
    order = ask(pool, seed, 3 * len(pool))
    passes = [order[i : i + len(pool)] for i in range(0, len(order), len(pool))]
    assert [set(one) for one in passes] == [pool] * 3


@given(POOLS, SEEDS)
def test_the_same_seed_gives_the_same_order(pool: set[ItemId], seed: str) -> None:
    first, again = (pick(items, seed=seed, asked={}) for items in (sorted(pool), sorted(pool, reverse=True)))
    assert (first, ask(pool, seed, 9)) == (again, ask(set(pool), seed, 9))


def test_another_seed_gives_another_order() -> None:
    pool = {ItemId(f"beginner/{i}") for i in range(20)}
    assert ask(pool, "one", 20) != ask(pool, "two", 20)


@given(POOLS, SEEDS, st.text("xyz", min_size=1, max_size=4).map(ItemId))
def test_an_added_item_changes_nothing_but_its_own_place(pool: set[ItemId], seed: str, new: ItemId) -> None:
    before, after = ask(pool, seed, len(pool)), ask(pool | {new}, seed, len(pool) + 1)
    assert [one for one in after if one != new] == before


@given(POOLS, SEEDS, st.data())
def test_a_withheld_item_is_never_picked(pool: set[ItemId], seed: str, data: st.DataObject) -> None:
    withheld = data.draw(st.sets(st.sampled_from(sorted(pool))))
    asked = data.draw(st.dictionaries(st.sampled_from(sorted(pool)), st.integers(0, 3)))
    found = pick(pool, seed=seed, asked=asked, withheld=withheld)
    assert (found is None) == (withheld == pool)
    assert found not in withheld


@given(POOLS, SEEDS)
def test_a_new_pass_does_not_start_with_the_last_of_the_old(pool: set[ItemId], seed: str) -> None:
    order = ask(pool, seed, 4 * len(pool))
    repeats = [one for one, two in pairwise(order) if one == two]
    assert not repeats or len(pool) == 1


@given(st.sets(st.text("abcd", min_size=1, max_size=4).map(ItemId), min_size=3, max_size=9), SEEDS, st.integers(1, 3))
def test_an_item_that_is_added_after_some_passes_is_not_asked_two_days_running(
    pool: set[ItemId],
    seed: str,
    passes: int,
) -> None:
    new = ItemId("new/item")
    order = ask(pool | {new}, seed, 6, asked=ask(pool, seed, passes * len(pool)))
    assert all(one != two for one, two in pairwise(order))


def test_an_empty_pool_gives_nothing() -> None:
    assert pick([], seed="s", asked={}) is None


def test_a_pool_of_one_gives_its_item_again() -> None:
    only = ItemId("beginner/only")
    assert pick([only], seed="s", asked={only: 2}, recent=[only, only]) == only


def test_unseen_counts_what_is_left_in_this_pass() -> None:
    pool = [ItemId("a"), ItemId("b"), ItemId("c")]
    assert [unseen(pool, asked) for asked in ({}, {pool[0]: 1}, dict.fromkeys(pool, 2))] == [3, 2, 3]


def test_an_empty_pool_has_nothing_unseen() -> None:
    assert unseen([], {}) == 0


def test_places_differ_from_pass_to_pass() -> None:
    assert place(ItemId("a"), seed="s", turn=0) != place(ItemId("a"), seed="s", turn=1)
