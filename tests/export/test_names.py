"""File names and pictures: safe whatever a title or a pack says."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank.bank import PackBank
from bot.domain.kits.values import Copy, Format
from bot.export.exporter import KitExporter
from bot.export.names import file_name, reference, slug
from bot.export.pictures import from_folders
from tests.export import sheets


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Machine Learning Engineer", "machine-learning-engineer"),
        ("Zürich: R&D / ML (m/w/d)", "zurich-r-d-ml-m-w-d"),
        ("../../etc/passwd", "etc-passwd"),
        ("机器学习", ""),
        ("a very long title that nobody would type into a file system by hand", "a-very-long-title-that-nobody-would"),
        ("x" * 60, "x" * 40),
    ],
)
def test_a_title_becomes_letters_digits_and_hyphens(title: str, found: str) -> None:
    assert slug(title) == found


@sheets.law
@given(st.text(), st.sampled_from(Format), st.sampled_from(Copy))
def test_every_name_is_safe_on_every_file_system(title: str, format: Format, copy: Copy) -> None:
    name = file_name(sheets.sheet([], title=title), format, copy)

    assert re.fullmatch(r"interview-kit-([a-z0-9-]+-)?[0-9a-f]{8}-(interviewer|candidate)\.[a-z.]+", name)
    assert len(name) < 100


def test_the_name_tells_kit_copy_and_format() -> None:
    sheet = sheets.sheet([], title="ML engineer", code="K1-A")
    assert (
        file_name(sheet, Format.PDF, Copy.CANDIDATE) == f"interview-kit-ml-engineer-{reference('K1-A')}-candidate.pdf"
    )
    assert file_name(sheet, Format.MOODLE, Copy.INTERVIEWER).endswith("-interviewer.moodle.xml")


def test_a_picture_comes_from_the_packs_diagrams_and_from_nowhere_else(tmp_path: Path, bank: PackBank) -> None:
    source = (bank.folders["ai-ml"] / "diagrams/beginner/overfitting.png").read_bytes()
    (tmp_path / "pack/diagrams").mkdir(parents=True)
    for name, data in (
        ("pack/diagrams/a.png", source),
        ("secret.png", source),
        ("pack/b.png", source),
        ("pack/diagrams/cut.png", source[:-20]),
        ("pack/diagrams/text.png", b"no picture"),
    ):
        (tmp_path / name).write_bytes(data)
    read = from_folders({"p": tmp_path / "pack"})

    assert read("p", "diagrams/a.png") == source
    refused = [
        "",
        "diagrams/none.png",
        "diagrams/../../secret.png",
        "b.png",
        "diagrams/cut.png",
        "diagrams/text.png",
        "/etc/hosts",
        "diagrams/a\0.png",
    ]
    assert [path for path in refused if read("p", path)] == []
    assert read("another", "diagrams/a.png") == b""


@pytest.mark.parametrize("format", list(Format))
def test_whatever_is_typed_as_a_title_makes_a_file(format: Format, bank: PackBank, exporter: KitExporter) -> None:
    odd = sheets.changed(bank.items["beginner/overfitting"], title="bell \x07", probes=("bell \x07",), topics=("a b",))
    for title in ("null \0 bell \x07 half \ud800 right \u202e\n=1+1 <b>&amp;</b> ]]>", "x" * 400, " "):
        assert exporter.export(sheets.sheet([odd], title=title), format, Copy.INTERVIEWER).data
