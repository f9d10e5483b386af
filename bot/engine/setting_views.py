"""Views about teams, schedules, status and help. `views` gathers all views."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.questions import Style
from bot.domain.rounds import Feedback
from bot.engine.tokens import Token
from bot.engine.verbs import Verb


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press. `main` is the one a person most likely wants; `disabled` shows a choice already made."""

    label: str
    token: Token
    main: bool = False
    danger: bool = False


@dataclass(frozen=True, slots=True)
class TeamLine:
    name: str
    members: int
    mine: bool


@dataclass(frozen=True, slots=True)
class TeamsView:
    teams: tuple[TeamLine, ...]
    note: str
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class ScheduleLine:
    """One schedule in words; `next_due` None while paused without an end."""

    channel: str
    time: str
    zone: str
    days: str
    draw: str
    style: Style
    feedback: Feedback
    reveal: str
    thread: bool
    notice: str
    next_due: datetime | None
    paused: str


@dataclass(frozen=True, slots=True)
class Upcoming:
    """One day of the preview; `title` is set where an item is pinned, `skipped` says why nothing will be posted."""

    day: date
    due: datetime
    title: str
    pinned: bool
    skipped: str


@dataclass(frozen=True, slots=True)
class SchedulesView:
    note: str
    schedules: tuple[ScheduleLine, ...]
    upcoming: tuple[Upcoming, ...]
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class UncertainPost:
    what: str
    channel: str
    since: datetime
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class ChannelStatus:
    channel: str
    last: str
    last_at: datetime | None
    next_due: datetime | None
    why_not: str
    unseen: int
    pool: int


@dataclass(frozen=True, slots=True)
class Lack:
    """A permission that the bot does not have where it was asked, and what it would be for."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class StatusView:
    version: str
    bank: str
    now: datetime
    zone: str
    channels: tuple[ChannelStatus, ...]
    uncertain: tuple[UncertainPost, ...]
    failures: tuple[str, ...]
    lacks: tuple[Lack, ...] = ()
    """Where the platform tells: what the bot may not do in the channel of the asker."""
    replicas: int = 0
    """How many processes of the bot run, as far as the database knows."""


@dataclass(frozen=True, slots=True)
class HelpView:
    """The catalogue, or one verb of it; `about` says what was not understood, if anything."""

    about: str
    verbs: tuple[Verb, ...]
    prefix: str = "/"


@dataclass(frozen=True, slots=True)
class SetupFormView:
    """The form of `/study setup`, with what stands now."""

    token: Token
    time: str
    zone: str
    days: str
    draw: str
    style: Style
    feedback: Feedback
    reveal: str
    thread: bool
    notice: str
    selectors: tuple[str, ...]
