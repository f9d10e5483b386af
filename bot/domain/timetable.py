"""When a question is due: wall-clock times in IANA zones, one instant per local date.

Source of the rule for gaps and overlaps: RFC 5545, section 3.3.5 (a gap shifts forward, an overlap takes the first).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
WEEKDAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def study_day(instant: datetime, zone: ZoneInfo) -> date:
    """The local date of an instant. The only function that turns instants into days."""
    return instant.astimezone(zone).date()


def instant(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """The instant (UTC) of a wall-clock time on a local date, or None where that date does not exist.

    A time inside a gap shifts forward by the gap; a time that happens twice means the first.
    """
    # fold=0 reads a time in a gap with the offset from before it, which is the shift forward.
    found = datetime.combine(day, at.replace(fold=0), zone).astimezone(UTC)
    if study_day(found, zone) == day or _exists(day, zone):
        return found
    return None


def _exists(day: date, zone: ZoneInfo) -> bool:
    """Whether any instant has this local date (Apia had no 30 December 2011)."""
    start = datetime.combine(day, time.min, zone).astimezone(UTC)
    end = datetime.combine(day, time.max.replace(fold=1), zone).astimezone(UTC)
    return study_day(start, zone) == day or study_day(end, zone) == day


@dataclass(frozen=True, slots=True)
class RevealAt:
    """The close as a wall-clock time, `days` after the study day."""

    days: int
    at: time


@dataclass(frozen=True, slots=True)
class Timetable:
    """On which days, at what time, in which zone; and when the round closes.

    `reveal` None means `lead` before the next question, which is fair to all zones.
    """

    zone: ZoneInfo
    at: time
    weekdays: frozenset[int]
    reveal: RevealAt | None = None
    lead: timedelta = timedelta(minutes=10)

    def due(self, day: date) -> datetime | None:
        """The instant at which that day's question is due; None on other weekdays and on dates that do not exist."""
        return instant(day, self.at, self.zone) if day.weekday() in self.weekdays else None

    def days_from(self, day: date) -> Iterator[tuple[date, datetime]]:
        """Days with a question from `day` on, each with its due instant. Endless."""
        while True:
            due = self.due(day)
            if due is not None:
                yield day, due
            day += DAY

    def next_after(self, moment: datetime) -> tuple[date, datetime]:
        """The first day whose question is due strictly after `moment`."""
        # One day early: in an extreme zone change the due instant may lie on the other side of midnight.
        start = study_day(moment, self.zone) - DAY
        return next((day, due) for day, due in self.days_from(start) if due > moment)

    def closes(self, day: date, *, posted_at: datetime, least: timedelta) -> datetime:
        """When the round of `day` closes; never less than `least` after it was posted."""
        if self.reveal is None:
            planned = next(due for _, due in self.days_from(day + DAY)) - self.lead
        else:
            planned = next(
                found
                for found in (
                    instant(day + DAY * (self.reveal.days + extra), self.reveal.at, self.zone) for extra in range(3)
                )
                if found is not None
            )
        return max(planned, posted_at + least)


def period_keys(day: date) -> tuple[str, str, str, str]:
    """The week, month, season and all-time boards that points of this day belong to."""
    return week_key(day), f"{day:%Y-%m}", season_key(day), "all"


def week_key(day: date) -> str:
    """ISO week, `2026-W47`."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def season_key(day: date) -> str:
    """Calendar quarter, `2026-Q4`."""
    return f"{day.year}-Q{(day.month + 2) // 3}"
