"""The catalogue of commands: what is typed, what is registered, and what is offered."""

import re
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.errors import StudyError
from bot.domain.questions import Style
from bot.domain.rounds import Feedback
from bot.domain.standings import Period, Scope
from bot.engine import catalog
from bot.engine import commands as c

NAMES = [verb.name for verb in catalog.VERBS]
WORDS = st.sampled_from([word for verb in catalog.VERBS for word in verb.path])
VALUES = st.sampled_from(["3", "²", "open", "month", "2026-12-24", "x=y", "count=99", '"', "“", "name=", "day=x"])
LINES = (
    st.text(max_size=300)
    | st.lists(WORDS | VALUES | st.text(max_size=8), max_size=7).map(" ".join)
    | st.builds(
        "/{} {}".format, st.sampled_from(NAMES), st.text(max_size=40) | st.lists(VALUES, max_size=4).map(" ".join)
    )
)


@given(LINES)
@example("/")
@example("")
@example("/study team rename a b=c d")
def test_any_line_gives_a_command_or_an_error_for_people(line: str) -> None:
    with suppress(StudyError):
        assert isinstance(catalog.parse(line), c.Command)


@pytest.mark.parametrize(("verb", "line"), [(verb, line) for verb in catalog.VERBS for line in verb.examples])
def test_every_example_is_read_as_its_own_verb(verb: catalog.Verb, line: str) -> None:
    found = catalog.find(line.split())
    assert found == (verb, len(verb.path))
    assert isinstance(catalog.parse(f"/{line}"), c.Command)


def _full(verb: catalog.Verb) -> dict[str, str]:
    """A value for every parameter, of its kind."""
    by_kind = {catalog.Kind.NUMBER: "3", catalog.Kind.DATE: "2026-12-24"}
    return {p.name: p.choices[0] if p.choices else by_kind.get(p.kind, "words") for p in verb.params}


@pytest.mark.parametrize("verb", catalog.VERBS, ids=NAMES)
def test_every_verb_has_an_example_that_shows_its_name(verb: catalog.Verb) -> None:
    assert verb.examples
    assert all(example.startswith(verb.name) for example in verb.examples)


@pytest.mark.parametrize("verb", catalog.VERBS, ids=NAMES)
def test_every_verb_can_be_registered_on_discord(verb: catalog.Verb) -> None:
    words = [*verb.path, *(param.name for param in verb.params)]
    texts = [verb.about, *(param.about for param in verb.params)]
    assert all(re.fullmatch(r"[-\w]{1,32}", word) and word == word.lower() for word in words)
    assert all(1 <= len(text) <= 100 for text in texts)
    assert len(verb.path) <= 3
    assert len(verb.params) <= 25
    assert all(len(param.choices) <= 25 for param in verb.params)


@pytest.mark.parametrize("verb", catalog.VERBS, ids=NAMES)
def test_required_parameters_come_first(verb: catalog.Verb) -> None:
    required = [param.required for param in verb.params]
    assert required == sorted(required, reverse=True)


def test_no_two_verbs_have_one_name() -> None:
    assert len(set(NAMES)) == len(NAMES)


def test_no_verb_is_also_a_group() -> None:
    assert not [one for one in NAMES for two in NAMES if two.startswith(f"{one} ")]


def test_usage_names_what_must_and_what_may_be_there() -> None:
    usages = {verb.name: verb.usage for verb in catalog.VERBS}
    assert (usages["quiz"], usages["answer"]) == ("quiz [what] [count] [style]", "answer <text>")


@pytest.mark.parametrize("verb", catalog.VERBS, ids=NAMES)
def test_values_by_name_build_every_verb(verb: catalog.Verb) -> None:
    assert catalog.build(verb, _full(verb)) is not None


