"""What the store hands to the engine that the rules do not speak of: rows about people, quizzes and deliveries."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.ids import ChannelId, ItemId, Member, QuizId, RoundId, ScheduleId, SpaceId, TeamId, UserId
from bot.domain.questions import Style
from bot.domain.rounds import covers
from bot.domain.timetable import Timetable


@dataclass(frozen=True, slots=True)
class Space:
    id: SpaceId
    zone: str
    seed: str
    owner: UserId | None


@dataclass(frozen=True, slots=True)
class Person:
    """A member's row: the last name seen, the own team, and what the member hides."""

    member: Member
    name: str
    team: TeamId | None
    hidden: bool
    streak_hidden: bool


@dataclass(frozen=True, slots=True)
class Team:
    id: TeamId
    name: str
    members: int


@dataclass(frozen=True, slots=True)
class Award:
    """One row of the points ledger, unique by (member, source, reason)."""

    member: Member
    source: str
    reason: str
    points: int
    day: date
    channel: ChannelId
    round: RoundId | None = None


@dataclass(frozen=True, slots=True)
class Quiz:
    """A practice session; `cards` are (item, check) pairs, check None in the open style."""

    id: QuizId
    member: Member
    what: str
    style: Style
    cards: tuple[tuple[ItemId, str | None], ...]
    position: int
    ended: bool


@dataclass(frozen=True, slots=True)
class QuizAnswer:
    position: int
    choice: int | None
    right: bool
    gained: int


class DeliveryKind(StrEnum):
    QUESTION = "question"
    REVEAL = "reveal"
    SHARE = "share"
    NOTICE = "notice"


class DeliveryState(StrEnum):
    """PENDING waits for its time, SENDING is leased, UNKNOWN may have arrived, UNCERTAIN waits for an admin."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    UNCERTAIN = "uncertain"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message that is posted once. `fence` rises with every claim; only its holder may confirm."""

    id: int
    key: str
    kind: DeliveryKind
    space: SpaceId
    channel: ChannelId
    schedule: ScheduleId | None
    round: RoundId | None
    user: UserId | None
    day: date | None
    due_at: datetime
    state: DeliveryState
    attempt: int
    fence: int
    first_at: datetime | None
    last_at: datetime | None
    message: str | None
    text: str
    error: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """One line of a delivery's story: what became of a claim. `fence` tells claims apart."""

    attempt: int
    fence: int
    at: datetime
    outcome: str
    detail: str


@dataclass(frozen=True, slots=True)
class Due:
    """As much of a schedule as planning needs: 100,000 of them may come at one instant."""

    id: ScheduleId
    timetable: Timetable
    day: date
    paused_from: date | None
    paused_until: date | None

    def paused_on(self, day: date) -> bool:
        return covers(self.paused_from, self.paused_until, day)


@dataclass(frozen=True, slots=True)
class News:
    """What there may be to do, found out in one statement. `at` is the database's time."""

    at: datetime
    judge: bool
    close: bool
    plan: bool
    send: bool
    look_up: bool
    edit: bool
    check: bool
