"""The interviewer's copy: plan, scripts, each question with its whole rubric, and a scorecard to fill in by hand."""

from collections.abc import Iterator

from bot.domain.kits.values import CLOSING, OPENING, Copy, Sheet
from bot.domain.questions import Case, Item, Source
from bot.export import words
from bot.export.document import (
    Document,
    Facts,
    Grid,
    Heading,
    Lines,
    Part,
    Passage,
    Picture,
    Tone,
    listed,
    said,
    text,
    written,
)
from bot.export.names import reference
from bot.export.pictures import Pictures
from bot.export.plan import Slot, clock, end_of_questions, slots
from bot.prose.parse import parse
from bot.prose.tree import Line, Link, Numbered, Paragraph, Strong, Text

BOX = "☐"
"""An empty box to tick; every format's fonts have it."""

_MOST_COLUMNS = 12
"""More questions than these make a matrix too wide for a page; then their numbers are listed."""


def document(sheet: Sheet, pictures: Pictures) -> Document:
    kit = sheet.kit
    return Document(
        title=kit.title,
        subtitle="Interview kit",
        copy=Copy.INTERVIEWER,
        header=f"{kit.title} · interviewer's copy",
        footer=f"{words.FOOTER} Kit {reference(sheet.code)}",
        parts=(
            *_front(sheet),
            *_before(sheet),
            *(part for slot in slots(kit) for part in _question(slot, pictures)),
            *_scorecard(sheet),
        ),
    )


def _front(sheet: Sheet) -> Iterator[Part]:
    kit = sheet.kit
    yield written(words.NOT_FOR_CANDIDATES, Tone.NOTE)
    yield Facts(
        (
            ("Kit code", sheet.code),
            ("Reference", f"{reference(sheet.code)} (stands on every page and in the file's name)"),
            ("Length", f"{kit.minutes} minutes, {words.counted(len(kit.entries), 'question')}"),
            ("Questions from", f"{sheet.bank}, license {sheet.licence}"),
            ("Seed", str(kit.seed)),
        )
    )
    yield Heading(1, "Plan")
    yield Grid(
        "When each part starts and how long it takes",
        ("Clock", "Part", "Minutes", "Level"),
        _plan(sheet),
        (2, 10, 3, 4),
    )
    yield Heading(1, "Topics")
    yield _matrix(sheet)


def _plan(sheet: Sheet) -> tuple[tuple[Line, ...], ...]:
    kit = sheet.kit
    return (
        (text(clock(0)), text("Opening"), text(str(OPENING)), ()),
        *(
            (
                text(clock(slot.start)),
                text(f"{slot.number}. {slot.entry.item.title}"),
                text(str(slot.entry.minutes)),
                text(slot.entry.item.level),
            )
            for slot in slots(kit)
        ),
        (text(clock(end_of_questions(kit))), text("Candidate's questions and closing"), text(str(CLOSING)), ()),
        (text(clock(kit.minutes)), text("End"), (), ()),
    )


def _matrix(sheet: Sheet) -> Grid:
    """Which question touches which topic."""
    all_slots = list(slots(sheet.kit))
    if len(all_slots) > _MOST_COLUMNS:
        rows = tuple(
            (text(topic), text(", ".join(str(slot.number) for slot in all_slots if topic in slot.entry.item.topics)))
            for topic in sheet.kit.topics
        )
        return Grid("Which question touches which topic", ("Topic", "Questions"), rows, (4, 10))
    return Grid(
        "Which question touches which topic",
        ("Topic", *(str(slot.number) for slot in all_slots)),
        tuple(
            (text(topic), *(text("●") if topic in slot.entry.item.topics else () for slot in all_slots))
            for topic in sheet.kit.topics
        ),
        (5, *(1 for _ in all_slots)),
    )


def _before(sheet: Sheet) -> Iterator[Part]:
    yield Heading(1, "How to use this kit fairly", page=True)
    yield written(words.FAIR_USE)
    yield Heading(1, f"{clock(0)} Opening")
    yield written(
        words.OPENING.format(minutes=sheet.kit.minutes, questions=words.counted(len(sheet.kit.entries), "question")),
        Tone.SAY,
    )
    yield Heading(1, f"{clock(end_of_questions(sheet.kit))} Candidate's questions and closing")
    yield written(words.CLOSING, Tone.SAY)


