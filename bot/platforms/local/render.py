"""From a view to what the page shows. Pure: the same view gives the same HTML, whenever it is asked for.

Times are written twice: as text in `zone`, and as an instant that the page turns into the reader's own time and into
"in 3 h". So nothing here depends on the clock, and a message's hash changes only when its facts do.
"""

from typing import assert_never

import htpy as h

from bot.engine import views as v
from bot.platforms.local import (
    render_admin,
    render_forms,
    render_kit,
    render_people,
    render_question,
    render_quiz,
    render_verdict,
)
from bot.platforms.local.parts import Zone


def render(view: v.View, zone: Zone = None, address: str = "") -> h.Node:
    """The view as HTML. `address` is where the page serves the view's file, if it has one."""
    match view:
        case v.QuestionView():
            return render_question.question(view, zone)
        case v.RevealView():
            return render_question.reveal(view)
        case v.ReceiptView():
            return render_question.receipt(view, zone)
        case v.HintView():
            return render_question.hint(view)
        case v.ShareView():
            return render_question.share(view)
        case v.VerdictView():
            return render_verdict.verdict(view)
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
            return render_admin.schedules(view, zone)
        case v.StatusView():
            return render_admin.status(view, zone)
        case v.HelpView():
            return render_admin.helped(view)
        case v.NoticeView():
            return render_admin.notice(view)
        case v.AnswerFormView():
            return render_forms.answer_form(view)
        case v.SetupFormView():
            return render_forms.setup_form(view)
        case v.KitFormView():
            return render_forms.kit_form(view)
        case v.KitView():
            return render_kit.kit(view)
        case v.KitFileView():
            return render_kit.kit_file(view, address)
        case v.FeedView():
            return h.section(".feed")[(render(posted.view, zone) for posted in view.posts)]
        case _:
            assert_never(view)


def html(view: v.View, zone: Zone = None, address: str = "") -> str:
    """The view as text of HTML."""
    return str(h.fragment[render(view, zone, address)])


def kind(view: v.View) -> str:
    """The view's name on the page. A quiz is one message from its first card to its summary."""
    match view:
        case v.QuizCardView() | v.QuizSummaryView():
            return "quiz"
        case v.AnswerFormView() | v.SetupFormView() | v.KitFormView():
            return "form"
        case _:
            return type(view).__name__.removesuffix("View").lower()


def takes_the_place(view: v.View) -> bool:
    """Whether the view replaces the private message of its kind that it was asked from; a verdict in a quiz replaces
    the card it is about."""
    match view:
        case v.QuizCardView() | v.QuizSummaryView() | v.BoardView() | v.KitView():
            return True
        case v.VerdictView():
            return view.number is None
        case _:
            return False
