"""Points. All numbers come from `Rules`, which the configuration fills."""

from collections.abc import Collection
from dataclasses import dataclass, field

from bot.domain.questions import Level
from bot.domain.verdicts import Band, Verdict


@dataclass(frozen=True, slots=True)
class Points:
    """What things are worth."""

    beginner: int = 10
    intermediate: int = 20
    expert: int = 30
    attempt: int = 2
    """For a sincere answer, whatever it covers."""
    streak: int = 1
    """Per day of the streak, on scheduled days."""
    streak_most: int = 5
    practice: int = 1
    """For a check that is right for the first time in a season."""
    practice_daily: int = 10
    team_best: int = 3
    """How many of a team's best answers count in a round."""
    team_participation: int = 1
    """For each answerer of the team, up to `team_best` times two."""

    def of(self, level: Level) -> int:
        return {Level.BEGINNER: self.beginner, Level.INTERMEDIATE: self.intermediate, Level.EXPERT: self.expert}[level]


@dataclass(frozen=True, slots=True)
class Score:
    """The points of one answer, part by part. `hints` is zero or negative; `total` is never below zero."""

    answer: int
    attempt: int
    hints: int
    streak: int

    @property
    def total(self) -> int:
        return max(0, self.answer + self.attempt + self.hints) + self.streak


@dataclass(frozen=True, slots=True)
class Worth:
    """What an item is worth to a member: its level's points, less what the hints taken cost."""

    level: Level
    hint_costs: Collection[int] = field(default=())


def score(points: Points, worth: Worth, verdict: Verdict, *, streak: int, earned_before: bool) -> Score:
    """The points for an answer.

    `streak` is the streak's length in days including this one; `earned_before` is true when the item has already
    earned this member points this season, in which case only the streak counts.
    """
    bonus = min(max(streak, 0) * points.streak, points.streak_most)
    if verdict.band is Band.NONE:
        return Score(0, 0, 0, 0)
    if earned_before:
        return Score(0, 0, 0, bonus)
    full = points.of(worth.level)
    earned = round(full * verdict.coverage)
    # A hint never costs more than the answer earned: the sincere-attempt part stays.
    cost = min(earned, round(full * min(sum(worth.hint_costs), 100) / 100))
    return Score(earned, points.attempt, -cost, bonus)


def team_points(points: Points, totals: Collection[int]) -> int:
    """A team's points in one round: its best few answers, plus a little for everybody who took part."""
    best = sum(sorted(totals, reverse=True)[: points.team_best])
    return best + points.team_participation * min(len(totals), points.team_best * 2)
