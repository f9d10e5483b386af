"""Streaks, derived from two facts: the days that had a question, and the days on which the member answered.

Nothing is counted up, so nothing can drift: late answers, several channels and restarts give the same streak.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.domain.timetable import week_key


@dataclass(frozen=True, slots=True)
class Streak:
    """`current` and `best` count answered days; `frozen` are missed days that a freeze forgave in the current run."""

    current: int
    best: int
    frozen: tuple[date, ...] = ()
    freeze_left: bool = True


def streak(asked: Iterable[date], answered: Collection[date], *, today: date, freezes: bool = True) -> Streak:
    """The streak as of `today`.

    `asked` are the days whose question was posted and can no longer be answered: an open question breaks nothing,
    and neither does a day without one. The first missed day of a run in an ISO week is forgiven, as it comes: what a
    member was told on that day stays true, also where keeping the freeze for a later day would have served better.
    """
    current = best = 0
    frozen: list[date] = []
    weeks: set[str] = set()
    for day in sorted(set(asked) | set(answered)):
        if day in answered:
            current += 1
            best = max(best, current)
        elif current and freezes and week_key(day) not in weeks:
            weeks.add(week_key(day))
            frozen.append(day)
        elif current:
            current = 0
            frozen.clear()
    return Streak(current, best, tuple(frozen), freezes and week_key(today) not in weeks)


def team_streak(answers: Mapping[date, int], *, least: int) -> int:
    """Days in a row, up to the newest, with at least `least` answers. Keys are closed days with a question."""
    run = 0
    for day in sorted(answers, reverse=True):
        if answers[day] < least:
            break
        run += 1
    return run
