"""What people can ask of the engine. Every door of every platform builds one of these."""

from dataclasses import dataclass
from datetime import date

from bot.domain.ids import QuizId, RoundId
from bot.domain.questions import Style
from bot.domain.rounds import Feedback
from bot.domain.standings import Period, Scope
from bot.engine.asker import Asker as Asker
from bot.engine.asker import clean as clean
from bot.engine.asker import cleaned as cleaned
from bot.engine.kit_commands import KitCommand


@dataclass(frozen=True, slots=True)
class ShowQuestion:
    pass


@dataclass(frozen=True, slots=True)
class AnswerToday:
    text: str


@dataclass(frozen=True, slots=True)
class OpenAnswerForm:
    round: RoundId


@dataclass(frozen=True, slots=True)
class AnswerRound:
    round: RoundId
    text: str = ""
    choice: int | None = None


@dataclass(frozen=True, slots=True)
class TakeHint:
    round: RoundId
    index: int | None = None


@dataclass(frozen=True, slots=True)
class Reveal:
    number: int | None = None


@dataclass(frozen=True, slots=True)
class ShowVerdict:
    round: RoundId


@dataclass(frozen=True, slots=True)
class ShareAnswer:
    round: RoundId


@dataclass(frozen=True, slots=True)
class StartQuiz:
    what: str = ""
    count: int = 5
    style: Style = Style.CHECK


@dataclass(frozen=True, slots=True)
class PickOption:
    quiz: QuizId
    position: int
    choice: int


@dataclass(frozen=True, slots=True)
class OpenQuizForm:
    quiz: QuizId
    position: int


@dataclass(frozen=True, slots=True)
class AnswerQuiz:
    quiz: QuizId
    position: int
    text: str


@dataclass(frozen=True, slots=True)
class NextCard:
    quiz: QuizId
    position: int


@dataclass(frozen=True, slots=True)
class EndQuiz:
    quiz: QuizId


@dataclass(frozen=True, slots=True)
class ShowBoard:
    period: Period = Period.WEEK
    scope: Scope = Scope.CHANNEL


@dataclass(frozen=True, slots=True)
class ShowMe:
    pass


@dataclass(frozen=True, slots=True)
class HideMe:
    """`what` is "boards" or "streak"."""

    what: str
    hide: bool


@dataclass(frozen=True, slots=True)
class ShowHistory:
    pass


@dataclass(frozen=True, slots=True)
class ListTeams:
    pass


@dataclass(frozen=True, slots=True)
class JoinTeam:
    name: str


@dataclass(frozen=True, slots=True)
class LeaveTeam:
    pass


@dataclass(frozen=True, slots=True)
class CreateTeam:
    name: str


@dataclass(frozen=True, slots=True)
class RenameTeam:
    name: str
    new_name: str


@dataclass(frozen=True, slots=True)
class DeleteTeam:
    name: str


@dataclass(frozen=True, slots=True)
class OpenSetupForm:
    pass


@dataclass(frozen=True, slots=True)
class SetUp:
    """None leaves a setting as it is, or at its default in a new schedule. Texts as typed; the engine reads them."""

    time: str | None = None
    zone: str | None = None
    days: str | None = None
    draw: str | None = None
    style: Style | None = None
    feedback: Feedback | None = None
    reveal: str | None = None
    thread: bool | None = None
    notice: str | None = None


@dataclass(frozen=True, slots=True)
class ListSchedules:
    pass


@dataclass(frozen=True, slots=True)
class PauseSchedule:
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class ResumeSchedule:
    pass


@dataclass(frozen=True, slots=True)
class SkipDay:
    day: date | None = None


@dataclass(frozen=True, slots=True)
class CloseNow:
    pass


@dataclass(frozen=True, slots=True)
class Preview:
    pass


@dataclass(frozen=True, slots=True)
class SwapNext:
    """Another item instead of the one that would be next."""


@dataclass(frozen=True, slots=True)
class PinItem:
    item: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class ShowStatus:
    pass


@dataclass(frozen=True, slots=True)
class DecidePost:
    """An admin's decision on an uncertain post: it is there (mark), or it is not (post again)."""

    delivery: int
    again: bool


@dataclass(frozen=True, slots=True)
class ShowHelp:
    topic: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class ReadChannel:
    pass


Command = (
    ShowQuestion
    | AnswerToday
    | OpenAnswerForm
    | AnswerRound
    | TakeHint
    | Reveal
    | ShowVerdict
    | ShareAnswer
    | StartQuiz
    | PickOption
    | OpenQuizForm
    | AnswerQuiz
    | NextCard
    | EndQuiz
    | ShowBoard
    | ShowMe
    | HideMe
    | ShowHistory
    | ListTeams
    | JoinTeam
    | LeaveTeam
    | CreateTeam
    | RenameTeam
    | DeleteTeam
    | OpenSetupForm
    | SetUp
    | ListSchedules
    | PauseSchedule
    | ResumeSchedule
    | SkipDay
    | CloseNow
    | Preview
    | SwapNext
    | PinItem
    | ShowStatus
    | DecidePost
    | ShowHelp
    | ReadChannel
    | KitCommand
)
