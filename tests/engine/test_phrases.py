"""The words: titles, summaries and small print for every view."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.questions import Check, CheckKind, Option, Style
from bot.domain.rounds import Feedback
from bot.domain.scoring import Score
from bot.domain.streaks import Streak
from bot.domain.verdicts import Band, Verdict
from bot.engine import phrases
from bot.engine import views as v
from bot.engine.ports.clock import WallClock
from tests.world import World, seen


async def one_of_each(world: World) -> list[v.View]:
    """A view of every kind, as a day and a quiz give them."""
    question: v.View = await world.open_day()
    private = [await world.press(question, label) for label in ("Answer", "Hint")]
    receipt = await world.answer("Mine")
    reveal = await world.close_round()
    verdict = await world.press(reveal, "Your verdict")
    await world.press(verdict, "Share")
    await world.tick()
    card = await world.type("/quiz 1 open")
    lines = ["/leaderboard", "/study me", "/study history", "/study team list", "/study help", "/answer x"]
    admin = ["/study setup", "/study schedule list", "/study status", "/kit", "/kit expert 20", "/kit expert 20 csv"]
    return [
        question,
        *private,
        receipt,
        reveal,
        verdict,
        *world.platform.said(v.ShareView),
        card,
        await world.press(card, "End"),
        *[await world.type(line) for line in lines],
        *[await world.type(line, admin=True) for line in admin],
        v.FeedView("study", (), is_admin=False),
    ]


async def test_every_view_has_a_title_and_a_summary(world: World) -> None:
    views = await one_of_each(world)
    assert {type(one) for one in views} == set(v.View.__args__)
    assert all(phrases.title(one) and phrases.summary(one) for one in views)


async def test_titles_say_what_one_looks_at(world: World) -> None:
    views = {type(one): phrases.title(one) for one in await one_of_each(world)}
    assert views[v.ReceiptView] == "Your answer is saved"
    assert views[v.HintView] == "Hint 1 for question 1"
    assert views[v.VerdictView] == "Your verdict on question 1"
    assert views[v.ShareView] == "Ana shares an answer to question 1"


async def test_a_board_says_who_leads_and_which_period_it_is(world: World) -> None:
    await world.open_day()
    await world.answer((await world.item()).short)
    await world.close_round()
    board = seen(await world.type("/leaderboard"), v.BoardView)
    line = replace(board.lines[0], points=1)
    assert phrases.summary(replace(board, lines=(line,))) == (
        "Leaderboard. This week, this channel. Ana leads with 1 point."
    )
    assert phrases.title(replace(board, previous=True)) == "Last week, this channel"


async def test_a_closed_question_is_said_to_be_closed(world: World) -> None:
    question = await world.open_day()
    assert phrases.summary(question).endswith("(Beginner, Nobody has answered yet)")
    assert phrases.summary(replace(question, is_open=False)).endswith("(Beginner, closed)")


async def test_the_small_print_says_when_the_verdict_comes_and_who_reads_along(world: World) -> None:
    question = await world.open_day()
    told = [phrases.rules(replace(question, feedback=feedback)) for feedback in Feedback]
    assert ["the last one counts" in told[0], "final" in told[1]] == [True, True]
    assert phrases.rules(replace(question, second_opinion=True)).endswith("gives a second opinion on it.")


def a_verdict(score: Score | None, *, earned_before: bool = False) -> v.VerdictView:
    verdict = Verdict(0.5, Band.MIXED, (), ())
    return v.VerdictView(
        number=None,
        title="Overfitting",
        verdict=verdict,
        points=(),
        score=score,
        answer="",
        short="",
        full="",
        diagram=None,
        pack="ai-ml",
        check=None,
        choice=None,
        buttons=(),
        earned_before=earned_before,
    )


def test_the_score_is_told_part_by_part() -> None:
    assert phrases.score_lines(a_verdict(Score(10, 2, -3, 0))) == ("Answer: +10", "Sincere attempt: +2", "Hints: -3")


def test_an_item_that_earned_before_is_told_so() -> None:
    assert phrases.score_lines(a_verdict(Score(0, 0, 0, 4), earned_before=True))[1] == "Streak: 4"


def test_a_verdict_without_a_score_has_no_lines() -> None:
    assert phrases.score_lines(a_verdict(None)) == ()


def test_a_practice_verdict_is_called_by_its_item() -> None:
    assert phrases.title(a_verdict(None)) == "Your verdict: Overfitting"


def test_a_changed_answer_is_said_to_be_changed() -> None:
    receipt = v.ReceiptView(1, "Mine", True, WallClock().now(), Streak(1, 1), ())
    assert phrases.summary(receipt) == "Your answer is changed. 1 day in a row."


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Streak(0, 0), "No streak yet"),
        (Streak(0, 4), "No streak at the moment (best 4 days)"),
        (Streak(1, 1), "1 day in a row"),
        (Streak(5, 12), "5 days in a row (best 12)"),
    ],
)
def test_a_streak_has_words(value: Streak, words: str) -> None:
    assert phrases.streak(value) == words


@pytest.mark.parametrize(("left", "words"), [(True, "still there"), (False, "has been used")])
def test_a_freeze_has_words(left: bool, words: str) -> None:
    assert words in phrases.freeze(Streak(1, 1, (date(2026, 11, 23),), left))


@pytest.mark.parametrize(("number", "words"), [(0, "0 answers"), (1, "1 answer"), (1204, "1,204 answers")])
def test_a_number_takes_its_plural(number: int, words: str) -> None:
    assert phrases.count(number, "answer") == words


def test_styles_and_feedbacks_have_words() -> None:
    assert [phrases.style(one) for one in Style] == ["in your own words", "choose an option"]
    assert [phrases.feedback(one) for one in Feedback] == ["at the close", "at once"]


def test_no_number_of_answers_is_said_in_words() -> None:
    assert (phrases.answered(0), phrases.answered(7)) == ("Nobody has answered yet", "7 answered")


def test_the_wall_clock_is_aware() -> None:
    assert WallClock().now().tzinfo is not None


def test_the_outcome_of_words_is_a_band() -> None:
    assert phrases.outcome(a_verdict(None)) == "Half-way: some of the core is there"


@pytest.mark.parametrize(("choice", "words"), [(1, "Right"), (0, "Not quite: B is right")])
def test_the_outcome_of_a_choice_is_right_or_names_what_is(choice: int, words: str) -> None:
    check = Check("one", CheckKind.CONCEPT, "?", (Option("a", False, ""), Option("b", True, "")))
    assert phrases.outcome(replace(a_verdict(None), check=check, choice=choice)) == words
