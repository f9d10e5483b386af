"""Views about people and what they did: boards, the own page, the channel's history. `views` gathers all views."""

from dataclasses import dataclass
from datetime import date

from bot.domain.standings import Period, Scope, Standing
from bot.domain.streaks import Streak
from bot.engine.setting_views import Button


@dataclass(frozen=True, slots=True)
class BoardView:
    """A board page. `own` is the asker's line when it is not on the page; `previous` says that the running period is
    still empty, so that this is the one before."""

    period: Period
    scope: Scope
    label: str
    lines: tuple[Standing, ...]
    own: Standing | None
    own_key: str
    members: int
    hidden: bool
    previous: bool
    team_streak: int
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class TopicShare:
    """How a member does on a topic: mean coverage, 0 to 1, over `answers` answers."""

    topic: str
    coverage: float
    answers: int


@dataclass(frozen=True, slots=True)
class MeView:
    name: str
    streak: Streak
    week: int
    season: int
    total: int
    rounds: int
    strong: tuple[TopicShare, ...]
    weak: tuple[TopicShare, ...]
    team: str | None
    hidden: bool
    streak_hidden: bool
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class PastRound:
    number: int
    day: date
    title: str
    answered: int
    is_open: bool
    button: Button | None


@dataclass(frozen=True, slots=True)
class HistoryView:
    rounds: tuple[PastRound, ...]
