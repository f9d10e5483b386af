"""The candidate's copy: prompts, minutes and topics, and nothing that gives an answer away.

Titles, levels and roles of the items stay out as well: "Vanishing gradients" over a question is half of its answer, and
nobody should read that a question is meant as the easy one. Diagrams show answers, so they stay out too.
"""

from collections.abc import Iterator

from bot.domain.kits.values import CLOSING, OPENING, Copy, Sheet
from bot.export import words
from bot.export.document import Document, Facts, Heading, Part, Tone, written
from bot.export.names import reference
from bot.export.plan import slots


def document(sheet: Sheet) -> Document:
    return Document(
        title=sheet.kit.title,
        subtitle="Interview questions",
        copy=Copy.CANDIDATE,
        header=f"{sheet.kit.title} · candidate's copy",
        footer=f"{words.CANDIDATE_FOOTER} Kit {reference(sheet.code)}",
        parts=tuple(_parts(sheet)),
    )


def _parts(sheet: Sheet) -> Iterator[Part]:
    kit = sheet.kit
    yield written(words.WELCOME.format(minutes=kit.minutes, questions=words.counted(len(kit.entries), "question")))
    yield Facts(
        (
            ("Opening", words.counted(OPENING, "minute")),
            ("Questions", words.counted(kit.minutes - OPENING - CLOSING, "minute")),
            ("Your questions", words.counted(CLOSING, "minute")),
            ("Topics", ", ".join(sorted(kit.topics))),
        )
    )
    for slot in slots(kit):
        yield Heading(1, f"Question {slot.number} (about {words.counted(slot.entry.minutes, 'minute')})")
        yield written(slot.entry.item.prompt, Tone.SAY)
