"""Counts out a drill: the platforms' memory against the database, and the story of every delivery that went wrong."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import permutations
from typing import Any

from bot.platforms.discord.drawn import nonce_of
from tests.drill.databases import Row
from tests.drill.plan import Plan, lane_of

Event = dict[str, Any]


@dataclass
class Outcome:
    """What came of a drill. `beyond` is what went wrong where an assumption of the promise was broken, measurably."""

    seed: int
    database: str
    seconds: float = 0.0
    deliveries: dict[str, int] = field(default_factory=dict)
    messages: dict[str, int] = field(default_factory=dict)
    hits: dict[str, int] = field(default_factory=dict)
    killed: int = 0
    paused: int = 0
    restarted: int = 0
    locked: int = 0
    lost: list[str] = field(default_factory=list)
    unknown_to_us: list[str] = field(default_factory=list)
    """Messages that stand in a channel while the database says that nothing was posted."""
    doubled: list[str] = field(default_factory=list)
    beyond: list[str] = field(default_factory=list)
    told: int = 0
    """Doubles that the bot found by itself, and told the admins of."""
    standing: list[str] = field(default_factory=list)
    """Doubles that still stand in their channel in the end."""
    uncertain: dict[str, int] = field(default_factory=dict)
    unsettled: list[str] = field(default_factory=list)
    differed: int | None = None
    """Rows of the totals that had to be mended after the drill; None when nobody could count."""
    answers: int = 0
    refusals: int = 0
    """Requests that met a 429."""
    sends: int = 0
    recovery: float = 0.0
    """Seconds from the end of an outage of the database to the next confirmed post, at worst."""
    stories: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    """Moments of death that were never met."""

    @property
    def clean(self) -> bool:
        """Whether the promise was kept: nothing lost, nothing doubled, and no doubt where one could have looked."""
        doubts = sum(count for lane, count in self.uncertain.items() if lane != "blind")
        wrong = self.lost or self.unknown_to_us or self.doubled or self.unsettled
        return not (wrong or self.missing or doubts or self.differed is None or self.differed)


def judge(plan: Plan, outcome: Outcome, rows: Sequence[Row], events: Sequence[Event]) -> Outcome:
    """Fills in what was lost, doubled and left uncertain."""
    by_key: dict[str, list[Event]] = defaultdict(list)
    taken: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        (taken if event["event"] == "accepted" else by_key)[event.get("key", "")].append(event)
    gone = {(one["channel"], one["message"]) for one in events if one["event"] == "deleted"}
    outcome.told = sum(row["key"].startswith("notice:doubled:") for row in rows)
    counts: dict[str, int] = defaultdict(int)
    messages: dict[str, int] = defaultdict(int)
    uncertain: dict[str, int] = defaultdict(int)
    for row in rows:
        lane, state, key = lane_of(row["space"]), row["state"], row["key"]
        name = nonce_of(key, 0) if lane == "discord" else key
        there = {(one["channel"], one["message"]): one for one in taken.get(name, ())}
        counts[lane] += 1
        messages[lane] += len(there)
        story = f"{lane} {key}: {state}, {len(there)} messages"
        if state == "uncertain":
            uncertain[lane] += 1
        elif state not in ("sent", "skipped", "failed"):
            outcome.unsettled.append(story)
        elif state == "sent" and not there:
            outcome.lost.append(story)
        broken = _assumption_broken(plan, sorted(one["at"] for one in there.values()), by_key[key])
        if len(there) > 1:
            outcome.standing += [story] if len(there.keys() - gone) > 1 else []
        if len(there) > 1 or (there and state in ("skipped", "failed")):
            wrong = outcome.doubled if len(there) > 1 else outcome.unknown_to_us
            (outcome.beyond if broken else wrong).append(story + (f" ({broken})" if broken else ""))
        if len(there) > 1 or story in (*outcome.lost, *outcome.unsettled, *outcome.unknown_to_us):
            outcome.stories.append(_told(story, row, [*by_key[key], *taken.get(name, ())]))
    outcome.sends = sum(event["event"] == "post" for event in events)
    outcome.refusals = sum("429" in event.get("says", "") or "slow down" in event.get("says", "") for event in events)
    outcome.recovery = _recovery(events)
    outcome.deliveries, outcome.messages, outcome.uncertain = dict(counts), dict(messages), dict(uncertain)
    return outcome


def _recovery(events: Sequence[Event]) -> float:
    ordered = sorted(events, key=lambda one: one["at"])
    confirmed = [one["at"] for one in ordered if one["event"] == "confirm"]
    waits = [
        next((at - one["at"] for at in confirmed if at > one["at"]), 0.0)
        for one in ordered
        if one["event"] == "recovered"
    ]
    return round(max(waits, default=0.0), 2)


def _assumption_broken(plan: Plan, taken: Sequence[float], events: Sequence[Event]) -> str:
    """Which assumption did not hold for this delivery; empty when the protocol itself is at fault.

    The promise holds when every send begins within its lease, takes effect within the settle time after its sender
    gave up, and shows in the history as soon. Which message came of which send nobody knows: when there is any way
    in which all of them kept to that, they did.
    """
    times = plan.times
    if plan.history_lag > times.settle:
        return "the history lagged behind by more than the settle time"
    sends = [one for one in events if one["event"] == "post"]
    slow = [one for one in sends if not _began_in_time(one, events, times.lease)]
    if slow:
        return f"process {slow[0]['pid']} sent after the end of its lease"
    bound = times.timeout + times.settle
    for order in permutations([one["at"] for one in sends], min(len(taken), len(sends))):
        if all(0 <= at - sent <= bound for sent, at in zip(order, taken, strict=False)):
            return ""
    return f"a message came more than {bound:.1f} s after it was sent" if sends else ""


def _began_in_time(send: Event, events: Sequence[Event], lease: float) -> bool:
    claims = [
        one["at"] for one in events if one["event"] == "claim" and one["pid"] == send["pid"] and one["at"] <= send["at"]
    ]
    return bool(claims) and send["at"] - claims[-1] <= lease


def _told(story: str, row: Row, events: Sequence[Event]) -> str:
    lines = [story, f"  row: attempt {row['attempt']}, fence {row['fence']}, owner {row['owner']}, {row['error']}"]
    start = min((one["at"] for one in events), default=0.0)
    for one in sorted(events, key=lambda each: each["at"]):
        more = " ".join(f"{k}={v}" for k, v in one.items() if k not in ("at", "pid", "event", "key", "platform"))
        lines.append(f"  {one['at'] - start:8.3f} s  {one['pid']}  {one['event']} {more}")
    return "\n".join(lines)
