"""A kit's facts in a few words."""

from dataclasses import replace

from bot.domain.kits.values import Copy, Format
from bot.engine import kit_facts
from tests.platforms.local.kit_samples import kit, kit_line


def test_the_timing_tells_what_fills_the_interview() -> None:
    assert kit_facts.timing(kit()) == "20 of 30 minutes: 3 to open, 12 for 2 questions, 5 to close"


def test_topics_that_come_up_twice_say_so_and_many_are_cut() -> None:
    assert kit_facts.topics(kit()) == "optimization ×2, neural-networks"
    many = replace(kit(), topics=tuple((f"t{number}", 1) for number in range(14)))
    assert kit_facts.topics(many).endswith("t11 and 2 more")


def test_a_line_tells_its_part_its_minutes_and_when_the_team_saw_it() -> None:
    assert kit_facts.part(kit_line(1, "A")) == "Core, 6 min"
    assert kit_facts.asked(kit_line(1, "A")) == "Not asked here yet"
    assert kit_facts.asked(kit_line(1, "A", locked=True)) == "Last asked here on 5 March 2026"


def test_levels_are_counted() -> None:
    assert kit_facts.levels(kit()) == "2 Intermediate"


def test_downloads_come_in_the_order_in_which_they_are_wanted_quizzes_last() -> None:
    given = [
        (Format.ANKI, Copy.INTERVIEWER),
        (Format.PDF, Copy.CANDIDATE),
        (Format.JSON, Copy.INTERVIEWER),
        (Format.PDF, Copy.INTERVIEWER),
    ]
    assert [kit_facts.download(*one) for one in kit_facts.in_order(given)] == [
        "PDF for the interviewer",
        "JSON for the interviewer",
        "PDF for the candidate",
        "Anki cards for learners",
    ]
