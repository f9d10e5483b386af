"""The words: one tone, one place to translate. Platforms add looks, never words of their own."""

from typing import assert_never

from bot.domain.questions import Level, Style
from bot.domain.rounds import Feedback
from bot.domain.standings import Period, Scope
from bot.domain.streaks import Streak
from bot.domain.verdicts import Band, Remark
from bot.engine import views as v

LEVELS = {Level.BEGINNER: "Beginner", Level.INTERMEDIATE: "Intermediate", Level.EXPERT: "Expert"}
PERIODS = {Period.WEEK: "This week", Period.MONTH: "This month", Period.SEASON: "This season", Period.ALL: "All time"}
LAST_PERIODS = {
    Period.WEEK: "Last week",
    Period.MONTH: "Last month",
    Period.SEASON: "Last season",
    Period.ALL: "All time",
}
SCOPES = {Scope.CHANNEL: "this channel", Scope.SPACE: "everybody", Scope.TEAMS: "teams"}
BANDS = {
    Band.EXCELLENT: "Excellent: nearly everything is there",
    Band.GOOD: "Good: the core is there",
    Band.MIXED: "Half-way: some of the core is there",
    Band.THIN: "A start: little of it could be matched",
    Band.NONE: "Nothing could be matched",
}
REMARKS = {
    Remark.EMPTY: "There was no answer to judge.",
    Remark.ECHO: "This mostly repeats the question. Say what you know about it in your own words.",
    Remark.KEYWORDS: "These are keywords without sentences. Say how they belong together.",
    Remark.DUMP: "This is far longer than an answer, so single points earned nothing. Answer in a few sentences.",
    Remark.REVERSED: "This says the reverse of a good answer.",
}
MISSED = "could not match"
PRIVATE = "Only you can see this"
NOT_WRONG = "“Could not match” means just that: it may be there in words that I did not recognise."


def running(view: v.StatusView) -> str:
    """How many processes of the bot run."""
    return count(view.replicas, "process", "processes")


