"""One transaction: the repositories on one connection, whatever the database."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property

from sqlalchemy import Connection, bindparam, select

from bot.engine.ports.figures import Figures
from bot.storage.deliveries import DeliveryRows
from bot.storage.figures import figures
from bot.storage.kits import KitRows
from bot.storage.leases import LeaseRows
from bot.storage.ledger import LedgerRows
from bot.storage.pacing import PacingRows
from bot.storage.people import PeopleRows
from bot.storage.quizzes import QuizRows
from bot.storage.rounds import RoundRows
from bot.storage.schedules import ScheduleRows
from bot.storage.statements import insert
from bot.storage.submissions import SubmissionRows
from bot.storage.tables import notes

_note = select(notes.c.value).where(notes.c.name == bindparam("b_name"))
_keep = insert(notes)
_keep = _keep.on_conflict_do_update(index_elements=["name"], set_={"value": _keep.excluded.value})


def own_clock() -> datetime:
    """SQLite has no clock but its process's own."""
    return datetime.now(UTC)


class Transaction:
    """The repositories on one connection. `now` is the database's clock."""

    def __init__(self, connection: Connection, now: Callable[[], datetime] = own_clock) -> None:
        self._db = connection
        self.database_now = now

    @cached_property
    def people(self) -> PeopleRows:
        return PeopleRows(self._db)

    @cached_property
    def schedules(self) -> ScheduleRows:
        return ScheduleRows(self._db)

    @cached_property
    def rounds(self) -> RoundRows:
        return RoundRows(self._db)

    @cached_property
    def submissions(self) -> SubmissionRows:
        return SubmissionRows(self._db)

    @cached_property
    def ledger(self) -> LedgerRows:
        return LedgerRows(self._db)

    @cached_property
    def quizzes(self) -> QuizRows:
        return QuizRows(self._db)

    @cached_property
    def kits(self) -> KitRows:
        return KitRows(self._db)

    @cached_property
    def deliveries(self) -> DeliveryRows:
        return DeliveryRows(self._db, self.database_now)

    @cached_property
    def pacing(self) -> PacingRows:
        return PacingRows(self._db)

    @cached_property
    def leases(self) -> LeaseRows:
        return LeaseRows(self._db, self.database_now)

    def figures(self, now: datetime) -> Figures:
        return figures(self._db, now)

    def note(self, name: str) -> str | None:
        return self._db.execute(_note, {"b_name": name}).scalar_one_or_none()

    def keep_note(self, name: str, value: str) -> None:
        self._db.execute(_keep, {"name": name, "value": value})
