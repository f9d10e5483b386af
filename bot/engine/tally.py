"""What posting has come to in this process, for whoever watches it."""

from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import datetime

from bot.engine.asking import LATE

KEPT = 1000


@dataclass(slots=True)
class Tally:
    """Counts since the start, by name:

    `sent`, and of these `late`; `retried` (certainly not sent, tried again), `limited` (of these, the platform asked
    to slow down), `refused`, `skipped`, `unknown` (nobody knew), then `found`, `partial`, `absent` or `uncertain` by
    look-up; `doubled` (a younger copy was found), `edited`, `edits failed`, `lost` (a confirmation came too late),
    `missed` (questions that planning skipped because nobody was running).
    """

    counts: Counter[str] = field(default_factory=Counter)
    lateness: deque[float] = field(default_factory=lambda: deque(maxlen=KEPT))
    """Seconds from due to confirmed of the last posts."""

    def sent(self, due: datetime, now: datetime) -> None:
        self.counts["sent"] += 1
        self.counts["late"] += now - due > LATE
        self.lateness.append(max(0.0, (now - due).total_seconds()))
