"""What the engine needs of a database. The engine owns the port; `bot.storage` fills it.

A use case is a synchronous function over one transaction: `await store.run(work)`. Repositories return domain
values. Whether something is new is decided by a constraint: such methods return False, or None, when it was not.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol, TypeVar

from bot.domain.ids import ChannelId, ItemId, Member, QuizId, RoundId, ScheduleId, SpaceId, TeamId, UserId
from bot.domain.questions import Style
from bot.domain.rounds import Round, Schedule, Submission
from bot.domain.standings import Standing
from bot.domain.verdicts import Verdict
from bot.engine.ports.figures import Figures as Figures
from bot.engine.ports.kits import Kits
from bot.engine.ports.leases import Leases as Leases
from bot.engine.ports.posting import Deliveries as Deliveries
from bot.engine.ports.posting import Pacing as Pacing
from bot.engine.ports.records import Attempt as Attempt
from bot.engine.ports.records import Award as Award
from bot.engine.ports.records import Delivery as Delivery
from bot.engine.ports.records import DeliveryKind as DeliveryKind
from bot.engine.ports.records import DeliveryState as DeliveryState
from bot.engine.ports.records import Due as Due
from bot.engine.ports.records import News as News
from bot.engine.ports.records import Person as Person
from bot.engine.ports.records import Quiz as Quiz
from bot.engine.ports.records import QuizAnswer as QuizAnswer
from bot.engine.ports.records import Space as Space
from bot.engine.ports.records import Team as Team

T = TypeVar("T")


class People(Protocol):
    def space(self, space: SpaceId) -> Space | None: ...
    def spaces(self) -> list[Space]:
        """Every space that has a schedule, by id."""

    def add_space(self, space: SpaceId, *, zone: str, seed: str, at: datetime) -> Space:
        """The space, made when it is new."""

    def set_zone(self, space: SpaceId, zone: str) -> None: ...
    def claim_ownership(self, space: SpaceId, user: UserId) -> bool:
        """Makes the user the owner if the space has none."""

    def see(self, member: Member, name: str, at: datetime) -> None:
        """Keeps the last name seen."""

    def person(self, member: Member) -> Person | None: ...
    def hide(self, member: Member, *, boards: bool | None = None, streak: bool | None = None) -> None: ...
    def teams(self, space: SpaceId) -> list[Team]: ...
    def team_named(self, space: SpaceId, name: str) -> Team | None:
        """Case does not matter."""

    def add_team(self, space: SpaceId, name: str) -> bool:
        """False when the name is taken."""

    def rename_team(self, space: SpaceId, team: TeamId, name: str) -> bool: ...
    def delete_team(self, space: SpaceId, team: TeamId) -> None: ...
    def join_team(self, member: Member, team: TeamId | None) -> None: ...


class Schedules(Protocol):
    def at(self, space: SpaceId, channel: ChannelId) -> Schedule | None: ...
    def get(self, schedule: ScheduleId) -> Schedule | None: ...
    def of(self, space: SpaceId) -> list[Schedule]: ...
    def save(self, schedule: Schedule) -> Schedule:
        """Inserts or updates by (space, channel); the id of the argument does not matter."""

    def set_next(self, schedule: ScheduleId, day: date | None, due: datetime | None) -> None: ...
    def due(self, now: datetime, limit: int) -> list[Due]:
        """Schedules whose time has come, the oldest first. On PostgreSQL they are locked; others' are passed over."""

    def advance(self, schedules: Sequence[ScheduleId], day: date | None, due: datetime | None) -> None:
        """`set_next` for many."""

    def skips_of(self, schedules: Sequence[ScheduleId]) -> Mapping[ScheduleId, set[date]]:
        """The skipped days of those that have any."""

    def pause(self, schedule: ScheduleId, start: date, end: date | None, reason: str) -> None: ...
    def resume(self, schedule: ScheduleId, day: date) -> None:
        """Ends a pause; `silent_run` counts from that day on."""

    def pins(self, schedule: ScheduleId) -> dict[date, ItemId]: ...
    def pin(self, schedule: ScheduleId, day: date, item: ItemId | None) -> None: ...
    def skips(self, schedule: ScheduleId) -> set[date]: ...
    def skip(self, schedule: ScheduleId, day: date) -> bool: ...


class Rounds(Protocol):
    def get(self, round: RoundId) -> Round | None: ...
    def open_in(self, space: SpaceId, channel: ChannelId) -> Round | None:
        """The planned or open round of the channel; there is at most one."""

    def numbered(self, space: SpaceId, channel: ChannelId, number: int) -> Round | None: ...
    def last(self, space: SpaceId, channel: ChannelId, *, closed: bool = False, limit: int = 1) -> list[Round]:
        """The newest rounds first; void ones are left out."""

    def add(self, round: Round) -> Round | None:
        """The round with its id and number, or None when the channel has an open one."""

    def opened(self, round: RoundId, message: str, at: datetime) -> None: ...
    def close(self, round: RoundId, at: datetime) -> bool:
        """True for the one who closed it. Also moves `closes_at` to the earlier time."""

    def void(self, round: RoundId) -> None:
        """Ends a planned round that never got to its channel; others stay as they are."""

    def due_to_close(self, now: datetime, limit: int) -> list[Round]: ...
    def withheld(self, space: SpaceId) -> set[ItemId]:
        """Items in open rounds of the space."""

    def asked(self, space: SpaceId, *, newest: int | None = None) -> tuple[dict[ItemId, int], list[ItemId]]:
        """How often each item was posted, and the items of the newest rounds, or of all, oldest first."""

    def closed_days(self, space: SpaceId) -> list[date]:
        """Days with a question that was certainly posted, all of whose rounds are closed."""

    def answers_by_day(self, space: SpaceId, limit: int) -> dict[date, int]:
        """Answers on the newest closed days."""

    def silent_run(self, schedule: ScheduleId, limit: int) -> int:
        """How many of the newest closed rounds in a row had no answer, at most `limit`."""

    def to_edit(self, now: datetime, *, platform: str, every: timedelta, limit: int) -> list[Round]:
        """Rounds whose post no longer shows the number of answers or the phase; nobody else gets them for `every`."""

    def shows(self, round: Round) -> None:
        """The post shows the number of answers and the phase that this value has."""

    def keep_item(self, digest: str, source: str) -> None: ...
    def item_source(self, digest: str) -> str | None: ...