def count(number: int, one: str, many: str = "") -> str:
    """`1 answer`, `7 answers`, `1,204 answers`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def points(number: int) -> str:
    return count(number, "point")


def answered(number: int) -> str:
    """The live line under a question."""
    return "Nobody has answered yet" if number == 0 else f"{number:,} answered"


def streak(value: Streak) -> str:
    """`5 days in a row (best 12)`."""
    if value.current == 0:
        return f"No streak at the moment (best {count(value.best, 'day')})" if value.best else "No streak yet"
    best = "" if value.best == value.current else f" (best {value.best})"
    return f"{count(value.current, 'day')} in a row{best}"


def freeze(value: Streak) -> str:
    return "This week's freeze is still there" if value.freeze_left else "This week's freeze has been used"


def rules(view: v.QuestionView) -> str:
    """The small print of a question."""
    if view.feedback is Feedback.AT_ONCE:
        text = "Your answer stays private. You get the verdict at once, and the answer is then final."
    else:
        text = "Your answer stays private. You can change it until the close; the last one counts."
    if view.second_opinion:
        text += " A language model gives a second opinion on it."
    return text


def hint_label(index: int, cost: int) -> str:
    return f"Hint {index + 1} (costs {cost} %)"


def outcome(view: v.VerdictView) -> str:
    """The verdict in a few words: a band for an answer in words, right or not for a chosen option."""
    if view.check is None:
        return BANDS[view.verdict.band]
    letter = "ABCDEF"[view.check.right]
    return "Right" if view.choice == view.check.right else f"Not quite: {letter} is right"


def score_lines(view: v.VerdictView) -> tuple[str, ...]:
    """Where the points come from, part by part."""
    if view.score is None:
        return ()
    if view.earned_before:
        return (
            "This question has earned you points this season already, so only the streak counts.",
            f"Streak: {view.score.streak}",
        )
    parts = [
        ("Answer", view.score.answer),
        ("Sincere attempt", view.score.attempt),
        ("Hints", view.score.hints),
        ("Streak", view.score.streak),
    ]
    return tuple(f"{name}: {number:+d}" for name, number in parts if number)


def style(value: Style) -> str:
    return {Style.OPEN: "in your own words", Style.CHECK: "choose an option"}[value]


def feedback(value: Feedback) -> str:
    return {Feedback.CLOSE: "at the close", Feedback.AT_ONCE: "at once"}[value]


def title(view: v.View) -> str:
    """The headline of a view."""
    match view:
        case v.QuestionView():
            return f"Question {view.number}: {view.title}"
        case v.RevealView():
            return f"Model answer to question {view.number}: {view.title}"
        case v.ReceiptView():
            return "Your answer is changed" if view.changed else "Your answer is saved"
        case v.VerdictView():
            return f"Your verdict on question {view.number}" if view.number else f"Your verdict: {view.title}"
        case v.HintView():
            return f"Hint {view.index + 1} for question {view.number}"
        case v.QuizCardView():
            return f"Quiz: {view.what}, {view.position + 1} of {view.count}"
        case v.QuizSummaryView():
            return f"Quiz: {view.what}, done"
        case v.BoardView():
            return f"{(LAST_PERIODS if view.previous else PERIODS)[view.period]}, {SCOPES[view.scope]}"
        case v.MeView():
            return f"{view.name}, this is you"
        case v.HistoryView():
            return "The last questions in this channel"
        case v.TeamsView():
            return "Teams"
        case v.SchedulesView():
            return "The daily question"
        case v.StatusView():
            return "Status"
        case v.HelpView():
            return "Study Bot"
        case v.NoticeView():
            return "Done" if view.good else "Please note"
        case v.ShareView():
            return f"{view.name} shares an answer to question {view.number}"
        case v.AnswerFormView():
            return view.title
        case v.SetupFormView():
            return "Set up the daily question"
        case v.FeedView():
            return view.channel
        case v.KitFormView():
            return "Make an interview kit"
        case v.KitView():
            return f"Interview kit: {view.title}"
        case v.KitFileView():
            return f"{view.title}: {view.file.name}"
        case _:
            assert_never(view)


def summary(view: v.View) -> str:
    """The plain sentence for notifications, fallback texts and screen readers."""
    match view:
        case v.QuestionView():
            state = answered(view.answered) if view.is_open else "closed"
            return f"{title(view)} ({LEVELS[view.level]}, {state})"
        case v.RevealView():
            return f"{title(view)} is here. {count(view.answered, 'person', 'people')} answered."
        case v.ReceiptView():
            return f"{title(view)}. {streak(view.streak)}."
        case v.VerdictView():
            earned = f" {points(view.score.total)}." if view.score else ""
            return f"{title(view)}: {outcome(view)}.{earned}"
        case v.HintView():
            return f"{title(view)}: {view.text}"
        case v.QuizCardView():
            return title(view)
        case v.QuizSummaryView():
            return f"{title(view)}: {view.right} of {view.answered} right."
        case v.BoardView():
            leader = (
                f" {view.lines[0].name} leads with {points(view.lines[0].points)}." if view.lines else " Nobody yet."
            )
            return f"Leaderboard. {title(view)}.{leader}"
        case v.NoticeView():
            return f"{view.says} {view.next_step}".strip()
        case v.KitView():
            return f"{title(view)}. {count(len(view.lines), 'question')}, {view.minutes} of {view.budget} minutes."
        case v.KitFileView():
            return f"{title(view)}. {view.note}"
        case (
            v.MeView()
            | v.HistoryView()
            | v.TeamsView()
            | v.SchedulesView()
            | v.StatusView()
            | v.HelpView()
            | v.ShareView()
            | v.AnswerFormView()
            | v.SetupFormView()
            | v.FeedView()
            | v.KitFormView()
        ):
            return title(view)
        case _:
            assert_never(view)
