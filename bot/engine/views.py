"""What the engine says, as facts. Platforms decide how it looks; `phrases` holds the words.

Texts are Markdown where an author wrote them, plain text everywhere else; names and answers are always plain and
must be escaped by whoever writes them out.
"""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.questions import Check, Diagram, Item, Level, Style
from bot.domain.rounds import Feedback
from bot.domain.scoring import Score
from bot.domain.streaks import Streak
from bot.domain.verdicts import Verdict
from bot.engine.kit_views import KitFileView as KitFileView
from bot.engine.kit_views import KitFormView as KitFormView
from bot.engine.kit_views import KitLine as KitLine
from bot.engine.kit_views import KitView as KitView
from bot.engine.people_views import BoardView as BoardView
from bot.engine.people_views import HistoryView as HistoryView
from bot.engine.people_views import MeView as MeView
from bot.engine.people_views import PastRound as PastRound
from bot.engine.people_views import TopicShare as TopicShare
from bot.engine.setting_views import Button as Button
from bot.engine.setting_views import ChannelStatus as ChannelStatus
from bot.engine.setting_views import HelpView as HelpView
from bot.engine.setting_views import Lack as Lack
from bot.engine.setting_views import ScheduleLine as ScheduleLine
from bot.engine.setting_views import SchedulesView as SchedulesView
from bot.engine.setting_views import SetupFormView as SetupFormView
from bot.engine.setting_views import StatusView as StatusView
from bot.engine.setting_views import TeamLine as TeamLine
from bot.engine.setting_views import TeamsView as TeamsView
from bot.engine.setting_views import UncertainPost as UncertainPost
from bot.engine.setting_views import Upcoming as Upcoming
from bot.engine.tokens import Token


@dataclass(frozen=True, slots=True)
class Option:
    """One lettered option of a check."""

    letter: str
    text: str


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question, in the channel (`own` is None) or in private with what the asker answered so far."""

    number: int
    title: str
    section: str
    level: Level
    topics: tuple[str, ...]
    minutes: int
    prompt: str
    style: Style
    options: tuple[Option, ...]
    day: date
    closes_at: datetime
    answered: int
    is_open: bool
    feedback: Feedback
    late: bool
    second_opinion: bool
    buttons: tuple[Button, ...]
    own: str | None = None


@dataclass(frozen=True, slots=True)
class PointCount:
    """How many answers covered a key point."""

    says: str
    covered: int


@dataclass(frozen=True, slots=True)
class RevealView:
    """The model answer of a closed round."""

    number: int
    title: str
    level: Level
    prompt: str
    style: Style
    check: Check | None
    short: str
    full: str
    diagram: Diagram | None
    pack: str
    sources: tuple[str, ...]
    answered: int
    counts: tuple[PointCount, ...]
    """Per key point, in order; empty below five answerers, so that nobody can be recognised."""
    option_counts: tuple[int, ...]
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """The answer is saved."""

    number: int
    answer: str
    changed: bool
    closes_at: datetime
    streak: Streak
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class JudgedPoint:
    says: str
    evidence: str | None
    """The words of the answer that show the point; None where it could not be matched."""


@dataclass(frozen=True, slots=True)
class VerdictView:
    """One member's private verdict; `round_number` None in a quiz."""

    number: int | None
    title: str
    verdict: Verdict
    points: tuple[JudgedPoint, ...]
    score: Score | None
    answer: str
    short: str
    full: str
    diagram: Diagram | None
    pack: str
    check: Check | None
    choice: int | None
    buttons: tuple[Button, ...]
    earned_before: bool = False


@dataclass(frozen=True, slots=True)
class HintView:
    number: int
    index: int
    text: str
    cost: int
    taken_before: bool
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class QuizCardView:
    """One question of a quiz; after a choice, `chosen` and the explanations."""

    what: str
    position: int
    count: int
    title: str
    level: Level
    prompt: str
    style: Style
    options: tuple[Option, ...]
    buttons: tuple[Button, ...]
    check: Check | None = None
    chosen: int | None = None
    gained: int = 0


@dataclass(frozen=True, slots=True)
class MissedItem:
    title: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuizSummaryView:
    what: str
    right: int
    answered: int
    gained: int
    missed: tuple[MissedItem, ...]
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A plain sentence and what to do next: errors, confirmations, notices to admins."""

    says: str
    next_step: str = ""
    good: bool = False
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class ShareView:
    """A member's own answer, shared after the close by the member's own wish."""

    number: int
    name: str
    answer: str


@dataclass(frozen=True, slots=True)
class AnswerFormView:
    """A form to type or choose an answer in; `value` and `choice` hold what is there already."""

    token: Token
    title: str
    prompt: str
    style: Style
    options: tuple[Option, ...]
    limit: int
    value: str
    choice: int | None
    note: str


@dataclass(frozen=True, slots=True)
class Posted:
    """A message of the bot in a channel, rebuilt from the database."""

    key: str
    at: datetime
    view: "View"
    reply_to: str | None = None


@dataclass(frozen=True, slots=True)
class FeedView:
    """What the bot has posted in a channel, oldest first."""

    channel: str
    posts: tuple[Posted, ...]
    is_admin: bool


View = (
    QuestionView
    | RevealView
    | ReceiptView
    | VerdictView
    | HintView
    | QuizCardView
    | QuizSummaryView
    | BoardView
    | MeView
    | HistoryView
    | TeamsView
    | SchedulesView
    | StatusView
    | HelpView
    | NoticeView
    | ShareView
    | AnswerFormView
    | SetupFormView
    | FeedView
    | KitFormView
    | KitView
    | KitFileView
)


def option_views(check: Check | None) -> tuple[Option, ...]:
    """The options of a check with their letters."""
    return tuple(Option("ABCDEF"[i], option.text) for i, option in enumerate(check.options)) if check else ()


def source_lines(item: Item) -> tuple[str, ...]:
    """Each source as a line of Markdown."""
    lines = []
    for source in item.sources:
        title = f"[{source.title}]({source.url})" if source.url else f"*{source.title}*"
        where = f", {source.where}" if source.where else ""
        lines.append(f"{source.authors}: {title} ({source.year}){where}")
    return tuple(lines)
