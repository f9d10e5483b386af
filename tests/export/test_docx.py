"""Word, read by mammoth and by LibreOffice."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import mammoth
import pypdfium2
import pytest

from bot.domain.kits.values import Copy, Format, Sheet
from tests.export.conftest import Made
from tests.export.readers import of_pdf
from tests.export.test_html import Elements
from tests.export.texts import normal, rubric

SOFFICE = shutil.which("soffice")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def test_headings_lists_and_tables_are_real_ones(made: Made, few: Sheet) -> None:
    read = mammoth.convert_to_html(io.BytesIO(made(Format.DOCX, Copy.INTERVIEWER).data))
    elements = Elements(read.value.encode())

    assert [one.message for one in read.messages if one.type == "error"] == []
    assert len(elements.all("h1")) == 3 + 2 + len(few.kit.entries) + 1
    assert len(elements.all("ol")) > 2 * len(few.kit.entries)
    assert len(elements.all("thead")) > 2 * len(few.kit.entries)
    assert [image["alt"] for image in elements.all("img")] == [
        entry.item.diagram.alt for entry in few.kit.entries if entry.item.diagram
    ]


def test_every_numbered_list_counts_from_its_own_start(made: Made) -> None:
    with zipfile.ZipFile(io.BytesIO(made(Format.DOCX, Copy.INTERVIEWER).data)) as archive:
        body = ElementTree.fromstring(archive.read("word/document.xml"))
        numbering = ElementTree.fromstring(archive.read("word/numbering.xml"))
    used = {node.get(f"{W}val") for node in body.iter(f"{W}numId")}
    restarted = {
        node.get(f"{W}numId") for node in numbering.iter(f"{W}num") if node.find(f"{W}lvlOverride") is not None
    }

    assert used
    assert used <= restarted


def test_pages_are_numbered_and_named(made: Made) -> None:
    with zipfile.ZipFile(io.BytesIO(made(Format.DOCX, Copy.CANDIDATE).data)) as archive:
        footer = next(archive.read(name).decode() for name in archive.namelist() if "footer" in name)
        core = archive.read("docProps/core.xml").decode()
        times = {entry.date_time for entry in archive.infolist()}

    assert 'w:instr="PAGE"' in footer
    assert 'w:instr="NUMPAGES"' in footer
    assert "holds no data about you" in footer
    assert "<dc:title>Machine learning engineer</dc:title>" in core
    assert times == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice (apt install libreoffice-writer-nogui)")
def test_libreoffice_shows_all_of_it(made: Made, few: Sheet, tmp_path: Path) -> None:
    file = tmp_path / "kit.docx"
    file.write_bytes(made(Format.DOCX, Copy.INTERVIEWER).data)
    subprocess.run(
        [
            str(SOFFICE),
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            str(file),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    data = (tmp_path / "kit.pdf").read_bytes()
    with pypdfium2.PdfDocument(data) as document:
        count = len(document)

    # PDFium gives U+FFFE for a hyphen at the end of a line.
    text = normal(of_pdf(data).replace("\ufffe", "-"))
    assert [piece for entry in few.kit.entries for piece in rubric(entry.item) if piece not in text] == []
    assert 15 <= count <= 25
