"""Changes by hand: each keeps the constraints, or says which it breaks."""

from datetime import date

import pytest

from bot.bank.bank import PackBank
from bot.domain.errors import StudyError
from bot.domain.ids import ItemId
from bot.domain.kits.changing import added, dropped, moved, swapped
from bot.domain.kits.values import Role
from bot.domain.questions import Level
from tests.domain.kits import item, made, names, pool

MANY = 45


def test_a_swap_keeps_role_and_time_and_goes_through_all_that_would_do(bank: PackBank) -> None:
    items = list(bank.items.values())
    around = pool(items, seed=3)
    kit = made(items, seed=3)
    first = kit.entries[0].item.id
    seen = [first]
    while (kit := swapped(kit, seen[-1], around)).entries[0].item.id != first:
        entry = kit.entries[0]
        assert (entry.role, entry.item.level, entry.item.case) == (Role.WARM_UP, "beginner", None)
        assert kit.minutes <= MANY
        seen.append(entry.item.id)
    assert len(set(seen)) == len(seen) > 5


@pytest.mark.parametrize("role", list(Role))
def test_every_part_can_be_swapped_for_one_that_plays_it_too(bank: PackBank, role: Role) -> None:
    items = list(bank.items.values())
    kit = made(items, seed=3)
    old = next(entry for entry in kit.entries if entry.role is role)
    new = swapped(kit, old.item.id, pool(items, seed=3)).entries[kit.entries.index(old)]
    assert (new.role, new.item.case is None) == (role, role is not Role.TROUBLESHOOTING)
    assert new.item != old.item


def test_a_swap_prefers_what_was_not_asked(bank: PackBank) -> None:
    items = [item(bank, name) for name in ("one", "asked", "fresh")]
    asked = {ItemId("some/asked"): date(2026, 11, 1)}
    kit = made(items, asked, minutes=13)
    there = names(kit)[0]
    assert names(swapped(kit, ItemId(f"some/{there}"), pool(items, asked, minutes=13))) == [
        "fresh" if there == "one" else "one"
    ]


def test_where_nothing_plays_the_part_another_part_is_better_than_none(bank: PackBank) -> None:
    items = [item(bank, "bug", case=True), item(bank, "one"), item(bank, "two")]
    kit = made(items, minutes=18, include=(ItemId("faults/bug"),))
    after = swapped(kit, ItemId("faults/bug"), pool(items, minutes=18))
    assert sorted(names(after)) == ["one", "two"]
    assert {entry.role for entry in after.entries} == {Role.CORE}
    assert "There is no troubleshooting case, as none fits beside the rest in the time." in after.unmet


def test_a_swap_without_an_alternative_says_what_to_do(bank: PackBank) -> None:
    items = [item(bank, "one"), item(bank, "long", minutes=30)]
    with pytest.raises(StudyError, match="Nothing else could stand in the place of “One”"):
        swapped(made(items, minutes=18), ItemId("some/one"), pool(items, minutes=18))


def test_moving_changes_the_order_and_the_ends_hold(bank: PackBank) -> None:
    items = [item(bank, name) for name in ("a", "b", "c")]
    around = pool(items)
    kit = made(items)
    first, second, third = names(kit)
    assert names(moved(kit, ItemId(f"some/{first}"), 1, around)) == [second, first, third]
    assert names(moved(kit, ItemId(f"some/{third}"), -9, around)) == [third, first, second]
    assert names(moved(kit, ItemId(f"some/{first}"), 99, around)) == [second, third, first]


def test_removing_leaves_time_and_says_so(bank: PackBank) -> None:
    items = [item(bank, name) for name in ("a", "b")]
    kit = dropped(made(items, minutes=18), ItemId("some/a"), pool(items, minutes=18))
    assert names(kit) == ["b"]
    assert "5 of the 18 minutes are free; “A” would fit." in kit.unmet
    with pytest.raises(StudyError, match="at least one question"):
        dropped(kit, ItemId("some/b"), pool(items, minutes=18))


def test_what_is_not_in_the_kit_cannot_be_changed(bank: PackBank) -> None:
    items = [item(bank, "a")]
    with pytest.raises(StudyError, match="not in the kit any more"):
        dropped(made(items), ItemId("some/b"), pool(items))


def test_adding_may_go_over_the_time_which_is_said(bank: PackBank) -> None:
    items = [item(bank, "a"), item(bank, "b")]
    kit = made(items, minutes=13)
    other = ItemId("some/b" if names(kit) == ["a"] else "some/a")
    after = added(kit, other, pool(items, minutes=13))
    assert after.unmet[0] == "The kit takes 18 minutes, 5 more than the 13 planned."
    assert swapped_is_no_longer(after.minutes, bank) <= 18


def swapped_is_no_longer(minutes: int, bank: PackBank) -> int:
    """A kit over its time may be swapped, but not grow."""
    items = [item(bank, name) for name in ("a", "b", "c")]
    kit = made(items, minutes=13)
    spare = [ItemId(f"some/{name}") for name in ("a", "b", "c") if name not in names(kit)]
    around = pool(items, minutes=13)
    assert added(kit, spare[0], around).minutes == minutes
    return swapped(added(kit, spare[0], around), spare[0], around).minutes


def test_added_items_stand_where_their_part_belongs(bank: PackBank) -> None:
    easy, middle = item(bank, "easy", level=Level.BEGINNER), item(bank, "middle")
    hard, bug = item(bank, "hard", level=Level.EXPERT), item(bank, "bug", case=True)
    items = [easy, middle, hard, bug]
    around = pool(items)
    kit = made([middle])
    for one in (hard, bug, easy):
        kit = added(kit, one.id, around)
    assert [(entry.item.title, entry.role) for entry in kit.entries] == [
        ("Easy", Role.WARM_UP),
        ("Middle", Role.CORE),
        ("Bug", Role.TROUBLESHOOTING),
        ("Hard", Role.STRETCH),
    ]
    again = item(bank, "again", level=Level.EXPERT)
    assert added(kit, again.id, pool([*items, again])).entries[3].role is Role.CORE


def test_what_cannot_be_added_is_refused_with_the_reason(bank: PackBank) -> None:
    items = [
        item(bank, "a"),
        item(bank, "twin", overlaps=("a",)),
        item(bank, "gone", retired=date(2026, 1, 1)),
    ]
    kit, around = made(items[:1]), pool(items)
    for name, says in {
        "none": 'There is no item "some/none".',
        "gone": "“Gone” was retired from the bank.",
        "a": "“A” is in the kit already.",
        "twin": "“Twin” asks much the same as “A”, which is in the kit.",
    }.items():
        with pytest.raises(StudyError) as refused:
            added(kit, ItemId(f"some/{name}"), around)
        assert refused.value.says == says


def test_a_kit_ends_at_a_hundred_questions(bank: PackBank) -> None:
    items = [item(bank, f"q{number}", minutes=1) for number in range(101)]
    kit = made(items, minutes=200, count=100)
    spare = next(one.id for one in items if one.id.rsplit("/", 1)[-1] not in names(kit))
    with pytest.raises(StudyError, match="at most 100 questions"):
        added(kit, spare, pool(items, minutes=200))
