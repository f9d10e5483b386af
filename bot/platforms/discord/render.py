"""From a view to what Discord shows. Pure: the same view gives the same messages, whenever it is asked for."""

from typing import assert_never

from bot.engine import views as v
from bot.platforms.discord import (
    render_admin,
    render_kit,
    render_people,
    render_question,
    render_quiz,
    render_verdict,
)
from bot.platforms.discord.look import Look
from bot.platforms.discord.message import Message


def render(view: v.View, look: Look) -> tuple[Message, ...]:
    """The view as messages; one, but where its texts are longer than one takes."""
    match view:
        case v.QuestionView():
            return render_question.question(view)
        case v.RevealView():
            return render_question.reveal(view, look)
        case v.ReceiptView():
            return render_question.receipt(view)
        case v.HintView():
            return render_question.hint(view)
        case v.ShareView():
            return render_question.share(view)
        case v.VerdictView():
            return render_verdict.verdict(view, look)
        case v.QuizCardView():
            return render_quiz.card(view)
        case v.QuizSummaryView():
            return render_quiz.summary(view)
        case v.BoardView():
            return render_people.board(view)
        case v.MeView():
            return render_people.me(view)
        case v.HistoryView():
            return render_people.history(view)
        case v.TeamsView():
            return render_people.teams(view)
        case v.SchedulesView():
            return render_admin.schedules(view)
        case v.StatusView():
            return render_admin.status(view)
        case v.HelpView():
            return render_admin.helped(view)
        case v.NoticeView():
            return render_admin.notice(view)
        case v.KitView():
            return render_kit.kit(view)
        case v.KitFileView():
            return render_kit.kit_file(view)
        case v.AnswerFormView() | v.SetupFormView() | v.KitFormView():
            return render_admin.form_elsewhere(view)
        case v.FeedView():
            return tuple(message for post in view.posts for message in render(post.view, look))
        case _:
            assert_never(view)


def takes_the_place(view: v.View) -> bool:
    """Whether the view replaces the private message that it was asked from, instead of standing below it."""
    match view:
        case v.QuizCardView() | v.QuizSummaryView() | v.BoardView() | v.MeView() | v.TeamsView() | v.SchedulesView():
            return True
        case v.KitView():
            return True
        case v.VerdictView():
            return view.number is None
        case _:
            return False
