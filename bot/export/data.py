"""A kit as JSON, by a published schema (`kit.schema.json`), and back."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter, ValidationError

from bot.domain.errors import StudyError
from bot.domain.kits.values import Copy, Entry, Kit, Role, Sheet
from bot.domain.questions import Item, Level
from bot.export import words
from bot.export.plan import clock, slots


@dataclass(frozen=True, slots=True)
class Question:
    """`starts` is the place on the clock, hours and minutes from the start."""

    number: int
    starts: str
    minutes: int
    role: Role
    why: str
    item: Item


@dataclass(frozen=True, slots=True)
class InterviewerKit:
    """The whole kit; `budget` and `minutes` are asked for and filled, opening and closing included."""

    format: Literal["studybot-kit/1"]
    copy: Literal["interviewer"]
    code: str
    title: str
    bank: str
    license: str
    level: Level
    budget: int
    minutes: int
    seed: int
    topics: tuple[str, ...]
    questions: tuple[Question, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Prompt:
    number: int
    starts: str
    minutes: int
    prompt: str


@dataclass(frozen=True, slots=True)
class CandidateKit:
    """Prompts only; `prompt` is Markdown."""

    format: Literal["studybot-kit/1"]
    copy: Literal["candidate"]
    title: str
    minutes: int
    topics: tuple[str, ...]
    questions: tuple[Prompt, ...]
    note: str


_File = Annotated[InterviewerKit | CandidateKit, Field(discriminator="copy")]


@cache
def _files() -> TypeAdapter[InterviewerKit | CandidateKit]:
    return TypeAdapter(_File)


def schema() -> dict[str, Any]:
    """The JSON schema of both copies; `kit.schema.json` holds it, a test compares the two."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A Study Bot interview kit",
        **_files().json_schema(),
    }


def write(sheet: Sheet, copy: Copy) -> bytes:
    kit = _interviewer(sheet) if copy is Copy.INTERVIEWER else _candidate(sheet)
    found = _files().dump_python(kit, mode="json")
    for question in found["questions"]:
        if "item" in question:
            # A set has no order of its own, and the same kit must give the same bytes.
            question["item"]["overlaps"].sort()
    return (json.dumps(found, ensure_ascii=False, indent=2) + "\n").encode()


def from_json(text: str | bytes) -> Sheet:
    """The sheet that an interviewer's copy was written from. Raises StudyError for anything else."""
    try:
        found = _files().validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise StudyError(
            f"This is no kit that was written by Study Bot: {where or 'the file'}: {first['msg']}.",
            "Export the kit again as json.",
        ) from None
    if isinstance(found, CandidateKit):
        raise StudyError(
            "This is the candidate's copy, which holds the prompts only.",
            "Open the interviewer's copy, or the kit code.",
        )
    entries = tuple(Entry(question.item, question.role, question.why) for question in found.questions)
    kit = Kit(title=found.title, budget=found.budget, seed=found.seed, entries=entries, level=found.level)
    return Sheet(kit, found.code, found.bank, found.license)


def _interviewer(sheet: Sheet) -> InterviewerKit:
    kit = sheet.kit
    questions = tuple(
        Question(slot.number, clock(slot.start), slot.entry.minutes, slot.entry.role, slot.entry.why, slot.entry.item)
        for slot in slots(kit)
    )
    return InterviewerKit(
        "studybot-kit/1",
        "interviewer",
        sheet.code,
        kit.title,
        sheet.bank,
        sheet.licence,
        kit.level,
        kit.budget,
        kit.minutes,
        kit.seed,
        kit.topics,
        questions,
        words.FOOTER,
    )


def _candidate(sheet: Sheet) -> CandidateKit:
    kit = sheet.kit
    questions = tuple(
        Prompt(slot.number, clock(slot.start), slot.entry.minutes, slot.entry.item.prompt) for slot in slots(kit)
    )
    return CandidateKit(
        "studybot-kit/1",
        "candidate",
        kit.title,
        kit.minutes,
        tuple(sorted(kit.topics)),
        questions,
        words.CANDIDATE_FOOTER,
    )
