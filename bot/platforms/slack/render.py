"""From a view to a message. Pure: the same view gives the same blocks, whenever it is asked for."""

from typing import assert_never

from bot.engine import phrases
from bot.engine import views as v
from bot.platforms.slack import (
    render_admin,
    render_kit,
    render_people,
    render_question,
    render_quiz,
    render_verdict,
)
from bot.platforms.slack.message import Message, message
from bot.platforms.slack.parts import PLAIN, Look
from bot.platforms.slack.text import Json


def render(view: v.View, look: Look = PLAIN) -> Message:
    """The view as one message; `message.parts` cuts it where it is too long."""
    return message(blocks(view, look), phrases.summary(view))


def blocks(view: v.View, look: Look = PLAIN) -> list[Json]:
    match view:
        case v.QuestionView():
            return render_question.question(view, look)
        case v.RevealView():
            return render_question.reveal(view, look)
        case v.ReceiptView():
            return render_question.receipt(view, look)
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
            return render_people.teams(view, look)
        case v.SchedulesView():
            return render_admin.schedules(view, look)
        case v.StatusView():
            return render_admin.status(view, look)
        case v.HelpView():
            return render_admin.helped(view, look)
        case v.NoticeView():
            return render_admin.notice(view, look)
        case v.KitView():
            return render_kit.kit(view, look)
        case v.KitFileView():
            return render_kit.kit_file(view, look)
        case v.AnswerFormView() | v.SetupFormView() | v.KitFormView():
            return render_admin.no_form(view)
        case v.FeedView():
            return [block for posted in view.posts for block in blocks(posted.view, look)]
        case _:
            assert_never(view)


def takes_the_place(view: v.View) -> bool:
    """Whether the view replaces the private message whose button asked for it: a quiz, a board and a schedule are
    one message from first to last."""
    match view:
        case v.QuizCardView() | v.QuizSummaryView() | v.BoardView() | v.SchedulesView() | v.TeamsView() | v.KitView():
            return True
        case v.VerdictView():
            return view.number is None
        case _:
            return False
