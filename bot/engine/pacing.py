"""How fast messages may go out: start times are booked in the database, so that all replicas share one pace.

The rule is GCRA, the leaky bucket that needs one number per scope: `free_at`, the first instant at which a message
may go. In any window of `w` seconds at most `burst + w / every` messages go through a scope.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import zip_longest
from typing import TypeVar

T = TypeVar("T")

SLOWEST = 16.0
"""A scope that meets refusals again and again is used at least at this part of its pace."""

WIDE = 4.0
"""From this slowness on, a refusal in one channel stops the wider scopes too: it is not the channel's own."""

RECOVERY = 0.05
"""How much of its slowness a scope loses with each message."""


@dataclass(frozen=True, slots=True)
class Pace:
    """One scope's limit: a message every so many seconds, and `burst` of them at once after a rest."""

    scope: str
    every: float
    burst: int = 1


@dataclass(frozen=True, slots=True)
class Budget:
    """What is kept of a scope. `slow` multiplies the time between messages: refusals raise it, messages lower it."""

    free_at: datetime
    slow: float = 1.0


Budgets = dict[str, Budget]

REST = Budget(datetime(2000, 1, 1, tzinfo=UTC))
"""Of a scope that was not used for long."""


def slot(budgets: Mapping[str, Budget], paces: Iterable[Pace], now: datetime) -> datetime:
    """The first instant at which a message may go through all these scopes."""
    return max([now, *(budgets[pace.scope].free_at for pace in paces if pace.scope in budgets)])


def booked(budgets: Mapping[str, Budget], paces: Iterable[Pace], at: datetime, *, cost: int = 1) -> Budgets:
    """The budgets of these scopes after `cost` messages that start at `at`."""
    found: Budgets = {}
    for pace in paces:
        before = budgets.get(pace.scope, REST)
        every = timedelta(seconds=pace.every * before.slow)
        # `burst - 1` messages may come before their turn.
        start = max(before.free_at, at - every * (pace.burst - 1))
        found[pace.scope] = Budget(start + every * cost, max(1.0, before.slow - RECOVERY))
    return found


def refused(
    budgets: Mapping[str, Budget], paces: Sequence[Pace], now: datetime, *, wait: float, wide: bool = False
) -> Budgets:
    """The budgets after "too fast, wait": the narrowest scope, the last one, stops for that long; wider ones slow down.

    They stop as well when they were slowed repeatedly, or when the platform said that it meant all (`wide`).
    """
    found: Budgets = {}
    until = now + timedelta(seconds=wait)
    for pace in paces:
        before = budgets.get(pace.scope, REST)
        narrowest = pace is paces[-1]
        stops = narrowest or wide or before.slow >= WIDE
        slow = before.slow if narrowest else min(SLOWEST, before.slow * 2)
        found[pace.scope] = Budget(max(before.free_at, until) if stops else before.free_at, slow)
    return found


def in_turn(groups: Iterable[Sequence[T]]) -> list[T]:
    """The first of each group, then the second of each, and so on."""
    nothing = object()
    return [one for row in zip_longest(*groups, fillvalue=nothing) for one in row if one is not nothing]  # type: ignore[misc]  # only the filler is no T
