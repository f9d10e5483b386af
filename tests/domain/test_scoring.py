"""Points and ranks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.questions import Level
from bot.domain.scoring import Points, Score, Worth, score, team_points
from bot.domain.standings import Standing, ranked
from bot.domain.verdicts import Band, Verdict, judge_choice

LEVELS = st.sampled_from(list(Level))
COVERAGE = st.floats(0, 1)
COSTS = st.lists(st.integers(0, 100), max_size=4)
STREAKS = st.integers(0, 400)
POINTS = Points()


def verdict(coverage: float, band: Band = Band.MIXED) -> Verdict:
    return Verdict(coverage, band, (), ())


@pytest.mark.parametrize(("level", "answer"), [(Level.BEGINNER, 5), (Level.INTERMEDIATE, 10), (Level.EXPERT, 15)])
def test_half_an_answer_earns_half_of_its_level(level: Level, answer: int) -> None:
    won = score(POINTS, Worth(level), verdict(0.5), streak=1, earned_before=False)
    assert won == Score(answer, 2, 0, 1)


def test_hints_cost_percents_of_the_level() -> None:
    won = score(POINTS, Worth(Level.INTERMEDIATE, [10, 25]), verdict(1.0), streak=0, earned_before=False)
    assert won == Score(20, 2, -7, 0)


def test_an_answer_without_anything_sincere_earns_nothing_at_all() -> None:
    assert score(POINTS, Worth(Level.EXPERT), verdict(0, Band.NONE), streak=9, earned_before=False).total == 0


def test_an_item_that_earned_before_earns_only_the_streak() -> None:
    assert score(POINTS, Worth(Level.EXPERT), verdict(1.0), streak=3, earned_before=True) == Score(0, 0, 0, 3)


@given(LEVELS, COVERAGE, COSTS, STREAKS, st.booleans())
def test_points_stay_within_their_bounds(
    level: Level,
    coverage: float,
    costs: list[int],
    days: int,
    before: bool,
) -> None:
    won = score(POINTS, Worth(level, costs), verdict(coverage), streak=days, earned_before=before)
    assert 0 <= won.answer <= POINTS.of(level)
    assert 0 <= won.streak <= POINTS.streak_most
    assert 0 <= won.total <= POINTS.of(level) + POINTS.attempt + POINTS.streak_most


@given(LEVELS, COVERAGE, COSTS)
def test_hints_never_take_the_sincere_attempt(level: Level, coverage: float, costs: list[int]) -> None:
    won = score(POINTS, Worth(level, costs), verdict(coverage), streak=0, earned_before=False)
    assert won.hints <= 0
    assert won.total >= POINTS.attempt


@given(LEVELS, COVERAGE, COVERAGE, COSTS)
def test_a_better_answer_never_earns_less(level: Level, one: float, two: float, costs: list[int]) -> None:
    totals = [
        score(POINTS, Worth(level, costs), verdict(coverage), streak=0, earned_before=False).total
        for coverage in sorted((one, two))
    ]
    assert totals[0] <= totals[1]


def test_a_negative_streak_gives_no_bonus() -> None:
    assert score(POINTS, Worth(Level.EXPERT), verdict(1.0), streak=-4, earned_before=False).streak == 0


def test_a_chosen_option_is_right_or_it_is_not() -> None:
    assert [judge_choice(right=right).coverage for right in (True, False)] == [1.0, 0.0]


def test_a_team_wins_its_best_three_and_a_little_for_taking_part() -> None:
    assert team_points(POINTS, [10, 30, 20, 5]) == 60 + 4


@given(st.lists(st.integers(0, 40), max_size=30))
def test_a_large_team_wins_no_more_than_three_perfect_answers_and_six_takers(totals: list[int]) -> None:
    assert team_points(POINTS, totals) <= 3 * 40 + 6


def line(key: str, points: int) -> Standing:
    return Standing(key, key.title(), points, 1)


def test_equal_points_share_a_rank() -> None:
    assert [one.rank for one in ranked([line("ana", 9), line("ben", 9), line("cleo", 4)])] == [1, 1, 3]


def test_a_page_starts_at_its_own_rank() -> None:
    assert [one.rank for one in ranked([line("ana", 9), line("ben", 4)], first_rank=11)] == [11, 12]


@given(st.lists(st.integers(0, 5), max_size=20))
def test_a_rank_is_one_more_than_the_lines_that_stand_above(points: list[int]) -> None:
    lines = ranked([line(str(i), value) for i, value in enumerate(sorted(points, reverse=True))])
    assert all(one.rank == 1 + sum(other.points > one.points for other in lines) for one in lines)
