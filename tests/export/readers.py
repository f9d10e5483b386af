"""Each format as text, read by somebody else's program."""

import csv
import io
import json
import re
from html.parser import HTMLParser

import mammoth
import pypdfium2
from markdown_it import MarkdownIt

from bot.domain.kits.values import Format

_BLOCKS = {
    "p",
    "li",
    "td",
    "th",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "div",
    "figcaption",
    "blockquote",
    "pre",
    "br",
    "caption",
}
_UNSEEN = {"style", "script", "annotation", "title"}


class _Visible(HTMLParser):
    """The text of a page, blocks parted by line breaks, alternative texts included."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        if tag in _BLOCKS:
            self.parts.append("\n")
        self.parts += [f"\n{value}\n" for name, value in attrs if name == "alt" and value]

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data)


def of_html(html: str) -> str:
    reader = _Visible()
    reader.feed(html)
    return "".join(reader.parts)


def of_markdown(data: bytes) -> str:
    return of_html(MarkdownIt("commonmark").enable("table").render(data.decode()))


def of_pdf(data: bytes) -> str:
    """The pages one after the other, without what stands at the top and bottom of each."""
    with pypdfium2.PdfDocument(data) as document:
        return "\n".join("\n".join(body_lines(page.get_textpage().get_text_range())) for page in document)


def body_lines(page: str) -> list[str]:
    lines = page.replace("\r\n", "\n").split("\n")
    return [
        line
        for line in lines
        if not re.fullmatch(r"\d+ of \d+", line.strip())
        and "'s copy" not in line.replace("’", "'")[-18:]
        and "no candidate data" not in line
        and "holds no data about you" not in line
    ]


def of_docx(data: bytes) -> str:
    return str(mammoth.extract_raw_text(io.BytesIO(data)).value)


def of_csv(data: bytes) -> str:
    return "\n".join(cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")) for cell in row)


def of_json(data: bytes) -> str:
    def strings(value: object) -> list[str]:
        if isinstance(value, dict):
            return [one for part in value.values() for one in strings(part)]
        if isinstance(value, list):
            return [one for part in value for one in strings(part)]
        return [value] if isinstance(value, str) else []

    return "\n".join(strings(json.loads(data)))


READERS = {
    Format.MARKDOWN: of_markdown,
    Format.HTML: lambda data: of_html(data.decode()),
    Format.PDF: of_pdf,
    Format.DOCX: of_docx,
    Format.CSV: of_csv,
    Format.JSON: of_json,
}
