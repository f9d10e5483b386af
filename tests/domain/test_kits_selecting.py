"""What a kit is made of, and what it says about itself."""

from collections import Counter
from datetime import date, timedelta

import pytest

from bot.bank.bank import PackBank
from bot.domain.errors import StudyError
from bot.domain.ids import ItemId
from bot.domain.kits.selecting import select
from bot.domain.kits.values import Request, Role
from bot.domain.questions import Item, Level
from tests.domain.kits import TODAY, item, made, names


def refusal(items: list[Item], asked: dict[ItemId, date] | None = None, /, **wishes: object) -> str:
    with pytest.raises(StudyError) as refused:
        made(items, asked, **wishes)
    return f"{refused.value.says} {refused.value.next_step}".strip()


def test_a_kit_from_the_shipped_bank_has_the_shape_of_an_interview(bank: PackBank) -> None:
    kit = select(bank.items.values(), Request(minutes=45, seed=7), {}, TODAY)
    roles = [entry.role for entry in kit.entries]
    assert (roles[0], roles[-2], roles[-1]) == (Role.WARM_UP, Role.TROUBLESHOOTING, Role.STRETCH)
    assert {entry.role for entry in kit.entries[1:-2]} == {Role.CORE}
    assert [entry.item.level for entry in kit.entries if entry.role is Role.CORE] == ["intermediate"] * len(roles[1:-2])
    assert (kit.minutes, kit.unmet, kit.level) == (45, (), Level.INTERMEDIATE)


def test_a_short_interview_has_fewer_parts(bank: PackBank) -> None:
    shape = {
        minutes: Counter(e.role for e in select(bank.items.values(), Request(minutes=minutes), {}, TODAY).entries)
        for minutes in (15, 20, 25)
    }
    assert set(shape[15]) == {Role.CORE}
    assert set(shape[20]) == {Role.CORE, Role.TROUBLESHOOTING}
    assert set(shape[25]) == {Role.CORE, Role.TROUBLESHOOTING, Role.WARM_UP}


def test_another_seed_gives_another_kit(bank: PackBank) -> None:
    kits = {tuple(names(select(bank.items.values(), Request(seed=seed), {}, TODAY))) for seed in range(10)}
    assert len(kits) == 10


def test_overlaps_count_in_both_directions(bank: PackBank) -> None:
    items = [item(bank, "one", overlaps=("two",)), item(bank, "two"), item(bank, "three", overlaps=("two",))]
    for seed in range(5):
        assert names(made(items, seed=seed)) in (["two"], ["one", "three"], ["three", "one"])


def test_what_was_not_asked_comes_first_then_what_was_asked_longest_ago(bank: PackBank) -> None:
    items = [item(bank, name) for name in ("old", "new", "never")]
    asked = {ItemId("some/old"): date(2026, 1, 5), ItemId("some/new"): date(2026, 11, 1)}
    assert names(made(items, asked, minutes=13)) == ["never"]
    assert set(names(made(items, asked, minutes=18))) == {"never", "old"}


def test_what_became_free_by_an_exchange_takes_the_place_of_what_was_asked(bank: PackBank) -> None:
    items = [
        item(bank, "one", topics=("x",), overlaps=("other",)),
        item(bank, "other", topics=("x",)),
        item(bank, "asked", topics=("x",)),
        item(bank, "wide", topics=("y", "z")),
    ]
    asked = {ItemId("some/asked"): date(2026, 1, 5), ItemId("some/wide"): date(2026, 11, 1)}
    for seed in range(4):
        assert set(names(made(items, asked, minutes=18, seed=seed))) in ({"wide", "one"}, {"wide", "other"})


def test_strict_days_leave_out_what_was_asked_lately_and_say_what_that_costs(bank: PackBank) -> None:
    items = [item(bank, name) for name in ("old", "new", "never")]
    asked = {ItemId("some/old"): TODAY - timedelta(days=30), ItemId("some/new"): TODAY - timedelta(days=29)}
    kit = made(items, asked, strict_days=30)
    assert set(names(kit)) == {"old", "never"}
    assert kit.notes == ("Left out, as your team was asked it in the last 30 days: 1 question (1 intermediate).",)
    assert kit.left_out[-1].why == "“New” was asked here on 25 October 2026."


def test_everything_asked_lately_is_refused_in_plain_words(bank: PackBank) -> None:
    assert refusal([item(bank, "one")], {ItemId("some/one"): TODAY}, strict_days=9) == (
        "Everything there is was asked here in the last 9 days. Take fewer days, or more topics."
    )


def test_time_is_filled_by_exchanging_short_items_for_longer_ones(bank: PackBank) -> None:
    items = [item(bank, f"short{i}", minutes=4) for i in range(4)] + [item(bank, "long", minutes=6)]
    assert made(items, minutes=18).minutes == 18


