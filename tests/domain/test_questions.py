"""Items, what selects them, and errors as facts."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.bank.bank import PackBank
from bot.domain.errors import Problem, StudyError, did_you_mean
from bot.domain.ids import ChannelId, ItemId, RoundId, ScheduleId, SpaceId
from bot.domain.questions import Item, Level, Style, select, selectors
from bot.domain.rounds import Feedback, Phase, Round, Schedule
from bot.domain.timetable import Timetable

OVERFITTING = ItemId("beginner/overfitting")


@pytest.fixture
def item(bank: PackBank) -> Item:
    return bank.items[OVERFITTING]


def test_the_section_is_the_folder(item: Item) -> None:
    assert item.section == "beginner"


@pytest.mark.parametrize("word", ["beginner", "beginner/overfitting", "generalization"])
def test_a_section_a_level_a_topic_and_an_id_select_an_item(item: Item, word: str) -> None:
    assert item.answers_to(word)


def test_a_word_of_another_item_does_not_select_it(item: Item) -> None:
    assert not item.answers_to("llm")


def test_a_check_is_found_by_its_id(item: Item) -> None:
    assert item.check(item.checks[0].id) == item.checks[0]


def test_a_check_that_was_dropped_is_nothing(item: Item) -> None:
    assert item.check("gone") is None


def test_exactly_one_option_of_a_check_is_right(bank: PackBank) -> None:
    checks = [check for item in bank.items.values() for check in item.checks]
    assert all(check.options[check.right].right for check in checks)


def test_the_rubric_holds_the_full_answer_first(item: Item) -> None:
    assert item.rubric.model_answers[:2] == (item.full, item.short)


def test_a_retired_item_is_not_selected(item: Item) -> None:
    assert select([replace(item, retired=date(2026, 1, 1))], []) == []


def test_no_selector_selects_everything_in_use(bank: PackBank) -> None:
    assert len(select(bank.items.values(), [])) == len([one for one in bank.items.values() if one.retired is None])


def test_selectors_are_the_sections_the_other_levels_and_the_topics_in_use(item: Item) -> None:
    topics = {"generalization": "How it does on new data", "llm": "Language models"}
    assert selectors([item, replace(item, id=ItemId("extra/one"), level=Level.EXPERT)], topics) == {
        "beginner": "section beginner",
        "extra": "section extra",
        "expert": "level expert",
        "generalization": "How it does on new data",
    }


def test_a_problem_names_its_file_and_line() -> None:
    assert str(Problem("a.yaml", 3, "is wrong.")) == "a.yaml:3: is wrong."


def test_an_error_says_what_happened_and_what_to_do() -> None:
    error = StudyError("Too long.", "Shorten it.")
    assert (str(error), error.says, error.next_step) == ("Too long.", "Too long.", "Shorten it.")


def test_a_close_name_is_offered() -> None:
    assert did_you_mean("Regularisaton", ["regularization", "llm"]) == ' Did you mean "regularization"?'


def test_two_close_names_are_both_offered() -> None:
    assert did_you_mean("team", ["team a", "team b"]) == ' Did you mean "team b" or "team a"?'


def test_nothing_is_offered_where_nothing_is_close() -> None:
    assert did_you_mean("zzz", ["llm"]) == ""


def a_schedule(**values: object) -> Schedule:
    table = Timetable(ZoneInfo("UTC"), time(9), frozenset(range(5)))
    return replace(Schedule(ScheduleId(1), SpaceId("test:a"), ChannelId("c"), table), **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("start", "end", "paused"),
    [
        (None, None, False),
        (date(2026, 11, 24), None, False),
        (date(2026, 11, 23), None, True),
        (date(2026, 11, 20), date(2026, 11, 22), False),
        (date(2026, 11, 20), date(2026, 11, 23), True),
    ],
)
def test_a_pause_covers_its_days(start: date | None, end: date | None, paused: bool) -> None:
    assert a_schedule(paused_from=start, paused_until=end).paused_on(date(2026, 11, 23)) is paused


@pytest.mark.parametrize(
    ("phase", "hour", "takes"),
    [
        (Phase.PLANNED, 9, True),
        (Phase.OPEN, 9, True),
        (Phase.OPEN, 10, False),
        (Phase.CLOSED, 9, False),
        (Phase.VOID, 9, False),
    ],
)
def test_a_round_takes_answers_until_its_close(phase: Phase, hour: int, takes: bool) -> None:
    at = datetime(2026, 11, 23, tzinfo=UTC)
    round = Round(
        RoundId(1),
        1,
        SpaceId("test:a"),
        ChannelId("c"),
        ScheduleId(1),
        at.date(),
        OVERFITTING,
        "d",
        Style.OPEN,
        None,
        Feedback.CLOSE,
        at,
        at.replace(hour=10),
        phase,
    )
    assert round.takes_answers(at.replace(hour=hour)) is takes
