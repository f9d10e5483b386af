"""What a use case works with: one transaction, one asker, one instant."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.errors import StudyError
from bot.domain.ids import ItemId, Member
from bot.domain.questions import Item
from bot.domain.rounds import Round
from bot.domain.scoring import Points
from bot.domain.streaks import Streak, streak
from bot.domain.timetable import study_day
from bot.engine.commands import Asker
from bot.engine.ports.bank import Bank
from bot.engine.ports.store import Person, Space, Tx
from bot.engine.verb import Verb


class OnUnknown(StrEnum):
    """What becomes of a post that may have arrived where nobody can look: an admin decides (HOLD), it is posted again
    and may stand there twice (RESEND), or it counts as posted and may be missing (DROP)."""

    HOLD = "hold"
    RESEND = "resend"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Rules:
    """The numbers of the product; the configuration fills them."""

    points: Points = field(default=Points())
    grace: timedelta = timedelta(hours=2)
    """A question later than this is skipped."""
    least_open: timedelta = timedelta(hours=1)
    """A question that was posted late stays open at least this long."""
    freezes: bool = True
    silent_days: int = 10
    """A channel without an answer for so many scheduled days is paused."""
    team_streak_least: int = 3
    """Answers that a day needs to count for the team streak."""
    counts_from: int = 5
    """Per-point counts are shown from so many answerers on."""
    bag_low: int = 5
    """Admins are warned when fewer unseen items are left."""
    board_lines: int = 10
    second_opinion: bool = False
    on_unknown: OnUnknown = OnUnknown.HOLD


@dataclass(frozen=True, slots=True)
class Turn:
    """One use case's surroundings."""

    tx: Tx
    asker: Asker
    now: datetime
    bank: Bank
    rules: Rules
    space: Space
    person: Person

    @property
    def member(self) -> Member:
        return self.asker.member

    @property
    def is_admin(self) -> bool:
        return self.asker.is_admin or self.space.owner == self.asker.member.user

    def admins_only(self, deed: str) -> None:
        """Raises StudyError for everybody else."""
        if not self.is_admin:
            raise StudyError(f"Only admins can {deed}.", "Ask an admin of this space.")

    @property
    def may_hire(self) -> bool:
        return self.is_admin or self.asker.may_hire

    def may_use(self, verb: Verb) -> bool:
        """Whether the asker is one of those whom the verb is for."""
        return self.may_hire if verb.hiring else self.is_admin or not verb.admin

    def hiring_only(self) -> None:
        """Raises StudyError for everybody but admins and those whom the platform's settings name."""
        if not self.may_hire:
            raise StudyError(
                "Only admins, and the people whom they named for it, can make interview kits.",
                "Ask an admin of this space.",
            )

    @property
    def today(self) -> date:
        """The current day in the space's own zone, which decides its weeks, months and seasons."""
        return study_day(self.now, ZoneInfo(self.space.zone))

    def item(self, round: Round) -> Item:
        """The round's item as it was when it was asked."""
        return item_of(self.tx, self.bank, round)

    def streak(self, member: Member) -> Streak:
        return streaks_of(self.tx, [member], today=self.today, freezes=self.rules.freezes)[member]


def item_of(tx: Tx, bank: Bank, round: Round) -> Item:
    """The round's item as it was when it was asked, whatever became of the file."""
    current = bank.items.get(round.item)
    if current is not None and bank.source(round.item)[0] == round.item_digest:
        return current
    source = tx.rounds.item_source(round.item_digest)
    assert source is not None  # a foreign key holds every round to its item's text
    return bank.revive(source)


def streaks_of(tx: Tx, members: Sequence[Member], *, today: date, freezes: bool) -> dict[Member, Streak]:
    """The members' streaks as of `today`; later days do not count. All members belong to one space."""
    if not members:
        return {}
    asked = [day for day in tx.rounds.closed_days(members[0].space) if day <= today]
    days = tx.submissions.days_of(members)
    return {
        member: streak(asked, {day for day in days.get(member, ()) if day <= today}, today=today, freezes=freezes)
        for member in members
    }


def season_source(item: ItemId, season: str) -> str:
    """The ledger's source of points for an item: it earns once per member and season."""
    return f"item:{item}@{season}"
