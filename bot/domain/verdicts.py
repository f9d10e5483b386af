"""What the grader says about one answer."""

from dataclasses import dataclass
from enum import StrEnum


class Band(StrEnum):
    """Verdicts come in bands: a decimal would promise a precision that nobody has."""

    EXCELLENT = "excellent"
    GOOD = "good"
    MIXED = "mixed"
    THIN = "thin"
    NONE = "none"


class Remark(StrEnum):
    """Why an answer earned (almost) nothing, where it is not simply short of key points."""

    EMPTY = "empty"
    ECHO = "echo"
    KEYWORDS = "keywords"
    DUMP = "dump"
    REVERSED = "reversed"


@dataclass(frozen=True, slots=True)
class Covered:
    """A key point found in the answer, with the words that show it."""

    point: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Mistake:
    """A claim that the item's author listed as false, found in the answer."""

    claim: str
    correction: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """`coverage` is the share of the key points' weight that the answer earned, 0 to 1, after false claims and guards.

    `covered` and `missed` name key points by id. Missed means "could not match", never "wrong".
    """

    coverage: float
    band: Band
    covered: tuple[Covered, ...]
    missed: tuple[str, ...]
    mistakes: tuple[Mistake, ...] = ()
    remark: Remark | None = None
    grader: str = ""


def judge_choice(*, right: bool) -> Verdict:
    """The verdict on a chosen option: all or nothing."""
    if right:
        return Verdict(1.0, Band.EXCELLENT, (), (), grader="choice")
    return Verdict(0.0, Band.THIN, (), (), grader="choice")
