"""A kit as text on a terminal."""

import textwrap
from collections.abc import Iterable, Iterator

import click

from bot.domain.kits.values import CLOSING, OPENING, Kit, LastAsked
from bot.engine import kit_phrases, phrases

WIDTH = 100


def plan(kit: Kit, code: str, last_asked: LastAsked | None) -> Iterator[str]:
    """The timing plan, what could not be met, and the code; `last_asked` None where no database was given."""
    number = phrases.count(len(kit.entries), "question")
    yield click.style(kit.title, bold=True)
    yield f"{kit.minutes} of {kit.budget} minutes, {number}, {phrases.count(len(kit.topics), 'topic')}, seed {kit.seed}"
    yield ""
    yield _row("start", "min", "part", "question")
    yield _row(_clock(0), OPENING, "Opening", "")
    at = OPENING
    for entry in kit.entries:
        yield _row(_clock(at), entry.minutes, kit_phrases.ROLES[entry.role], click.style(entry.item.title, bold=True))
        asked = f" ({kit_phrases.last_asked(last_asked.get(entry.item.id))})" if last_asked is not None else ""
        yield from _indented(f"{entry.item.id}, {entry.item.level}{asked}")
        yield from _indented(entry.why)
        at += entry.minutes
    yield _row(_clock(at), CLOSING, "Closing", "The candidate's questions, and what happens next")
    yield from _listed("What could not be met", kit.unmet)
    yield from _listed("Good to know", kit.notes)
    yield from _listed("What nearly came in", (one.why for one in kit.left_out))
    yield ""
    yield f"Kit code: {click.style(code, bold=True)}"


def _row(start: str, minutes: int | str, part: str, question: str) -> str:
    return f"{start:>5}  {minutes:>3}  {part:<15}  {question}".rstrip()


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"


def _indented(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=" " * 29, subsequent_indent=" " * 29, break_on_hyphens=False)


def _listed(heading: str, sentences: Iterable[str]) -> Iterator[str]:
    lines = list(sentences)
    if lines:
        yield ""
        yield f"{heading}:"
    for line in lines:
        yield from textwrap.wrap(line, WIDTH, initial_indent="- ", subsequent_indent="  ", break_on_hyphens=False)
