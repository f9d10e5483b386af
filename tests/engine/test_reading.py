"""Settings as people type them."""

from contextlib import suppress
from datetime import time
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import StudyError
from bot.domain.timetable import RevealAt, Timetable
from bot.engine import reading as r

TIMES = st.builds(time, st.integers(0, 23), st.integers(0, 59))
DAYS = st.frozensets(st.integers(0, 6), min_size=1)
ANYTHING = st.text() | st.from_regex(r"[+0-9:.hapm ]{1,12}") | st.from_regex(r"[a-z,-]{1,20}")
KNOWN = {"beginner": "section beginner", "llm": "Language models"}


def table(reveal: RevealAt | None) -> Timetable:
    return Timetable(ZoneInfo("UTC"), time(9), frozenset(range(5)), reveal)


@pytest.mark.parametrize(
    ("typed", "hour", "minute"),
    [
        ("9", 9, 0),
        ("9:30", 9, 30),
        ("09:30", 9, 30),
        ("9.30", 9, 30),
        ("9h30", 9, 30),
        ("9am", 9, 0),
        ("12am", 0, 0),
        ("12pm", 12, 0),
        ("5:15 pm", 17, 15),
        ("5:15 P.M.", 17, 15),
        ("0:00", 0, 0),
        (" 23:59 ", 23, 59),
    ],
)
def test_a_time_is_read_as_people_type_it(typed: str, hour: int, minute: int) -> None:
    assert r.read_time(typed) == time(hour, minute)


@pytest.mark.parametrize("typed", ["", "24:00", "9:60", "noon", "9:3", "-1", "9:30:00", "1 2"])
def test_what_is_no_time_is_said(typed: str) -> None:
    with pytest.raises(StudyError, match="is not a time of day"):
        r.read_time(typed)


@given(TIMES)
def test_a_time_reads_back(at: time) -> None:
    assert r.read_time(f"{at:%H:%M}") == at


@given(st.sampled_from(sorted(available_timezones())), st.sampled_from([str.lower, str.upper, str]))
def test_every_zone_reads_back_whatever_its_case(name: str, spell: type[str]) -> None:
    assert r.read_zone(f" {spell(name)} ").key.casefold() == name.casefold()


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("new york", "America/New_York"),
        ("Berlin", "Europe/Berlin"),
        ("kolkata", "Asia/Kolkata"),
    ],
)
def test_a_city_finds_its_zone(typed: str, name: str) -> None:
    assert r.read_zone(typed) == ZoneInfo(name)


@pytest.mark.parametrize(("typed", "guess"), [("Berln", "berlin"), ("Europe/Berln", "europe/berlin"), ("!!!", "")])
def test_an_unknown_zone_is_said_with_the_nearest(typed: str, guess: str) -> None:
    with pytest.raises(StudyError, match="There is no time zone") as error:
        r.read_zone(typed)
    assert guess in error.value.says


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("mon-fri", {0, 1, 2, 3, 4}),
        ("mon,wed,fri", {0, 2, 4}),
        ("sat-mon", {5, 6, 0}),
        ("daily", set(range(7))),
        ("weekdays", set(range(5))),
        ("Tuesday Thurs", {1, 3}),
        ("mo; weds", {0, 2}),
        ("fri-fri", {4}),
    ],
)
def test_weekdays_are_read_as_people_type_them(typed: str, days: set[int]) -> None:
    assert r.read_days(typed) == days


@pytest.mark.parametrize("typed", ["", "m", "monster", "mon-", "-fri", "never"])
def test_what_are_no_weekdays_is_said(typed: str) -> None:
    with pytest.raises(StudyError, match="are not weekdays"):
        r.read_days(typed)


@given(DAYS)
def test_weekdays_read_back(days: frozenset[int]) -> None:
    assert r.read_days(r.days_text(days)) == days


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (range(7), "daily"),
        (range(5), "mon-fri"),
        ((0, 1), "mon,tue"),
        ((0, 2, 4), "mon,wed,fri"),
        ((6,), "sun"),
    ],
)
def test_weekdays_have_short_words(days: range, words: str) -> None:
    assert r.days_text(days) == words


@given(st.lists(st.sampled_from(sorted(KNOWN))), st.sampled_from([",", " ", "; "]))
def test_a_draw_reads_back_without_repeats(names: list[str], between: str) -> None:
    assert r.read_draw(between.join(names), KNOWN) == tuple(dict.fromkeys(names))


def test_all_draws_from_everything() -> None:
    assert r.read_draw("All", KNOWN) == ()


def test_an_unknown_draw_is_said_with_the_nearest() -> None:
    with pytest.raises(StudyError, match='Did you mean "beginner"'):
        r.read_draw("llm,beginer", KNOWN)


@given(st.none() | st.builds(RevealAt, st.integers(0, 9), TIMES))
def test_a_reveal_time_reads_back(reveal: RevealAt | None) -> None:
    assert r.read_reveal(r.reveal_typed(table(reveal))) == reveal


@pytest.mark.parametrize(
    ("typed", "reveal"),
    [
        ("before-next", None),
        ("17:00", RevealAt(0, time(17))),
        ("+1 8:00", RevealAt(1, time(8))),
        ("+ 2 days 5 pm", RevealAt(2, time(17))),
        ("5 pm", RevealAt(0, time(17))),
    ],
)
def test_a_reveal_time_is_read_as_people_type_it(typed: str, reveal: RevealAt | None) -> None:
    assert r.read_reveal(typed) == reveal


@pytest.mark.parametrize("typed", ["", "+1", "tomorrow", "+10 08:00", "at 5 or so"])
def test_what_is_no_reveal_time_is_said(typed: str) -> None:
    with pytest.raises(StudyError, match="is not a"):
        r.read_reveal(typed)


@pytest.mark.parametrize(
    ("reveal", "words"),
    [
        (None, "10 minutes before the next question"),
        (RevealAt(0, time(17)), "17:00 the same day"),
        (RevealAt(1, time(8)), "08:00 the next day"),
        (RevealAt(3, time(8)), "08:00 3 days later"),
    ],
)
def test_a_reveal_time_has_words(reveal: RevealAt | None, words: str) -> None:
    assert r.reveal_text(table(reveal)) == words


@given(
    ANYTHING,
    st.sampled_from([r.read_time, r.read_zone, r.read_days, r.read_reveal, lambda text: r.read_draw(text, KNOWN)]),
)
def test_anything_typed_is_a_setting_or_an_error_for_people(text: str, reader: object) -> None:
    with suppress(StudyError):
        reader(text)  # type: ignore[operator]