def test_the_time_left_is_never_enough_for_another_item(bank: PackBank) -> None:
    kit = made([item(bank, "one", minutes=6), item(bank, "two", minutes=5)], minutes=18)
    assert kit.minutes in (13, 14)
    assert kit.left_out[0].why.endswith(("minutes; 4 are left.", "minutes; 5 are left.", "6 minutes; 5 are left."))


def test_a_number_that_does_not_fit_is_said_with_the_time_it_takes(bank: PackBank) -> None:
    items = [item(bank, f"q{i}", minutes=5) for i in range(6)]
    assert "6 questions were asked for; 4 fit the time and go together. 38 minutes would hold 6." in (
        made(items, minutes=30, count=6).unmet
    )
    assert "7 questions were asked for; 6 fit the time and go together. There are no more." in (
        made([*items, item(bank, "twin", overlaps=("q0",))], minutes=60, count=7).unmet
    )


def test_a_number_makes_room_by_taking_shorter_items(bank: PackBank) -> None:
    items = [
        item(bank, "hub", minutes=3, overlaps=("a", "b", "c")),
        *(item(bank, name, minutes=4) for name in "abc"),
        *(item(bank, name, minutes=9) for name in "xyz"),
    ]
    for seed in range(8):
        assert len(names(made(items, minutes=21, count=3, seed=seed))) == 3


def test_a_small_number_leaves_time_and_says_so(bank: PackBank) -> None:
    items = [item(bank, f"q{i}", minutes=5) for i in range(6)]
    kit = made(items, minutes=30, count=2)
    assert "2 questions leave 12 of the 30 minutes free; there is time for more." in kit.unmet
    assert kit.left_out[0].why.endswith("would be one more than the 2 asked for.")


def test_too_few_items_at_the_level_are_said_and_the_nearest_fill_in(bank: PackBank) -> None:
    items = [item(bank, f"expert{i}", level=Level.EXPERT) for i in range(2)]
    items += [item(bank, f"middle{i}") for i in range(6)]
    kit = made(items, minutes=40, level=Level.EXPERT)
    assert Counter(entry.item.level for entry in kit.entries) == {"expert": 2, "intermediate": 4}
    assert (
        "There are only 2 expert questions that go together; easier or harder ones fill the rest of the time."
        in kit.unmet
    )


def test_no_item_at_the_level_is_said(bank: PackBank) -> None:
    kit = made([item(bank, "one", topics=("x", "y", "z"))], level=Level.EXPERT, draw=("x",))
    assert kit.unmet == (
        "No expert question on x is in the kit, as there is none to choose from; it has intermediate ones instead.",
        "There is no troubleshooting case, as there is none to choose from.",
    )


def test_a_mix_is_kept_at_every_size(bank: PackBank) -> None:
    mix = {Level.EXPERT: 2, Level.INTERMEDIATE: 1}
    for minutes in (30, 60, 90):
        wish = Request(minutes=minutes, mix=mix, level=Level.EXPERT)
        levels = Counter(entry.item.level for entry in select(bank.items.values(), wish, {}, TODAY).entries)
        assert set(levels) == {"expert", "intermediate"}
        assert abs(levels[Level.EXPERT] - 2 * levels[Level.INTERMEDIATE]) <= 2


def test_a_mix_that_cannot_be_had_is_said_with_what_takes_its_place(bank: PackBank) -> None:
    items = [item(bank, f"expert{i}", level=Level.EXPERT) for i in range(2)]
    items += [item(bank, f"middle{i}") for i in range(8)]
    kit = made(items, minutes=38, mix={Level.EXPERT: 1})
    assert kit.level is Level.EXPERT
    assert (
        "By the mix, 6 of 6 questions would be expert; the kit has 2, as there are no more. "
        "In their place: 4 intermediate." in kit.unmet
    )


def test_every_topic_that_was_asked_for_is_there_or_said(bank: PackBank) -> None:
    items = [item(bank, f"x{i}", topics=("x", "y", "z")) for i in range(5)] + [item(bank, "rare", topics=("w",))]
    assert "rare" in names(made(items, minutes=23, draw=("x", "w")))
    long = [*items[:5], item(bank, "rare", topics=("w",), minutes=60)]
    assert "Nothing on w is in the kit, as none fits beside the rest in the time." in (
        made(long, minutes=23, draw=("x", "w")).unmet
    )
    alike = [*items[:1], item(bank, "rare", topics=("w",), overlaps=("x0",), minutes=6)]
    assert "Nothing on w is in the kit, as what there is asks much the same as the rest." in (
        made(alike, minutes=23, draw=("x", "w"), include=("some/x0",)).unmet
    )
    asked = {ItemId("some/rare"): TODAY}
    assert "Nothing on w is in the kit, as what there is was asked here in the last 9 days." in (
        made(items, asked, minutes=23, draw=("x", "w"), strict_days=9).unmet
    )


