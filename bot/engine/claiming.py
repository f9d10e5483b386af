"""What happens to a delivery inside transactions: it is reserved, taken, dropped, confirmed; admins are told."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import assert_never

from bot.domain.ids import SpaceId
from bot.domain.rounds import Phase, Round, Schedule
from bot.engine import agenda, pacing
from bot.engine.notices import notice_place, notice_text
from bot.engine.pacing import Budgets
from bot.engine.planning import missed_text
from bot.engine.ports.bank import Bank
from bot.engine.ports.clock import Clock
from bot.engine.ports.platform import Platform, Post, Refused, TooFast
from bot.engine.ports.store import Delivery, DeliveryKind, DeliveryState, Tx
from bot.engine.postings import post_of
from bot.engine.tokens import Token
from bot.engine.turn import OnUnknown, Rules

LEASE = timedelta(seconds=60)
AHEAD = timedelta(seconds=3)
"""Start times are booked at most so far ahead. A beat comes every second."""

CHECK_AFTER = timedelta(minutes=10)
"""When a post whose outcome was unknown for a while is looked at again: by then a late request has taken effect."""

COSTLY = frozenset({DeliveryKind.REVEAL, DeliveryKind.SHARE})
"""These may need a thread besides their message, so they are booked as two."""

MOST_BLIND = 3
"""How often a post is sent where nobody can look and the configuration wants it sent again; then an admin decides."""

TOO_LATE = "it could not be posted in time"
GIVE_UP = timedelta(hours=24)
"""A reveal, a share or a notice that could not be sent for so long is given up."""


def platform_of(delivery: Delivery) -> str:
    """The name of the platform that a delivery belongs to."""
    return delivery.space.split(":", 1)[0]


class Claims:
    """One replica's hands on deliveries. `owner` names it in the leases."""

    def __init__(self, bank: Bank, clock: Clock, rules: Rules, owner: str) -> None:
        self._bank, self._clock, self._rules, self._owner = bank, clock, rules, owner

    def reserve(
        self, tx: Tx, platform: Platform, now: datetime, limit: int, without: Collection[SpaceId]
    ) -> list[tuple[Delivery, datetime]]:
        """Reserves what may start soon, and books its start times, which all replicas share.

        Oldest due first, and within that one of each space in turn. Nothing is claimed yet: a process that dies with
        reservations has certainly sent none of them.
        """
        waiting = tx.deliveries.waiting(now, [platform.name], limit * 5, without=without, free_by=now + AHEAD)
        spaces: defaultdict[SpaceId, list[Delivery]] = defaultdict(list)
        for one in waiting:
            spaces[one.space].append(one)
        paces = {one.id: platform.paces(one.space, one.channel) for one in waiting}
        budgets: Budgets = tx.pacing.read({pace.scope for several in paces.values() for pace in several})
        changed: Budgets = {}
        found: list[tuple[Delivery, datetime]] = []
        for one in pacing.in_turn(spaces.values()):
            at = pacing.slot(budgets, paces[one.id], now)
            if at > now + AHEAD:
                continue
            cost = 2 if one.kind in COSTLY else 1
            changed |= pacing.booked(budgets, paces[one.id], at, cost=cost)
            budgets |= changed
            found.append((one, at))
            if len(found) == limit:
                break
        tx.pacing.write(changed)
        tx.deliveries.reserve([one.id for one, _ in found], owner=self._owner, lease=LEASE)
        return found

    def book_edit(self, tx: Tx, platform: Platform, round: Round, now: datetime) -> bool:
        """Books an edit for now. False where posts have filled the pace: a count under a post can wait, a post not."""
        paces = platform.paces(round.space, round.channel, edit=True)
        budgets = tx.pacing.read({pace.scope for pace in paces})
        if pacing.slot(budgets, paces, now) > now:
            return False
        tx.pacing.write(pacing.booked(budgets, paces, now))
        return True

    def slow_down(self, tx: Tx, platform: Platform, delivery: Delivery, error: TooFast, now: datetime) -> None:
        """The platform asked to wait: all replicas do, in that channel or wherever it meant."""
        paces = platform.paces(delivery.space, delivery.channel)
        budgets = tx.pacing.read({pace.scope for pace in paces})
        tx.pacing.write(pacing.refused(budgets, paces, now, wait=error.retry_after, wide=error.wide))

    def take(self, tx: Tx, number: int, now: datetime) -> tuple[Delivery, Post] | None:
        """Takes the lease and builds the message, in one transaction, before any network call."""
        delivery = tx.deliveries.claim(number, owner=self._owner, lease=LEASE, now=now)
        if delivery is None:
            return None
        why_not = self._why_not(tx, delivery, now)
        if why_not:
            self.drop(tx, delivery, DeliveryState.SKIPPED, why_not)
            if why_not == TOO_LATE and delivery.day is not None:
                condition = f"missed:{delivery.day}"
                tx.deliveries.plan_notices(
                    [delivery.schedule] if delivery.schedule else [], condition, missed_text(delivery.day, why_not), now
                )
            return None
        if delivery.kind is DeliveryKind.QUESTION and delivery.round is None:
            made = self._round_for(tx, delivery, now)
            if made is None:
                return None
            tx.deliveries.set_round(delivery.id, made.id)
            delivery = tx.deliveries.get(delivery.id) or delivery
        post = self.post(tx, delivery)
        return (delivery, post) if post else None

    def post(self, tx: Tx, delivery: Delivery) -> Post | None:
        """The delivery's message; a delivery that has nothing to say any more is dropped."""
        post = post_of(tx, self._bank, self._rules, delivery)
        if post is None:
            self.drop(tx, delivery, DeliveryState.SKIPPED, "what it was about is gone")
        return post

    def _why_not(self, tx: Tx, delivery: Delivery, now: datetime) -> str:
        """Why a claimed delivery is not to be sent after all; empty when it is."""
        if delivery.kind is not DeliveryKind.QUESTION:
            return "it could not be sent for a day" if now - delivery.due_at > GIVE_UP else ""
        if now - delivery.due_at > self._rules.grace:
            return TOO_LATE
        schedule = _schedule(tx, delivery)
        if schedule is None:
            return "its schedule is gone"
        made = tx.rounds.get(delivery.round) if delivery.round is not None else None
        if made is not None and made.phase is Phase.CLOSED:
            return "its question is closed"
        if delivery.day is not None and schedule.paused_on(delivery.day):
            return "paused"
        return "skipped by an admin" if delivery.day in tx.schedules.skips(schedule.id) else ""

    def _round_for(self, tx: Tx, delivery: Delivery, now: datetime) -> Round | None:
        """The round of a question; while another is open in the channel, the question waits for its close."""
        schedule = _schedule(tx, delivery)
        assert schedule is not None  # _why_not looked
        before = tx.rounds.open_in(schedule.space, schedule.channel)
        if before is not None:
            tx.deliveries.give_back(
                delivery,
                not_before=max(before.closes_at, now + timedelta(seconds=1)),
                error=f"question {before.number} is still open",
                counted=False,
            )
            return None
        made = agenda.make_round(tx, self._bank, self._rules, schedule, delivery, now)
        if isinstance(made, str):
            self.drop(tx, delivery, DeliveryState.SKIPPED, made)
            self.tell(tx, delivery, f"No question was posted on {delivery.day}: {made}.", "")
            return None
        self._warn_low(tx, delivery, schedule)
        return made

    def _warn_low(self, tx: Tx, delivery: Delivery, schedule: Schedule) -> None:
        left, turn = agenda.unseen_items(tx, self._bank, schedule)
        if left < self._rules.bag_low:
            self.tell(
                tx,
                delivery,
                f"Only {left} questions are left that this space has not seen in this pass.",
                "After that they repeat. Widen what is drawn with /study setup, or add a pack.",
                key=f"notice:low:{schedule.id}:{turn}",
            )

    def drop(self, tx: Tx, delivery: Delivery, state: DeliveryState, error: str) -> None:
        """Ends a delivery that is not sent; a question's round never was."""
        tx.deliveries.finish(delivery, state, error)
        if delivery.kind is DeliveryKind.QUESTION and delivery.round is not None:
            tx.rounds.void(delivery.round)

    def tell(
        self,
        tx: Tx,
        delivery: Delivery,
        says: str,
        next_step: str,
        *,
        key: str = "",
        button: tuple[str, Token] | None = None,
    ) -> None:
        """Tells the admins at their notice place, once per condition."""
        schedule = _schedule(tx, delivery)
        if schedule is None or delivery.kind is DeliveryKind.NOTICE:
            return
        tx.deliveries.plan(
            key=key or f"notice:{delivery.key}",
            kind=DeliveryKind.NOTICE,
            space=delivery.space,
            channel=notice_place(schedule),
            due_at=self._clock.now(),
            schedule=schedule.id,
            text=notice_text(says, next_step, button),
        )

    def refused(self, tx: Tx, delivery: Delivery, error: Refused) -> None:
        """Certainly not sent, and trying again is no use. Told once, until something was posted again."""
        last = tx.rounds.last(delivery.space, delivery.channel)
        self.drop(tx, delivery, DeliveryState.FAILED, f"{error.reason} {error.advice}".strip())
        self.tell(
            tx,
            delivery,
            f"A post could not be made: {error.reason}",
            error.advice,
            key=f"notice:refused:{delivery.schedule}:{last[0].number if last else 0}:{error.reason}"[:160],
        )

    def confirm(self, tx: Tx, delivery: Delivery, message: str) -> bool:
        """The message is there; False when somebody else has settled the delivery meanwhile."""
        now = self._clock.now()
        if not tx.deliveries.confirm(delivery, message, check_at=now + CHECK_AFTER):
            return False
        if delivery.kind is DeliveryKind.QUESTION and delivery.round is not None:
            tx.rounds.opened(delivery.round, message, now)
        return True

    def uncertain(self, tx: Tx, delivery: Delivery) -> None:
        """Nobody knows, and nobody can look: the admin decides, or did so beforehand in the configuration."""
        match self._rules.on_unknown:
            case OnUnknown.HOLD:
                self._hold(tx, delivery)
            case OnUnknown.RESEND if delivery.attempt < MOST_BLIND:
                tx.deliveries.resend(delivery)
            case OnUnknown.RESEND:
                self._hold(tx, delivery)
            case OnUnknown.DROP:
                self.confirm(tx, delivery, "")
            case _:
                assert_never(self._rules.on_unknown)

    def _hold(self, tx: Tx, delivery: Delivery) -> None:
        tx.deliveries.finish(delivery, DeliveryState.UNCERTAIN, "nobody knows whether it arrived")
        self.tell(
            tx,
            delivery,
            "A post may or may not have arrived, and it cannot be looked up.",
            "Look at the channel, then decide in `/study status`.",
            button=("Decide", Token("run", 0, "study status")),
        )


def _schedule(tx: Tx, delivery: Delivery) -> Schedule | None:
    return None if delivery.schedule is None else tx.schedules.get(delivery.schedule)
