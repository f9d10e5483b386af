"""The pace of messages: never more than the limit, never less than is free, and slower where it was refused."""

from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.engine.pacing import REST, SLOWEST, Budget, Budgets, Pace, booked, in_turn, refused, slot
from tests.world import MONDAY

SECOND = timedelta(seconds=1)
PACES = st.builds(Pace, st.just("x"), st.sampled_from((1 / 45, 0.2, 1.0, 3.0)), st.integers(1, 6))


@given(PACES, st.lists(st.floats(0, 3), max_size=60), st.floats(0.1, 10))
def test_no_window_has_more_messages_than_the_pace_allows(pace: Pace, waits: list[float], window: float) -> None:
    budgets: Budgets = {}
    now, starts = MONDAY, []
    for wait in waits:
        now += SECOND * wait
        at = slot(budgets, [pace], now)
        budgets |= booked(budgets, [pace], at)
        starts.append(at)
    for first in starts:
        inside = sum(first <= one < first + SECOND * window for one in starts)
        assert inside <= pace.burst + window / pace.every + 1e-3


@given(PACES, st.integers(2, 40))
def test_a_herd_is_served_as_fast_as_the_pace_allows(pace: Pace, herd: int) -> None:
    budgets: Budgets = {}
    starts = []
    for _ in range(herd):
        starts.append(slot(budgets, [pace], MONDAY))
        budgets |= booked(budgets, [pace], starts[-1])
    expected = max(0, herd - pace.burst) * pace.every
    assert abs((starts[-1] - MONDAY).total_seconds() - expected) < 1e-3
    assert all(one <= two for one, two in pairwise(starts))


def test_the_slowest_of_several_scopes_decides() -> None:
    budgets = {"bot": Budget(MONDAY + SECOND), "channel": Budget(MONDAY + SECOND * 4)}
    assert slot(budgets, [Pace("bot", 1), Pace("channel", 1), Pace("new", 1)], MONDAY) == MONDAY + SECOND * 4


def test_a_message_that_costs_two_takes_the_time_of_two() -> None:
    assert booked({}, [Pace("x", 1)], MONDAY, cost=2) == {"x": Budget(MONDAY + SECOND * 2)}


def test_a_refusal_stops_the_channel_and_halves_the_pace_of_its_space() -> None:
    found = refused({}, [Pace("space", 1), Pace("space/channel", 1)], MONDAY, wait=30)
    assert found == {"space": Budget(REST.free_at, 2.0), "space/channel": Budget(MONDAY + SECOND * 30, 1.0)}


def test_repeated_refusals_stop_the_space_as_well() -> None:
    budgets: Budgets = {}
    stopped = []
    for _ in range(4):
        budgets |= refused(budgets, [Pace("space", 1), Pace("space/channel", 1)], MONDAY, wait=30)
        stopped.append(budgets["space"].free_at > MONDAY)
    assert stopped == [False, False, True, True]


def test_a_refusal_that_means_all_stops_all() -> None:
    found = refused({}, [Pace("bot", 1), Pace("channel", 1)], MONDAY, wait=30, wide=True)
    assert {one.free_at for one in found.values()} == {MONDAY + SECOND * 30}


def test_a_pace_that_was_slowed_recovers_message_by_message_and_never_stands_still() -> None:
    budgets: Budgets = {}
    for _ in range(9):
        budgets |= refused(budgets, [Pace("space", 1), Pace("c", 1)], MONDAY, wait=1)
    slowest = budgets["space"].slow
    for _ in range(400):
        budgets |= booked(budgets, [Pace("space", 1)], slot(budgets, [Pace("space", 1)], MONDAY))
    assert (slowest, budgets["space"].slow) == (SLOWEST, 1.0)


def test_groups_take_turns() -> None:
    assert in_turn([[1, 2, 3], [4], [5, 6]]) == [1, 4, 5, 2, 6, 3]
