"""What posting needs of a database: deliveries, which change hands by one conditional update, and shared paces."""

from collections.abc import Collection, Mapping, Sequence, Set
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.domain.ids import ChannelId, RoundId, ScheduleId, SpaceId, UserId
from bot.engine.pacing import Budget
from bot.engine.ports.records import Attempt, Delivery, DeliveryKind, DeliveryState, News


class Deliveries(Protocol):
    def plan(
        self,
        *,
        key: str,
        kind: DeliveryKind,
        space: SpaceId,
        channel: ChannelId,
        due_at: datetime,
        schedule: ScheduleId | None = None,
        round: RoundId | None = None,
        user: UserId | None = None,
        day: date | None = None,
        text: str = "",
        state: DeliveryState = DeliveryState.PENDING,
        error: str = "",
    ) -> bool:
        """False when the key is known."""

    def plan_questions(
        self, schedules: Sequence[ScheduleId], day: date, due_at: datetime, state: DeliveryState, error: str
    ) -> None:
        """`plan` for one day's question of many schedules."""

    def plan_notices(self, schedules: Sequence[ScheduleId], condition: str, text: str, due_at: datetime) -> None:
        """`plan` for one notice to the admins of many schedules, once per condition."""

    def news(self, now: datetime) -> News:
        """Whether there is anything to do at all."""

    def get(self, delivery: int) -> Delivery | None: ...
    def waiting(
        self,
        now: datetime,
        platforms: Collection[str],
        limit: int,
        *,
        without: Collection[SpaceId] = (),
        free_by: datetime | None = None,
    ) -> list[Delivery]:
        """Pending deliveries of these platforms whose time has come and which nobody has reserved, oldest due first.

        With `free_by`, those are left out whose space or channel sends nothing before then.
        """

    def reserve(self, deliveries: Collection[int], *, owner: str, lease: timedelta) -> None:
        """Keeps pending deliveries for one owner. Nothing is sent under a reservation; when it ends, it ends."""

    def release(self, owner: str) -> int:
        """Gives up an owner's reservations; returns how many."""

    def claim(self, delivery: int, *, owner: str, lease: timedelta, now: datetime) -> Delivery | None:
        """The delivery, now SENDING with a higher fence; None when somebody else has it, or its time has not come."""

    def set_round(self, delivery: int, round: RoundId) -> None: ...
    def confirm(self, delivery: Delivery, message: str, *, check_at: datetime | None = None) -> bool:
        """SENT. One whose outcome was unknown meanwhile is looked at again at `check_at`."""

    def give_back(self, delivery: Delivery, *, not_before: datetime, error: str, counted: bool = True) -> bool:
        """PENDING again; `counted` False takes the attempt back."""

    def finish(self, delivery: Delivery, state: DeliveryState, error: str) -> bool:
        """FAILED, SKIPPED, UNKNOWN or UNCERTAIN, if the fence still holds."""

    def orphaned(self, limit: int) -> int:
        """Turns SENDING rows whose lease has run out into UNKNOWN; returns how many."""

    def unknown(
        self,
        *,
        settled: Mapping[str, float],
        owner: str,
        lease: timedelta,
        limit: int,
        without: Collection[SpaceId] = (),
    ) -> list[Delivery]:
        """Leases UNKNOWN deliveries whose settle time, in seconds per platform, is over, for a look-up."""

    def resend(self, delivery: Delivery, *, begun: str | None = None) -> bool:
        """UNKNOWN -> PENDING, now. `begun` is the message of which only a part is there."""

    def to_check(self, now: datetime, platforms: Collection[str], *, again: datetime, limit: int) -> list[Delivery]:
        """Sent deliveries whose outcome was unknown for a while, to be looked at; the next look is put off."""

    def checked(self, delivery: int, message: str | None = None) -> None:
        """No further look. `message` is the one that stays, where it is another."""

    def story(self, delivery: int) -> list[Attempt]:
        """What became of each claim, oldest first."""

    def prune(self, before: datetime) -> None:
        """Forgets the stories of what was settled before."""

    def wake(self, space: SpaceId, channel: ChannelId, now: datetime) -> None:
        """Questions of the channel that wait for the close of another need wait no longer."""

    def known(self, key: str) -> bool: ...
    def retry_failed(self, schedule: ScheduleId, *, due_from: datetime, now: datetime) -> None:
        """Questions that were certainly refused, and not too long ago, are tried again with a new round."""

    def decide(self, delivery: int, *, again: bool) -> Delivery | None:
        """An admin's decision on an UNCERTAIN delivery; None when there is nothing to decide any more."""

    def uncertain(self, space: SpaceId) -> list[Delivery]: ...
    def recent(self, space: SpaceId, channel: ChannelId, limit: int) -> list[Delivery]:
        """The newest question deliveries, whatever became of them."""

    def feed(self, space: SpaceId, channel: ChannelId, limit: int) -> list[Delivery]:
        """The newest deliveries that were sent or are on their way, oldest first."""


class Pacing(Protocol):
    """Start times of messages, shared by all replicas."""

    def read(self, scopes: Set[str]) -> dict[str, Budget]:
        """What is kept of these scopes; on PostgreSQL nobody else books them until the transaction ends."""

    def write(self, budgets: Mapping[str, Budget]) -> None: ...
    def prune(self, before: datetime) -> None:
        """Forgets scopes that have been free since before."""