@pytest.mark.parametrize(
    "verb", [verb for verb in catalog.VERBS if any(p.required for p in verb.params)], ids=lambda verb: verb.name
)
def test_a_required_value_that_is_missing_is_said_whoever_collected_the_values(verb: catalog.Verb) -> None:
    with pytest.raises(StudyError, match="needs"):
        catalog.build(verb, {verb.params[0].name: ""})


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("quiz", c.StartQuiz("", 5, Style.CHECK)),
        ("quiz LLM 3", c.StartQuiz("LLM", 3)),
        ("quiz 3 open expert", c.StartQuiz("expert", 3, Style.OPEN)),
        ("quiz count=7 style=OPEN", c.StartQuiz("", 7, Style.OPEN)),
        ("/QUIZ beginner", c.StartQuiz("beginner")),
        ("answer  two  words\nand a line", c.AnswerToday("two  words\nand a line")),
        ("answer\nnext line", c.AnswerToday("next line")),
        ("reveal 12", c.Reveal(12)),
        ("reveal", c.Reveal()),
        ("leaderboard teams month", c.ShowBoard(Period.MONTH, Scope.TEAMS)),
        ("study hide", c.HideMe("boards", True)),
        ("study hide-streak off", c.HideMe("streak", False)),
        ("study setup", c.OpenSetupForm()),
        ("study setup thread=no feedback=at-once", c.SetUp(thread=False, feedback=Feedback.AT_ONCE)),
        ("study team rename Vision Sight and Sound", c.RenameTeam("Vision", "Sight and Sound")),
        ("study team rename Vision Vision Two", c.RenameTeam("Vision", "Vision Two")),
        ('study team rename "Deep Vision" “Deeper Vision”', c.RenameTeam("Deep Vision", "Deeper Vision")),
        ("study help quiz", c.ShowHelp("quiz")),
        ("help quiz", c.ShowHelp("quiz")),
        ("?", c.ShowHelp()),
        ("", c.ShowHelp()),
        ("study", c.ShowHelp()),
        ("/ reveal 3", c.Reveal(3)),
    ],
)
def test_a_typed_line_gives_its_command(line: str, command: c.Command) -> None:
    assert catalog.parse(line) == command


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("quiz count=0", "count is a whole number from 1 to 20"),
        ("quiz count=²", "count is a whole number"),
        ("reveal x", 'number is a whole number from 1 to 1,000,000, not "x"'),
        ("quiz style=opne", 'Did you mean "open"'),
        ("quiz kount=3", '"kount".* Did you mean "count"'),
        ("leaderboard year", "period is one of week, month, season, all"),
        ("study history now", 'I did not understand "now"'),
        ("answer", "needs text"),
        ("study team rename Vision", "needs new-name"),
        ("study schedule skip tomorrow", '"tomorrow" is not a date'),
        ("quiz a 1 open more", 'I did not understand "more"'),
    ],
)
def test_a_line_that_cannot_be_read_is_said(line: str, says: str) -> None:
    with pytest.raises(StudyError, match=says):
        catalog.parse(line)


@pytest.mark.parametrize(
    ("line", "about"),
    [
        ("quizz", 'There is no command `/quizz`. Did you mean "quiz"?'),
        ("study team", "`/study team` needs one more word."),
        ("study stats", 'There is no command `/study stats`. Did you mean "study status"'),
        ("dance", "There is no command `/dance`."),
    ],
)
def test_an_unknown_command_gives_help_with_the_nearest(line: str, about: str) -> None:
    found = catalog.parse(line)
    assert isinstance(found, c.ShowHelp)
    assert found.about.startswith(about)


def test_an_open_quote_is_taken_as_it_stands() -> None:
    assert catalog.split('a "b c') == ["a", "b c"]


def test_any_white_space_parts_words() -> None:
    assert catalog.split(" a \n\t b  ") == ["a", "b"]


def test_empty_quotes_are_an_empty_word() -> None:
    assert catalog.split('a "" „b c“') == ["a", "", "b c"]


@pytest.mark.parametrize(
    ("line", "offers"),
    [
        ("/qu", ["/quiz", "/question"]),
        ("/quiz be", ["/quiz beginner"]),
        ("/quiz beginner ", []),
        ("/leaderboard month te", ["/leaderboard month teams"]),
        ("/study hide ", ["/study hide on", "/study hide off"]),
        ("/question ", []),
        ("/nothing", []),
    ],
)
def test_a_typed_line_is_completed(line: str, offers: list[str]) -> None:
    found = catalog.complete(line, {"beginner": "section beginner", "llm": "Language models"})
    assert [text for text, _ in found] == offers


@given(LINES)
def test_completion_never_fails_and_offers_at_most_eight(line: str) -> None:
    assert len(catalog.complete(line, dict.fromkeys(map(str, range(30)), "topic"))) <= 8
