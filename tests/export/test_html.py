"""The page: one file, accessible, safe, and made for paper: Chromium prints it."""

import subprocess
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest

from bot.bank.bank import PackBank
from bot.domain.kits.values import Copy, Format, Sheet
from bot.export.exporter import KitExporter
from tests.export import sheets
from tests.export.conftest import Made
from tests.process import CHROMIUM, CHROMIUM_FLAGS


class Elements(HTMLParser):
    """All elements of a page, with their attributes."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def test_it_needs_nothing_from_elsewhere(made: Made) -> None:
    elements = Elements(made(Format.HTML, Copy.INTERVIEWER).data)

    assert [
        source for image in elements.all("img") if not (source := str(image["src"])).startswith("data:image/png;")
    ] == []
    assert elements.all("script") == elements.all("link") == []
    assert all(str(link["href"]).startswith("http") for link in elements.all("a"))


def test_it_has_a_language_one_title_ordered_headings_and_alternative_texts(made: Made, few: Sheet) -> None:
    elements = Elements(made(Format.HTML, Copy.INTERVIEWER).data)
    levels = [int(tag[1]) for tag, _ in elements.found if tag in ("h1", "h2", "h3", "h4")]

    assert elements.all("html") == [{"lang": "en"}]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert [image["alt"] for image in elements.all("img")] == [
        entry.item.diagram.alt for entry in few.kit.entries if entry.item.diagram
    ]
    assert all("scope" in cell for cell in elements.all("th"))
    assert elements.all("math")


def test_what_an_author_writes_stays_text(bank: PackBank, exporter: KitExporter) -> None:
    evil = '</style><script>alert(1)</script> "\\" <img src=x onerror=alert(1)>'
    item = sheets.changed(bank.items["beginner/overfitting"], title=evil, prompt=evil, probes=(evil,), topics=(evil,))
    elements = Elements(exporter.export(sheets.sheet([item], title=evil), Format.HTML, Copy.INTERVIEWER).data)

    assert elements.all("script") == []
    assert [image for image in elements.all("img") if "onerror" in image] == []


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium (apt install chromium)")
def test_chromium_prints_it_with_page_numbers_and_one_question_per_page(made: Made, few: Sheet, tmp_path: Path) -> None:
    page, paper = tmp_path / "kit.html", tmp_path / "kit.pdf"
    page.write_bytes(made(Format.HTML, Copy.INTERVIEWER).data)
    subprocess.run(
        [
            str(CHROMIUM),
            "--headless",
            *CHROMIUM_FLAGS,
            "--no-pdf-header-footer",
            f"--print-to-pdf={paper}",
            page.as_uri(),
        ],
        check=True,
        capture_output=True,
        timeout=60,
    )

    with pypdfium2.PdfDocument(paper.read_bytes()) as document:
        texts = [one.get_textpage().get_text_range() for one in document]
    starts = [
        next(at for at, text in enumerate(texts) if f"\n{number}. {entry.item.title}" in text.replace("\r", ""))
        for number, entry in enumerate(few.kit.entries, 1)
    ]
    assert all(f"{number} of {len(texts)}" in text for number, text in enumerate(texts, 1))
    assert starts == sorted(set(starts))
