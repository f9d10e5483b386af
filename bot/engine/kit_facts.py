"""A kit's facts in a few words, the same on every platform."""

from collections.abc import Sequence

from bot.domain.kits.values import CLOSING, FOR_CANDIDATES, OPENING, Copy, Format
from bot.engine import phrases
from bot.engine.kit_phrases import COPIES, FORMATS, ROLES, last_asked
from bot.engine.kit_views import KitLine, KitView

WANTED = (Format.PDF, Format.DOCX, Format.HTML, Format.MARKDOWN, Format.CSV, Format.JSON)
"""Formats in the order in which interviewers want them; those for learning systems follow."""


def timing(view: KitView) -> str:
    """`44 of 45 minutes: 3 to open, 36 for 7 questions, 5 to close`."""
    inner = view.minutes - OPENING - CLOSING
    questions = phrases.count(len(view.lines), "question")
    return f"{view.minutes} of {view.budget} minutes: {OPENING} to open, {inner} for {questions}, {CLOSING} to close"


def levels(view: KitView) -> str:
    """`2 Beginner, 3 Intermediate`."""
    return ", ".join(f"{number} {phrases.LEVELS[level]}" for level, number in view.levels)


def topics(view: KitView, most: int = 12) -> str:
    """The topics, those that come up several times with their number."""
    shown = [f"{name} ×{number}" if number > 1 else name for name, number in view.topics[:most]]
    rest = len(view.topics) - len(shown)
    return ", ".join(shown) + (f" and {rest} more" if rest else "")


def part(line: KitLine) -> str:
    """`Core, 5 min`."""
    return f"{ROLES[line.role]}, {line.minutes} min"


def asked(line: KitLine) -> str:
    """`Last asked here on 3 March 2026`: whether the team may know it already."""
    words = last_asked(line.last_asked)
    return words[0].upper() + words[1:]


def is_quiz(format: Format) -> bool:
    """Whether the format is one for learning systems: a quiz with its answers, nobody's interview."""
    return format not in FOR_CANDIDATES


def download(format: Format, copy: Copy) -> str:
    """What a menu says: `PDF for the interviewer`."""
    return f"{FORMATS[format]} for learners" if is_quiz(format) else f"{FORMATS[format]} {COPIES[copy]}"


def in_order(formats: Sequence[tuple[Format, Copy]]) -> list[tuple[Format, Copy]]:
    """Downloads as menus list them: the interviewer's, the candidate's, the quizzes for learners."""

    def rank(one: tuple[Format, Copy]) -> tuple[bool, int, int]:
        format, copy = one
        return is_quiz(format), list(Copy).index(copy), WANTED.index(format) if format in WANTED else len(WANTED)

    return sorted(formats, key=rank)
