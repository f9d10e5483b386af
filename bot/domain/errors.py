"""What can go wrong, as facts: each error knows what to tell the person who can do something about it."""

from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A fault in a file. Problems are collected, so that all are shown at once."""

    file: str
    line: int
    says: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.says}"


class StudyError(Exception):
    """The asker can do something about it. `says` is what happened, `next_step` what to do now."""

    says: str
    next_step: str

    def __init__(self, says: str, next_step: str = "") -> None:
        super().__init__(says)
        self.says = says
        self.next_step = next_step


def did_you_mean(name: str, known: list[str]) -> str:
    """` Did you mean "x"?` or nothing; starts with a space."""
    close = get_close_matches(name.casefold(), known, n=2, cutoff=0.6)
    quoted = " or ".join(f'"{match}"' for match in close)
    return f" Did you mean {quoted}?" if close else ""


class Unavailable(Exception):
    """Something that the bot itself needs is not there now, such as its database. The text is for the operator."""
