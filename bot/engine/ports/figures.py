"""A few numbers about everything, for whoever operates the bot. Nothing in them is about a person."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Figures:
    """`overdue_since` is the time of the oldest delivery that is due and not sent; None where nothing waits."""

    open_rounds: int
    open_answers: int
    due: int
    unknown: int
    uncertain: int
    overdue_since: datetime | None
