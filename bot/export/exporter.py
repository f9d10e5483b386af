"""The engine's exporter: every format, each written by a module that is loaded when it is first asked for."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal, assert_never

from bot.domain.errors import StudyError
from bot.domain.kits.values import Copy, Format, Sheet
from bot.engine.ports.exporter import File
from bot.export.names import file_name
from bot.export.pictures import from_folders
from bot.prose.text import clean

_MEDIA_TYPES = {
    Format.MARKDOWN: "text/markdown; charset=utf-8",
    Format.HTML: "text/html; charset=utf-8",
    Format.PDF: "application/pdf",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.CSV: "text/csv; charset=utf-8",
    Format.JSON: "application/json",
    Format.MOODLE: "application/xml",
    Format.GIFT: "text/plain; charset=utf-8",
    Format.QTI: "application/zip",
    Format.ANKI: "application/apkg",
}

LEARNERS = (Format.MOODLE, Format.GIFT, Format.QTI, Format.ANKI)
"""The quiz formats: made for learners, they hold the answers."""


class KitExporter:
    """Writes sheets. `folders` are the packs' folders by name, for their diagrams."""

    def __init__(self, folders: Mapping[str, Path]) -> None:
        self._pictures = from_folders(folders)

    def export(self, sheet: Sheet, format: Format, copy: Copy) -> File:
        """The kit as a file. Raises StudyError for a candidate's copy of a format that holds the answers."""
        if copy is Copy.CANDIDATE and format in LEARNERS:
            others = ", ".join(one.value for one in Format if one not in LEARNERS)
            raise StudyError(
                f"There is no candidate's copy as {format.value}: that format holds the answers.",
                f"Take one of {others} for candidates, or the interviewer's copy for learners.",
            )
        # A title is what somebody typed or pasted; XML and UTF-8 cannot carry every character of it.
        title = " ".join(clean(sheet.kit.title).split()) or "Interview"
        sheet = replace(sheet, kit=replace(sheet.kit, title=title))
        return File(file_name(sheet, format, copy), _MEDIA_TYPES[format], self._written(sheet, format, copy))

    # The writers are imported here and not above: together they are 0.4 s and 40 MB that a bot without kits
    # should not pay.
    def _written(self, sheet: Sheet, format: Format, copy: Copy) -> bytes:
        match format:
            case Format.MARKDOWN | Format.HTML | Format.PDF | Format.DOCX:
                return self._document(sheet, format, copy)
            case Format.CSV:
                from bot.export import table

                return table.write(sheet, copy)
            case Format.JSON:
                from bot.export import data

                return data.write(sheet, copy)
            case Format.MOODLE:
                from bot.export import moodle

                return moodle.write(sheet, self._pictures)
            case Format.GIFT:
                from bot.export import gift

                return gift.write(sheet)
            case Format.QTI:
                from bot.export import qti

                return qti.write(sheet)
            case Format.ANKI:
                from bot.export import anki

                return anki.write(sheet, self._pictures)
            case _:
                assert_never(format)

    def _document(
        self, sheet: Sheet, format: Literal[Format.MARKDOWN, Format.HTML, Format.PDF, Format.DOCX], copy: Copy
    ) -> bytes:
        from bot.export import candidate, interviewer

        document = (
            interviewer.document(sheet, self._pictures) if copy is Copy.INTERVIEWER else candidate.document(sheet)
        )
        match format:
            case Format.MARKDOWN:
                from bot.export import markdown

                return markdown.write(document)
            case Format.HTML:
                from bot.export import page

                return page.write(document)
            case Format.PDF:
                from bot.export import pdf

                return pdf.write(document)
            case Format.DOCX:
                from bot.export import word

                return word.write(document)
            case _:
                assert_never(format)
