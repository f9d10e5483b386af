"""How an open answer is judged. The engine owns the port; `bot.grading` fills it."""

from typing import Protocol

from bot.domain.questions import Rubric
from bot.domain.verdicts import Verdict


class Grader(Protocol):
    @property
    def version(self) -> str:
        """Kept with every verdict; changes whenever the same answer could be judged differently."""

    def grade(self, answer: str, rubric: Rubric) -> Verdict:
        """Judges one answer. Pure and blocking (milliseconds): call it in a worker thread."""
