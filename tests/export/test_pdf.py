"""PDF, read by pypdf and PDFium: complete, inside the page, well broken, tagged."""

import io
import re

import pypdf
import pypdfium2
import pytest

from bot.bank.bank import PackBank
from bot.domain.kits.values import Copy, Format, Sheet
from bot.export import interviewer
from bot.export.document import Heading
from bot.export.exporter import KitExporter
from tests.export import sheets
from tests.export.conftest import Made
from tests.export.readers import body_lines, of_pdf

EMOJI, CHINESE = "Which emoji is it: 🦉?", "什么是过拟合?"


@pytest.fixture(scope="module")
def read(made: Made) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(made(Format.PDF, Copy.INTERVIEWER).data))


def test_it_carries_title_language_tags_and_bookmarks(read: pypdf.PdfReader, few: Sheet) -> None:
    root = read.trailer["/Root"]
    bookmarks = [str(entry.title) for entry in read.outline if isinstance(entry, pypdf.generic.Destination)]

    assert read.metadata is not None
    assert read.metadata.title == "Machine learning engineer"
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_data()
    assert bookmarks[:3] == ["Plan", "Topics", "How to use this kit fairly"]
    assert [title for title in bookmarks if title[0].isdigit() and title[1] == "."] == [
        f"{number}. {entry.item.title}" for number, entry in enumerate(few.kit.entries, 1)
    ]


def test_every_page_has_its_number_and_all_but_the_first_the_title(read: pypdf.PdfReader) -> None:
    for number, page in enumerate(read.pages, 1):
        text = page.extract_text()
        assert f"{number} of {len(read.pages)}" in text
        assert ("Machine learning engineer · interviewer's copy" in text) == (number > 1)


def test_a_picture_has_its_alternative_text(read: pypdf.PdfReader, few: Sheet) -> None:
    found: list[str] = []

    def walk(node: pypdf.generic.DictionaryObject) -> None:
        if node.get("/S") == "/Figure":
            found.append(str(node.get("/Alt")))
        children = node.get("/K", [])
        for child in children if isinstance(children, list) else [children]:
            child = child.get_object()
            if isinstance(child, pypdf.generic.DictionaryObject) and "/S" in child:
                walk(child)

    walk(
        read.trailer["/Root"]["/StructTreeRoot"]["/K"][0].get_object()
        if isinstance(read.trailer["/Root"]["/StructTreeRoot"]["/K"], list)
        else read.trailer["/Root"]["/StructTreeRoot"]["/K"].get_object()
    )
    assert [entry.item.diagram.alt for entry in few.kit.entries if entry.item.diagram] == found


def test_all_text_of_the_whole_bank_lies_inside_its_page(made_whole: Made) -> None:
    outside = []
    with pypdfium2.PdfDocument(made_whole(Format.PDF, Copy.INTERVIEWER).data) as document:
        for number, page in enumerate(document, 1):
            width, height = page.get_size()
            text = page.get_textpage()
            for at in range(text.count_rects()):
                left, bottom, right, top = text.get_rect(at)
                # The margins: nothing but header and footer may stand in them, and nothing reaches the edge.
                if left < 55 or right > width - 55 or bottom < 25 or top > height - 25:
                    outside.append((number, left, bottom, right, top))
    assert outside == []


def test_no_heading_of_the_whole_bank_is_the_last_line_of_a_page(
    made_whole: Made, whole: Sheet, exporter: KitExporter
) -> None:
    headings = {
        part.text for part in interviewer.document(whole, lambda pack, path: b"").parts if isinstance(part, Heading)
    } | {"A passing answer has", "A good answer adds"}
    with pypdfium2.PdfDocument(made_whole(Format.PDF, Copy.INTERVIEWER).data) as document:
        last = [
            lines[-1].strip()
            for page in document
            if (lines := [line for line in body_lines(page.get_textpage().get_text_range()) if line.strip()])
        ]
    assert len(last) > 150
    assert [line for line in last if line in headings] == []


def test_the_shipped_bank_needs_no_font_but_the_typesetters_own(made_whole: Made) -> None:
    """PDF/UA refuses a character that has no glyph, so the mark of PDF/UA says that none is missing."""
    data = made_whole(Format.PDF, Copy.INTERVIEWER).data
    assert b"pdfuaid:part>1<" in pypdf.PdfReader(io.BytesIO(data)).trailer["/Root"]["/Metadata"].get_data()


@pytest.mark.parametrize(
    "prompt", [EMOJI, CHINESE, "#panic() $x$ *[a](b) @ref <tag> \\ //", "$$\\undefined{x}$$ is odd"]
)
def test_a_prompt_that_is_strange_to_the_typesetter_still_makes_a_kit(
    prompt: str, bank: PackBank, exporter: KitExporter
) -> None:
    item = sheets.changed(bank.items["beginner/overfitting"], prompt=prompt)
    data = exporter.export(sheets.sheet([item]), Format.PDF, Copy.CANDIDATE).data

    words = re.findall(r"[a-z]{3,}", prompt)
    text = of_pdf(data)
    assert [word for word in words if word not in text] == []
