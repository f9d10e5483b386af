"""Streaks: only a missed question breaks one, once a week it is forgiven, and nothing is counted up."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.streaks import Streak, streak, team_streak

START = date(2026, 11, 2)  # a Monday
DAYS = st.integers(0, 60).map(lambda i: START + timedelta(days=i))
SETS = st.sets(DAYS, max_size=40)


def days(*offsets: int) -> set[date]:
    return {START + timedelta(days=offset) for offset in offsets}


def at(asked: set[date], answered: set[date], *, freezes: bool = True) -> Streak:
    return streak(asked, answered, today=START + timedelta(days=70), freezes=freezes)


def test_answers_in_a_row_count() -> None:
    assert at(days(0, 1, 2), days(0, 1, 2)).current == 3


def test_a_missed_day_is_forgiven_once_a_week() -> None:
    found = at(days(0, 1, 2), days(0, 2))
    assert (found.current, found.frozen) == (2, (START + timedelta(days=1),))


def test_a_second_missed_day_in_a_week_breaks_the_streak() -> None:
    assert at(days(0, 1, 2, 3), days(0, 3)) == Streak(1, 1, (), True)


def test_each_week_has_a_freeze_of_its_own() -> None:
    assert at(days(0, 1, 2, 7, 8, 9), days(0, 2, 7, 9)).current == 4


def test_a_missed_day_breaks_the_streak_where_freezes_are_off() -> None:
    assert at(days(0, 1, 2), days(0, 2), freezes=False) == Streak(1, 1, (), False)


def test_missed_days_before_the_first_answer_use_no_freeze() -> None:
    found = streak(days(0, 1, 2), days(2), today=START + timedelta(days=3))
    assert found == Streak(1, 1, (), True)


def test_the_freeze_of_this_week_is_used_up() -> None:
    assert not streak(days(0, 1, 2), days(0, 2), today=START + timedelta(days=4)).freeze_left


def test_the_best_run_is_remembered() -> None:
    assert at(days(0, 1, 2, 3, 4, 5), days(0, 1, 2, 5)) == Streak(1, 3, (), True)


@given(SETS, SETS)
def test_days_without_a_question_never_break_a_streak(asked: set[date], answered: set[date]) -> None:
    spread = {START + 2 * (day - START) for day in asked & answered}
    assert at(spread, spread).current == len(spread)


@given(SETS, SETS, DAYS)
def test_one_more_answered_day_never_lowers_the_best(asked: set[date], answered: set[date], more: date) -> None:
    before, after = at(asked, answered, freezes=False), at(asked, answered | {more}, freezes=False)
    assert after.best >= before.best


def test_a_freeze_goes_to_the_first_missed_day_whatever_comes_later() -> None:
    # Nobody knows on the first missed day that a second one would need it more.
    sunday, *week = (date(2026, 12, day) for day in (20, 21, 22, 23, 24, 25))
    asked, answered = {week[0], week[2]}, {week[1], week[3], week[4]}
    assert streak(asked, answered, today=week[4]).best == 3
    assert streak(asked, answered | {sunday}, today=week[4]) == Streak(2, 2, (), False)


@given(SETS, SETS, st.booleans())
def test_one_more_answer_at_the_end_lengthens_the_streak_or_starts_one(
    asked: set[date],
    answered: set[date],
    freezes: bool,
) -> None:
    today = START + timedelta(days=61)
    before, after = at(asked, answered, freezes=freezes), at(asked | {today}, answered | {today}, freezes=freezes)
    assert after.current == before.current + 1


@given(SETS, SETS)
def test_a_question_that_is_still_open_breaks_nothing(asked: set[date], answered: set[date]) -> None:
    # An open day is in neither set; once it is answered it counts, although nobody can have missed it yet.
    today = START + timedelta(days=61)
    before, after = (streak(asked, some, today=today) for some in (answered, answered | {today}))
    assert after.current == before.current + 1


@given(SETS, SETS, st.booleans())
def test_a_streak_is_never_longer_than_the_best_and_the_best_never_than_the_answers(
    asked: set[date],
    answered: set[date],
    freezes: bool,
) -> None:
    found = at(asked, answered, freezes=freezes)
    assert 0 <= found.current <= found.best <= len(answered)


@given(SETS, SETS)
def test_at_most_one_day_a_week_is_forgiven(asked: set[date], answered: set[date]) -> None:
    frozen = at(asked, answered).frozen
    assert len({day.isocalendar()[:2] for day in frozen}) == len(frozen)
    assert set(frozen) <= asked - answered


def test_a_team_streak_runs_back_from_the_newest_day() -> None:
    answers = dict(zip(sorted(days(0, 1, 2, 3)), (5, 1, 3, 4), strict=True))
    assert team_streak(answers, least=3) == 2


def test_a_team_without_days_has_no_streak() -> None:
    assert team_streak({}, least=3) == 0
