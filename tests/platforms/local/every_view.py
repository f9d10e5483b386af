"""One view of every kind, with names and answers to choose, so that hostile ones can be tried everywhere."""

from dataclasses import replace
from datetime import date

from bot.domain.questions import Style
from bot.domain.rounds import Feedback
from bot.domain.standings import Period, Scope
from bot.engine import views as v
from bot.engine.catalog import VERBS
from bot.engine.doors import line
from bot.engine.tokens import Token
from tests.platforms.local.kit_samples import kit, kit_file, kit_form
from tests.platforms.local.samples import (
    CHECK,
    CLOSES,
    NOW,
    SOURCES,
    STREAK,
    answer_form,
    board,
    card,
    question,
    reveal,
    verdict,
)


def schedules(name: str) -> v.SchedulesView:
    return v.SchedulesView(
        "The daily question is set up.",
        (
            v.ScheduleLine(
                name,
                "09:00",
                "Europe/Berlin",
                "mon-fri",
                "all",
                Style.OPEN,
                Feedback.CLOSE,
                "10 minutes before the next question",
                True,
                "here",
                CLOSES,
                "",
            ),
        ),
        (
            v.Upcoming(date(2026, 11, 24), CLOSES, "Overfitting", True, ""),
            v.Upcoming(date(2026, 11, 25), CLOSES, "", False, "paused"),
        ),
        (v.Button("Pause", line("study schedule pause"), danger=True),),
    )


def status(name: str) -> v.StatusView:
    return v.StatusView(
        "0.1.0",
        "ai-ml 2026.11 (69 items)",
        NOW,
        "Europe/Berlin",
        (
            v.ChannelStatus(name, "Question 11", NOW, CLOSES, "", 50, 69),
            v.ChannelStatus("empty", "", None, None, "It is paused; `/study schedule resume` ends that.", 0, 69),
        ),
        (
            v.UncertainPost(
                "Question 12",
                name,
                NOW,
                (
                    v.Button("It is there", Token("post", 3, "mark")),
                    v.Button("Post it again", Token("post", 3, "again")),
                ),
            ),
        ),
        (f"#{name} is not there any more.",),
    )


def setup_form() -> v.SetupFormView:
    return v.SetupFormView(
        token=Token("setup"),
        time="09:00",
        zone="Europe/Berlin",
        days="mon-fri",
        draw="all",
        style=Style.OPEN,
        feedback=Feedback.CLOSE,
        reveal="before-next",
        thread=True,
        notice="here",
        selectors=("beginner", "llm"),
    )


def every_view(
    name: str = "Ana", answer: str = "The gradient shrinks layer by layer on its way back."
) -> tuple[v.View, ...]:
    """Every member of the union at least once."""
    return (
        question(),
        question(own=answer),
        question(is_open=False),
        question(style=Style.CHECK, own=f"B: {answer}"),
        reveal(),
        reveal(counts=False),
        v.ReceiptView(12, answer, False, CLOSES, STREAK, (v.Button("Change my answer", Token("answer", 12)),)),
        verdict(answer),
        replace(verdict(""), check=CHECK, choice=1, points=()),
        verdict(answer, None),
        v.HintView(
            12,
            0,
            "Write down the derivative for the **first** layer.",
            10,
            False,
            (v.Button("Answer", Token("answer", 12), main=True),),
        ),
        card(),
        card(chosen=3),
        card(chosen=0),
        v.QuizSummaryView(
            "beginner",
            2,
            3,
            2,
            (v.MissedItem("Overfitting", SOURCES),),
            (v.Button("Another quiz", line("quiz beginner"), main=True),),
        ),
        board(name),
        board(name, Period.ALL, Scope.TEAMS),
        v.MeView(
            name,
            STREAK,
            31,
            240,
            612,
            37,
            (v.TopicShare("optimization", 0.86, 7),),
            (v.TopicShare("llm", 0.31, 4),),
            name,
            False,
            True,
            (v.Button("Hide me from boards", line("study hide on")),),
        ),
        v.HistoryView(
            (
                v.PastRound(12, date(2026, 11, 23), "Vanishing gradients", 3, True, None),
                v.PastRound(11, date(2026, 11, 20), "Overfitting", 6, False, v.Button("Reveal 11", line("reveal 11"))),
            )
        ),
        v.HistoryView(()),
        v.TeamsView(
            (v.TeamLine(name, 3, True), v.TeamLine("Vision", 1, False)),
            f"You are in {name} now.",
            (v.Button("Leave my team", line("study team leave")),),
        ),
        schedules(name),
        status(name),
        v.HelpView('There is no command `/quizz`. Did you mean "quiz"?', VERBS),
        v.HelpView("", VERBS[:1]),
        v.NoticeView(f"There is no topic {name}.", "Try `/quiz llm`."),
        v.NoticeView("Done.", good=True),
        v.ShareView(11, name, answer),
        answer_form(answer),
        answer_form(style=Style.CHECK),
        setup_form(),
        kit(name),
        replace(kit(name), unmet=(), left_out=(), link="https://kits.example.com/kit#link=x"),
        kit_file(name),
        kit_form(name),
        v.FeedView("daily-question", (v.Posted("q", NOW, question()),), True),
    )
