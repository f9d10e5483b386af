"""What a drill does: how many replicas and channels, which moments of death, which faults, and the scaled times."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from types import MappingProxyType
from typing import Any

LANES = ("slack", "blind", "discord")
"""Slack with a history scope, Slack without one, where nobody can look, and Discord."""

POINTS: Mapping[str, str] = MappingProxyType(
    {
        "P1": "in the claim's transaction, before its commit",
        "P2": "claimed, nothing sent yet",
        "P3": "the request is on its way",
        "P4": "the platform's answer is here, nothing is written down",
        "P5": "confirmed",
        "P6": "looked up, nothing is written down",
        "P7": "looked up and claimed again, nothing is sent again yet",
    }
)
UNREACHABLE = {("P7", "blind")}
"""What cannot be looked up is never sent again."""

FAULTS: Mapping[str, float] = MappingProxyType(
    {
        "ratelimit": 0.05,
        "status": 0.03,
        "drop": 0.02,
        "drop_after": 0.04,
        "status_after": 0.03,
        "delay": 0.01,
        "garbage_after": 0.01,
        "hang": 0.01,
    }
)
"""Chances per post. `delay` is longer than the sender waits, so that the message comes after its time-out."""


@dataclass(frozen=True)
class Times:
    """Seconds, scaled down: the product's are 15, 60, 120 and 30, 120."""

    timeout: float = 0.4
    lease: float = 1.0
    settle: float = 0.6
    nonce_trusted: float = 2.0
    nonce_window: float = 6.0
    open: float = 1.0
    """How long a question stays open before its reveal."""
    check: float = 600.0
    """When a post that went through doubt is looked for again, in case that it stands there twice."""
    pace: float = 0.05
    """The time between two messages, as a part of the product's."""


@dataclass(frozen=True)
class Plan:
    """One drill. Everything that is left to chance is drawn from the seed."""

    seed: int = 1
    database: str = "sqlite"
    replicas: int = 6
    channels: int = 8
    """Channels of each lane that come due at once."""
    lanes: tuple[str, ...] = LANES
    kills: int = 1
    """Deaths at each point in each lane."""
    eager: float = 0.3
    """The chance of a death at a moment that is still to be met."""
    points: tuple[str, ...] = tuple(POINTS)
    random_kills: int = 0
    """Deaths at no particular moment, by a signal from outside."""
    kill_every: float = 0.5
    """Seconds between two of those, on average."""
    pauses: int = 0
    pause_seconds: float = 0.0
    restarts: int = 0
    restart_every: float = 5.0
    locks: int = 0
    """How often the whole database is held by somebody else."""
    lock_seconds: float = 5.0
    faults: Mapping[str, float] = field(default_factory=lambda: dict(FAULTS))
    late_seconds: float = 0.0
    """With a chance for `late` in `faults`: how long after its refusal a request takes effect all the same."""
    storm_seconds: float = 0.0
    """All posts meet a 429 for so long."""
    history_lag: float = 0.0
    waves: int = 1
    """At least so many times channels come due; more come while something is still to happen to the replicas."""
    most_waves: int = 40
    sweep: bool = False
    """Whether the drill waits until all posts that went through doubt were looked at again."""
    limit_seconds: float = 60.0
    times: Times = field(default_factory=Times)

    def wanted(self) -> dict[tuple[str, str], int]:
        """How often each point is to be hit in each lane."""
        found: Counter[tuple[str, str]] = Counter()
        for point in self.points:
            for lane in self.lanes:
                # What is unreachable in one lane is made up for in the next.
                instead = next((one for one in self.lanes if (point, one) not in UNREACHABLE), lane)
                found[(point, instead if (point, lane) in UNREACHABLE else lane)] += self.kills
        return +found

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> "Plan":
        given = dict(data)
        for name in ("lanes", "points"):
            if name in given:
                given[name] = tuple(given[name])
        if "times" in given:
            given["times"] = Times(**given["times"])
        return Plan(**given)


def lane_of(space: str) -> str:
    """The lane of a space: `slack:S12`, `slack:B12`, `discord:12`."""
    if space.startswith("discord:"):
        return "discord"
    return "blind" if space.startswith("slack:B") else "slack"


def space_of(lane: str, number: int) -> str:
    return {"slack": f"slack:S{number}", "blind": f"slack:B{number}", "discord": f"discord:{number}"}[lane]
