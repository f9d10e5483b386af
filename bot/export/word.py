"""A kit as a Word document: real headings, lists and tables, so that a team can make it its own."""

import io
from datetime import datetime
from typing import Any, assert_never

from docx import Document as new_document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt, RGBColor

from bot.export import word_xml as xml
from bot.export.document import Document, Facts, Grid, Heading, Lines, Part, Passage, Picture, Tone, text
from bot.export.word_prose import MONO, TINT, WIDTH, grid, prose
from bot.export.zips import packed, unpacked
from bot.prose.text import clean

_TIME = datetime(1980, 1, 1)  # noqa: DTZ001  (python-docx writes naive times as UTC)
_MOST_HEIGHT = 80
_MILLIMETERS_PER_PIXEL = 0.11
_MOST_OF_A_PROPERTY = 255
"""Characters, in Word's file properties."""
_STYLES = {
    Tone.PLAIN: "Normal",
    Tone.SAY: "Kit Say",
    Tone.NOTE: "Kit Note",
    Tone.SMALL: "Kit Small",
    Tone.LABEL: "Kit Label",
}
_MARK, _QUIET, _WARN = RGBColor(0x0B, 0x6E, 0x5F), RGBColor(0x4A, 0x57, 0x54), RGBColor(0x8A, 0x2F, 0x05)


def write(document: Document) -> bytes:
    word: Any = new_document()
    _properties(word, document)
    _page(word, document)
    _styles(word)
    xml.add_paragraph(word, "Kit Small").add_run(f"{document.subtitle} · {document.copy}'s copy")
    xml.add_paragraph(word, "Title").add_run(document.title)
    for part, following in zip(document.parts, (*document.parts[1:], None), strict=True):
        _part(word, part, following)
    buffer = io.BytesIO()
    word.save(buffer)
    return packed(unpacked(buffer.getvalue()), first="[Content_Types].xml")


def _properties(word: Any, document: Document) -> None:
    properties = word.core_properties
    properties.title, properties.subject = document.title[:_MOST_OF_A_PROPERTY], document.subtitle
    properties.author = properties.last_modified_by = "Study Bot"
    properties.comments, properties.language = "", "en-US"
    properties.created = properties.modified = _TIME
    properties.revision = 1


def _page(word: Any, document: Document) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin = section.bottom_margin = Mm(22)
    section.header.paragraphs[0].add_run(document.header)
    xml.restyle(section.header.paragraphs[0], "Header")
    xml.page_footer(section.footer.paragraphs[0], document.footer)


def _styles(word: Any) -> None:
    styles = word.styles
    styles["Normal"].font.size = Pt(10.5)
    styles["Normal"].paragraph_format.space_after = Pt(5)
    styles["Title"].font.size = Pt(24)
    styles["Title"].font.color.rgb = RGBColor(0x17, 0x21, 0x1F)
    for name, size, color in (("Heading 1", 15, None), ("Heading 2", 11, _MARK)):
        styles[name].font.size = Pt(size)
        styles[name].font.color.rgb = color or RGBColor(0x17, 0x21, 0x1F)
    for name in ("Header", "Footer"):
        styles[name].font.size = Pt(8)
        styles[name].font.color.rgb = _QUIET
    say = _style(word, "Kit Say", size=11.5)
    say.paragraph_format.left_indent = Mm(4)
    xml.box(say, fill=TINT, bar="0B6E5F")
    note = _style(word, "Kit Note", color=_WARN)
    note.paragraph_format.left_indent = Mm(4)
    xml.box(note, fill="FFFFFF", bar="8A2F05")
    _style(word, "Kit Small", size=9, color=_QUIET)
    xml.rule(_style(word, "Kit Line", size=13), "8A9693")
    label = _style(word, "Kit Label")
    label.font.bold = True
    label.paragraph_format.keep_with_next = True
    cell = _style(word, "Kit Cell", size=9.5)
    cell.paragraph_format.space_before = cell.paragraph_format.space_after = Pt(2)
    xml.soften(styles["Table Grid"], "B3BEBB")
    styles["Caption"].font.color.rgb, styles["Caption"].font.bold = _QUIET, False
    _style(word, "Kit Gap", size=4).paragraph_format.space_after = Pt(0)
    code = _style(word, "Kit Code", size=8.5)
    code.font.name = MONO
    xml.box(code, fill=TINT, bar="C3CCC9")
    mono = styles.add_style("Kit Mono", WD_STYLE_TYPE.CHARACTER)
    mono.font.name, mono.font.size = MONO, Pt(9)


def _style(word: Any, name: str, *, size: float = 10.5, color: RGBColor | None = None) -> Any:
    style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = word.styles["Normal"]
    style.font.size = Pt(size)
    if color is not None:
        style.font.color.rgb = color
    return style


def _part(word: Any, part: Part, following: Part | None) -> None:
    match part:
        case Heading(level, words, page):
            heading = xml.add_paragraph(word, f"Heading {level}")
            heading.add_run(clean(words))
            if page:
                heading.paragraph_format.page_break_before = True
        case Passage(blocks, tone):
            prose(word, blocks, _STYLES[tone])
        case Facts(rows):
            grid(word, tuple((text(name), text(value)) for name, value in rows), (1, 4), names_at_left=True)
        case Grid(about, header, rows, widths):
            rows = (tuple(map(text, header)), *rows)
            grid(word, rows, widths, about=about, leads_on=isinstance(following, Lines))
        case Picture():
            _picture(word, part)
        case Lines(label, count):
            labelled = xml.add_paragraph(word, "Kit Small")
            labelled.add_run(label)
            labelled.paragraph_format.keep_with_next = True
            for _ in range(count):
                xml.add_paragraph(word, "Kit Line")
        case _:
            assert_never(part)


def _picture(word: Any, picture: Picture) -> None:
    if not picture.png:
        xml.add_paragraph(word, "Kit Small").add_run(clean(picture.diagram.alt))
        return
    width, height = int.from_bytes(picture.png[16:20], "big"), int.from_bytes(picture.png[20:24], "big")
    millimeters = min(width * _MILLIMETERS_PER_PIXEL, WIDTH, _MOST_HEIGHT * width / max(height, 1))
    paragraph = xml.add_paragraph(word, "Normal")
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.keep_with_next = True
    run = paragraph.add_run()
    run.add_picture(io.BytesIO(picture.png), width=Mm(millimeters))
    xml.describe_picture(run, clean(picture.diagram.caption), clean(picture.diagram.alt))
    caption = xml.add_paragraph(word, "Caption")
    caption.add_run(clean(picture.diagram.caption))
    caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