class Submissions(Protocol):
    def get(self, round: RoundId, member: Member) -> Submission | None: ...
    def of(self, round: RoundId) -> list[Submission]: ...
    def save(self, submission: Submission, *, day: date) -> bool | None:
        """True when new, False when changed, None when it was locked. Counts the answer and the member's day."""

    def judge(self, submission: Submission, verdict: Verdict) -> None:
        """Keeps the verdict, unless the answer was changed since it was read."""

    def lock(self, round: RoundId, member: Member) -> None: ...
    def share(self, round: RoundId, member: Member) -> bool: ...
    def unjudged(self, limit: int, round: RoundId | None = None) -> list[Submission]: ...
    def days_of(self, members: Collection[Member]) -> Mapping[Member, set[date]]: ...
    def hints(self, round: RoundId, member: Member) -> dict[int, int]:
        """Hint index -> cost, as taken."""

    def take_hint(self, round: RoundId, member: Member, index: int, cost: int) -> bool: ...
    def all_hints(self, round: RoundId) -> dict[Member, list[int]]: ...
    def topics(self, member: Member) -> list[tuple[ItemId, float]]:
        """Item and coverage of every judged answer in a closed round."""


class Ledger(Protocol):
    def award(self, award: Award) -> bool:
        """False when (member, source, reason) has been awarded. Keeps totals and ranks in step."""

    def award_all(self, found: Collection[Award]) -> list[Award]:
        """Those that were new. Called at most once in a transaction: two of them never wait for one another then."""

    def has(self, member: Member, source: str, reason: str) -> bool: ...
    def earners(self, space: SpaceId, source: str, reason: str, members: Collection[Member]) -> set[Member]: ...
    def practice_today(self, member: Member, day: date) -> int: ...
    def of_round(self, round: RoundId, member: Member) -> dict[str, int]: ...
    def total(self, member: Member, scope: str, period: str) -> int: ...
    def board(self, space: SpaceId, scope: str, period: str, limit: int) -> tuple[list[Standing], int]:
        """The first lines, hidden members left out, and how many lines there are in all."""

    def own_line(self, member: Member, scope: str, period: str) -> Standing | None:
        """The member's line with its rank, hidden or not."""

    def add_team_round(
        self, space: SpaceId, team: TeamId | None, round: RoundId, day: date, points: int, answers: int
    ) -> None: ...
    def team_board(self, space: SpaceId, period: str) -> list[Standing]: ...
    def rebuild(self) -> int:
        """Makes all sums again from the awards and rounds; returns how many rows differed."""


class Quizzes(Protocol):
    def add(
        self, member: Member, what: str, style: Style, cards: Sequence[tuple[ItemId, str | None]], at: datetime
    ) -> Quiz: ...
    def get(self, quiz: QuizId, member: Member) -> Quiz | None: ...
    def answer(self, quiz: QuizId, answer: QuizAnswer) -> bool:
        """False when this position was answered before."""

    def answers(self, quiz: QuizId) -> list[QuizAnswer]: ...
    def move(self, quiz: QuizId, position: int, *, ended: bool) -> None: ...
    def seen(self, member: Member) -> Mapping[tuple[ItemId, str | None], int]:
        """How often the member was shown each card."""


class Tx(Protocol):
    """One transaction."""

    @property
    def people(self) -> People: ...
    @property
    def schedules(self) -> Schedules: ...
    @property
    def rounds(self) -> Rounds: ...
    @property
    def submissions(self) -> Submissions: ...
    @property
    def ledger(self) -> Ledger: ...
    @property
    def quizzes(self) -> Quizzes: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def pacing(self) -> Pacing: ...
    @property
    def kits(self) -> Kits: ...
    @property
    def leases(self) -> Leases: ...
    def figures(self, now: datetime) -> Figures:
        """A few numbers about everything, for the operator."""

    def note(self, name: str) -> str | None:
        """A small value kept by name, such as the demo clock's offset."""

    def keep_note(self, name: str, value: str) -> None: ...
    def database_now(self) -> datetime:
        """The clock that all replicas share: PostgreSQL's own; with SQLite, the process's."""


class Store(Protocol):
    async def run(self, work: Callable[[Tx], T]) -> T:
        """Runs `work` in one transaction: all of it is kept, or, when it raises, nothing.

        It may be run again, from its start, when another replica or the network was in the way. So it changes nothing
        but the database, and what it inserts has a key of its own.
        """

    async def close(self) -> None: ...