def _question(slot: Slot, pictures: Pictures) -> Iterator[Part]:
    item, entry = slot.entry.item, slot.entry
    yield Heading(1, f"{slot.number}. {item.title}", page=True)
    yield said(
        f"{clock(slot.start)} to {clock(slot.end)} · {words.counted(item.minutes, 'minute')} · {item.level} · "
        f"{entry.role} · {', '.join(item.topics)}",
        Tone.SMALL,
    )
    yield Heading(2, "Ask")
    yield written(item.prompt, Tone.SAY)
    yield Heading(2, "Why this question")
    yield said(item.why)
    if entry.why:
        yield said(entry.why, Tone.SMALL)
    if item.case:
        yield from _case(item.case)
    yield Heading(2, "Hints you may give, in this order")
    yield Passage((Numbered(1, tuple(parse(hint.text) for hint in item.hints)),))
    yield Heading(2, "Probes, from the surface down")
    yield Passage((Numbered(1, tuple((Paragraph(text(probe)),) for probe in item.probes)),))
    yield from _rubric(item)
    yield Heading(2, "Model answer in thirty seconds")
    yield written(item.short)
    yield Heading(2, "Model answer in full")
    yield written(item.full)
    if item.diagram:
        yield Picture(item.diagram, pictures(item.pack, item.diagram.path))
    yield Heading(2, "Sources")
    yield Passage((Paragraph(_joined(tuple(_source(source) for source in item.sources))),), Tone.SMALL)


def _case(case: Case) -> Iterator[Part]:
    """The story behind the question. Its texts hold code between backticks, so they are read as Markdown."""
    yield Heading(2, "The case, if you want to go deeper")
    yield written(f"**What is seen.** {case.symptom}")
    yield said("What you show when asked", Tone.LABEL)
    yield written(case.shown)
    yield said("A good order of checks", Tone.LABEL)
    yield Passage((Numbered(1, tuple(parse(check) for check in case.order_of_checks)),))
    yield written(f"**Cause.** {case.cause}")
    yield written(f"**Fix.** {case.fix}")
    yield written(f"**Prevention.** {case.prevention}")


def _rubric(item: Item) -> Iterator[Part]:
    yield Heading(2, "Key points")
    must = tuple(point.says for point in item.key_points if point.must)
    nice = tuple(point.says for point in item.key_points if not point.must)
    for label, points in (("A passing answer has", must), ("A good answer adds", nice)):
        if points:
            yield said(label, Tone.LABEL)
            yield listed(points)
    yield Heading(2, "Score")
    yield Grid(
        "What is heard at each of the four scores",
        ("Score", "What you hear"),
        tuple((text(f"{BOX} {number} {name}"), text(anchor)) for number, name, anchor in _anchors(item)),
        (4, 15),
    )
    yield Heading(2, "Red flags")
    yield listed(item.red_flags)


def _anchors(item: Item) -> Iterator[tuple[int, str, str]]:
    anchors = item.anchors
    yield from (
        (number, name, anchor)
        for number, (name, anchor) in enumerate(
            zip(words.SCORES, (anchors.poor, anchors.mixed, anchors.good, anchors.excellent), strict=True), 1
        )
    )


def _source(source: Source) -> Line:
    title = (Link(source.url, text(source.title)),) if source.url else text(source.title)
    where = f", {source.where}" if source.where else ""
    return Text(f"{source.authors} ({source.year}): "), *title, Text(where)


def _joined(lines: tuple[Line, ...]) -> Line:
    """Lines as one, parted by semicolons and ended by a full stop."""
    return tuple(part for at, line in enumerate(lines) for part in ((Text("; "), *line) if at else line)) + text(".")


def _scorecard(sheet: Sheet) -> Iterator[Part]:
    yield Heading(1, "Scorecard", page=True)
    yield written(words.SCORECARD, Tone.SMALL)
    yield Facts(
        (("Candidate", ""), ("Interviewer", ""), ("Date", ""), ("Kit", f"{sheet.kit.title}, {reference(sheet.code)}"))
    )
    for slot in slots(sheet.kit):
        yield Heading(2, f"{slot.number}. {slot.entry.item.title}")
        found = tuple(_anchors(slot.entry.item))
        yield Grid(
            f"Boxes for question {slot.number}",
            tuple(f"{BOX} {number} {name}" for number, name, _ in found),
            (tuple(text(anchor) for _, _, anchor in found),),
            (1, 1, 1, 1),
        )
        yield Lines("Evidence: what was said; hints given", 2)
    yield Heading(2, "Overall")
    yield Grid(
        "Boxes for the whole interview",
        tuple(f"{BOX} {n} {name}" for n, name in enumerate(words.SCORES, 1)),
        (
            (
                text("Below what the role needs"),
                text("Needs more evidence"),
                text("Meets what the role needs"),
                text("Clearly above it"),
            ),
        ),
        (1, 1, 1, 1),
    )
    yield Lines("Reasons, from the evidence above", 3)
    yield Passage((Paragraph((Strong(text("Signature")), Text(" ________________________"))),))
