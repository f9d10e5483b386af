"""Ranks on boards. Equal points share a rank (1, 1, 3); who got there first stands first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class Period(StrEnum):
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    ALL = "all"


class Scope(StrEnum):
    CHANNEL = "channel"
    SPACE = "space"
    TEAMS = "teams"


@dataclass(frozen=True, slots=True)
class Standing:
    """One line of a board; `rank` is 0 until the line stands on one. `streak` is 0 where it is hidden or unknown."""

    key: str
    name: str
    points: int
    answers: int
    rank: int = 0
    streak: int = 0


def ranked(lines: Sequence[Standing], *, first_rank: int = 1) -> tuple[Standing, ...]:
    """The lines, sorted by the store, with their ranks. `first_rank` is that of the first line of the page."""
    result: list[Standing] = []
    for position, line in enumerate(lines):
        tie = result and result[-1].points == line.points
        result.append(replace(line, rank=result[-1].rank if tie else first_rank + position))
    return tuple(result)