def test_narrow_items_are_exchanged_until_there_are_three_topics(bank: PackBank) -> None:
    narrow = [item(bank, f"n{i}", topics=("x",), minutes=5) for i in range(4)]
    wide = item(bank, "wide", topics=("x", "y", "z"))
    asked = {ItemId("some/wide"): TODAY}
    assert "wide" in names(made([*narrow, wide], asked, minutes=18))
    kit = made(narrow, minutes=18)
    assert kit.unmet[0] == "The kit has only 1 topic, x: a narrow picture of a candidate."


def test_what_is_included_is_there_in_its_order_and_the_rest_fits_around_it(bank: PackBank) -> None:
    wanted = (ItemId("expert/gans"), ItemId("beginner/confusion-matrix"), ItemId("troubleshooting/missing-values"))
    kit = select(bank.items.values(), Request(include=wanted), {}, TODAY)
    assert [entry.item.id for entry in kit.entries if entry.item.id in wanted] == list(wanted)
    assert kit.minutes <= 45


def test_a_retired_item_never_comes_and_cannot_be_included(bank: PackBank) -> None:
    gone = item(bank, "gone", retired=date(2026, 5, 1))
    assert names(made([gone, item(bank, "one")])) == ["one"]
    assert refusal([gone], include=("some/gone",)) == "“Gone” was retired from the bank. Include another one."


def test_the_sentence_of_each_item_says_what_it_is_for(bank: PackBank) -> None:
    items = [
        item(bank, "easy", level=Level.BEGINNER, topics=("x",)),
        item(bank, "middle", topics=("x", "y")),
        item(bank, "again", topics=("y",)),
        item(bank, "fault", case=True, topics=("z",)),
        item(bank, "hard", level=Level.EXPERT, topics=("u", "v", "w")),
        item(bank, "harder", level=Level.EXPERT, topics=("x",), minutes=6),
        item(bank, "easier", level=Level.BEGINNER, topics=("q",), minutes=6),
    ]
    kit = made(items, minutes=60)
    assert {entry.item.title: entry.why for entry in kit.entries} == {
        "Easy": "Warms up below intermediate level, on x.",
        "Easier": "Easier than intermediate: brings in q.",
        "Middle": "At intermediate level: brings in y.",
        "Again": "At intermediate level: a second look at y.",
        "Hard": "Harder than intermediate: brings in u, v and w.",
        "Fault": "A case to work through: shows how the candidate goes about z.",
        "Harder": "Above intermediate level: shows where the answers end, on x.",
    }


@pytest.mark.parametrize(
    ("wishes", "says"),
    [
        ({"minutes": 9}, "9 minutes are too short: opening and closing take 8, the shortest question 5. Give it 13"),
        ({"minutes": 0}, "An interview takes 1 to 480 minutes, not 0."),
        ({"count": 0}, "A kit has 1 to 100 questions, not 0."),
        ({"seed": -1}, "A seed takes 0 to 999,999, not -1."),
        ({"strict_days": -1}, "Days are counted from 0 to 3,650."),
        ({"mix": {Level.EXPERT: 0}}, "Shares of a level mix are whole numbers"),
        ({"title": "x" * 101}, "The title has 101 characters. At most 100 fit."),
        ({"draw": ("faultz",)}, 'There is no section or topic "faultz". Did you mean "faults"? There are some, faults'),
        ({"include": ("some/ome",)}, 'There is no item "some/ome". Did you mean "one"?'),
        ({"include": ("some/one",), "exclude": frozenset({"some/one"})}, "“One” is both included and left out."),
        ({"include": ("some/one", "some/two")}, "“One” and “Two” ask much the same. Include one of the two."),
        ({"include": ("some/one", "faults/bug"), "count": 1}, "You include 2 questions, but ask for 1."),
        (
            {"include": ("some/one", "faults/bug"), "minutes": 15},
            "What you include takes 18 minutes with opening and closing; the interview has 15. Give it 18 minutes",
        ),
        (
            {"exclude": frozenset({"some/one", "some/two", "faults/bug"})},
            "Every question that would do is left out.",
        ),
    ],
)
def test_a_request_that_no_kit_can_meet_says_what_to_change(
    bank: PackBank, wishes: dict[str, object], says: str
) -> None:
    items = [item(bank, "one", overlaps=("two",)), item(bank, "two"), item(bank, "bug", case=True)]
    assert refusal(items, **wishes).startswith(says)


def test_a_retired_item_names_its_successor(bank: PackBank) -> None:
    from dataclasses import replace

    gone = replace(item(bank, "gone", retired=date(2026, 5, 1)), replaced_by=ItemId("some/new"))
    assert refusal([gone], include=("some/gone",)).endswith("Its successor is some/new.")
