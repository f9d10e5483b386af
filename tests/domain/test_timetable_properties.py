"""Due times, in every zone and year: one per existing local date, in order, whatever the clocks do."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.timetable import DAY, RevealAt, Timetable, instant, study_day

ZONES = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)
DAYS = st.dates(date(2000, 1, 2), date(2035, 12, 30))
TIMES = st.builds(time, st.integers(0, 23), st.integers(0, 59))
NIGHTS = st.builds(time, st.sampled_from((0, 1, 2, 3, 23)), st.integers(0, 59))
MOMENTS = st.datetimes(datetime(2000, 1, 2), datetime(2035, 12, 30), timezones=st.just(UTC))
WEEKDAYS = st.frozensets(st.integers(0, 6), min_size=1)
REVEALS = st.none() | st.builds(RevealAt, st.integers(0, 9), TIMES)
TABLES = st.builds(Timetable, ZONES, TIMES, WEEKDAYS, REVEALS)
DAILY = frozenset(range(7))


def changes(zone: ZoneInfo, year: int) -> list[date]:
    """The local dates of a year around which the zone's offset changes."""
    noons = [datetime(year, 1, 1, 12, tzinfo=UTC) + timedelta(days=i) for i in range(366)]
    offsets = [noon.astimezone(zone).utcoffset() for noon in noons]
    return [study_day(noons[i], zone) for i in range(1, 366) if offsets[i] != offsets[i - 1]]


def exists(day: date, zone: ZoneInfo) -> bool:
    """Whether any quarter of an hour of the days around has this local date."""
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=26)
    return any(study_day(start + timedelta(minutes=15 * i), zone) == day for i in range(4 * 76))


@given(ZONES, st.integers(2000, 2035), NIGHTS | TIMES)
@example(ZoneInfo("Pacific/Apia"), 2011, time(0))
@example(ZoneInfo("Pacific/Apia"), 2011, time(23, 59))
@example(ZoneInfo("America/Nuuk"), 2026, time(23, 30))
@example(ZoneInfo("Africa/Cairo"), 2026, time(0))
@example(ZoneInfo("Asia/Beirut"), 2026, time(0, 30))
@example(ZoneInfo("America/Santiago"), 2026, time(0, 15))
@example(ZoneInfo("Antarctica/Troll"), 2026, time(1, 30))
@example(ZoneInfo("Australia/Lord_Howe"), 2026, time(2, 15))
def test_each_existing_date_around_a_change_of_clocks_has_exactly_one_occurrence(
    zone: ZoneInfo,
    year: int,
    at: time,
) -> None:
    table = Timetable(zone, at, DAILY)
    for change in changes(zone, year):
        around = [change + timedelta(days=i) for i in range(-2, 3)]
        found = [(day, due) for day, due in ((day, table.due(day)) for day in around) if due is not None]
        assert [day for day, _ in found] == [day for day in around if exists(day, zone)]
        assert all(one < two for (_, one), (_, two) in pairwise(found))


@given(ZONES, DAYS, TIMES)
def test_an_occurrence_reads_as_asked_for_or_lies_in_a_gap(zone: ZoneInfo, day: date, at: time) -> None:
    found = instant(day, at, zone)
    if found is None:
        return
    local = found.astimezone(zone)
    shifted = local.replace(tzinfo=None) - datetime.combine(day, at)
    assert shifted >= timedelta(0)
    assert not shifted or local.utcoffset() != (found - shifted).astimezone(zone).utcoffset()


@given(TABLES, MOMENTS)
@example(Timetable(ZoneInfo("Pacific/Apia"), time(0), DAILY), datetime(2011, 12, 30, 9, 59, tzinfo=UTC))
@example(Timetable(ZoneInfo("America/Nuuk"), time(23, 30), DAILY), datetime(2026, 3, 29, 0, 0, tzinfo=UTC))
def test_the_next_question_is_the_first_one_strictly_after_the_moment(table: Timetable, moment: datetime) -> None:
    day, due = table.next_after(moment)
    earlier = [table.due(day - DAY * i) for i in range(1, 15)]
    assert due > moment
    assert day.weekday() in table.weekdays
    assert all(one is None or one <= moment for one in earlier)


@given(TABLES, MOMENTS)
def test_questions_follow_one_another_strictly(table: Timetable, moment: datetime) -> None:
    days: list[date] = []
    for _ in range(6):
        day, due = table.next_after(moment)
        assert due > moment
        days.append(day)
        moment = due
    assert all(one < two for one, two in pairwise(days))


@given(TABLES, DAYS, st.timedeltas(timedelta(0), timedelta(hours=3)), st.timedeltas(timedelta(0), timedelta(days=1)))
def test_a_round_never_closes_before_the_least_window_is_over(
    table: Timetable,
    day: date,
    late: timedelta,
    least: timedelta,
) -> None:
    posted = (table.due(day) or datetime.combine(day, time(12), UTC)) + late
    assert table.closes(day, posted_at=posted, least=least) >= posted + least


@given(st.builds(Timetable, ZONES, TIMES, WEEKDAYS), MOMENTS)
def test_a_round_without_a_reveal_time_closes_before_the_next_question(table: Timetable, moment: datetime) -> None:
    day, due = table.next_after(moment)
    closes = table.closes(day, posted_at=due, least=timedelta(hours=1))
    assert closes <= max(table.next_after(due)[1] - table.lead, due + timedelta(hours=1))


@given(ZONES, MOMENTS)
def test_a_later_instant_never_has_an_earlier_day_but_where_clocks_go_back(zone: ZoneInfo, moment: datetime) -> None:
    assert study_day(moment, zone) <= study_day(moment + timedelta(hours=26), zone)
