"""Due times, by example: gaps, overlaps, dates that do not exist, closes, and the keys of periods."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.timetable import (
    RevealAt,
    Timetable,
    instant,
    period_keys,
    season_key,
    study_day,
    week_key,
)

DAILY = frozenset(range(7))
WEEKDAYS = frozenset(range(5))
HOUR = timedelta(hours=1)


def local(day: date, at: time, zone: str) -> str:
    """The instant of a wall-clock time, read on the wall again."""
    found = instant(day, at, ZoneInfo(zone))
    assert found is not None
    return found.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M %Z")


def test_a_time_in_the_new_york_gap_shifts_forward_by_the_gap() -> None:
    assert local(date(2026, 3, 8), time(2, 30), "America/New_York") == "2026-03-08 03:30 EDT"


def test_a_time_that_happens_twice_in_new_york_means_the_first() -> None:
    assert local(date(2026, 11, 1), time(1, 30), "America/New_York") == "2026-11-01 01:30 EDT"


def test_the_fold_of_the_given_time_does_not_matter() -> None:
    first = instant(date(2026, 11, 1), time(1, 30), ZoneInfo("America/New_York"))
    assert instant(date(2026, 11, 1), time(1, 30, fold=1), ZoneInfo("America/New_York")) == first


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Africa/Cairo", date(2026, 4, 24)),
        ("Asia/Beirut", date(2026, 3, 29)),
    ],
)
def test_midnight_in_a_midnight_gap_is_one_o_clock(zone: str, day: date) -> None:
    assert local(day, time(0), zone).startswith(f"{day} 01:00")


def test_a_quarter_past_midnight_in_the_santiago_gap_is_a_quarter_past_one() -> None:
    assert local(date(2026, 9, 6), time(0, 15), "America/Santiago").startswith("2026-09-06 01:15")


def test_apia_has_no_30_december_2011() -> None:
    table = Timetable(ZoneInfo("Pacific/Apia"), time(9), DAILY)
    found = table.days_from(date(2011, 12, 29))
    assert [next(found)[0] for _ in range(3)] == [date(2011, 12, 29), date(2011, 12, 31), date(2012, 1, 1)]


def test_the_day_after_the_missing_one_follows_in_apia() -> None:
    table = Timetable(ZoneInfo("Pacific/Apia"), time(9), DAILY)
    last = table.due(date(2011, 12, 29))
    assert last is not None
    assert table.next_after(last)[0] == date(2011, 12, 31)


def test_a_gap_over_midnight_moves_the_question_to_the_other_side_and_keeps_its_day() -> None:
    # Greenland's clocks go from Saturday 23:00 to Sunday 00:00.
    table = Timetable(ZoneInfo("America/Nuuk"), time(23, 30), DAILY)
    before = datetime(2026, 3, 28, 12, tzinfo=UTC)
    day, due = table.next_after(before)
    assert (day, due.astimezone(table.zone).strftime("%a %H:%M")) == (date(2026, 3, 28), "Sun 00:30")


def test_the_study_day_is_the_local_date() -> None:
    assert study_day(datetime(2026, 11, 23, 11, tzinfo=UTC), ZoneInfo("Pacific/Kiritimati")) == date(2026, 11, 24)


def test_a_weekend_has_no_question_on_weekdays_only() -> None:
    assert Timetable(ZoneInfo("UTC"), time(9), WEEKDAYS).due(date(2026, 11, 28)) is None


def test_the_next_question_comes_strictly_after_the_moment() -> None:
    table = Timetable(ZoneInfo("UTC"), time(9), WEEKDAYS)
    friday = datetime(2026, 11, 27, 9, tzinfo=UTC)
    assert table.next_after(friday) == (date(2026, 11, 30), friday + timedelta(days=3))


def test_a_round_closes_ten_minutes_before_the_next_question() -> None:
    table = Timetable(ZoneInfo("UTC"), time(9), WEEKDAYS)
    posted = datetime(2026, 11, 27, 9, tzinfo=UTC)
    assert table.closes(date(2026, 11, 27), posted_at=posted, least=HOUR) == datetime(2026, 11, 30, 8, 50, tzinfo=UTC)


def test_a_round_closes_at_its_own_time_on_the_next_day() -> None:
    table = Timetable(ZoneInfo("Europe/Berlin"), time(9), WEEKDAYS, RevealAt(1, time(8)))
    posted = datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert table.closes(date(2026, 11, 23), posted_at=posted, least=HOUR) == datetime(2026, 11, 24, 7, tzinfo=UTC)


def test_a_reveal_on_a_date_that_does_not_exist_comes_on_the_next_one() -> None:
    table = Timetable(ZoneInfo("Pacific/Apia"), time(9), DAILY, RevealAt(1, time(8)))
    posted = datetime(2011, 12, 29, 19, tzinfo=UTC)
    closes = table.closes(date(2011, 12, 29), posted_at=posted, least=HOUR)
    assert closes.astimezone(table.zone).strftime("%Y-%m-%d %H:%M") == "2011-12-31 08:00"


def test_a_question_that_was_posted_late_keeps_the_least_window() -> None:
    table = Timetable(ZoneInfo("UTC"), time(9), WEEKDAYS, RevealAt(0, time(10)))
    posted = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
    assert table.closes(date(2026, 11, 23), posted_at=posted, least=HOUR) == datetime(2026, 11, 23, 11, 30, tzinfo=UTC)


def test_a_week_belongs_to_the_iso_year() -> None:
    assert (week_key(date(2027, 1, 1)), week_key(date(2026, 12, 28))) == ("2026-W53", "2026-W53")


def test_a_season_is_a_quarter() -> None:
    assert [season_key(date(2026, month, 1)) for month in (1, 3, 4, 12)] == ["2026-Q1", "2026-Q1", "2026-Q2", "2026-Q4"]


def test_a_day_belongs_to_its_week_month_season_and_to_all_time() -> None:
    assert period_keys(date(2026, 11, 23)) == ("2026-W48", "2026-11", "2026-Q4", "all")
