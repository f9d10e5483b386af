"""CSV: one row per question, and no cell that a spreadsheet would calculate."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank.bank import PackBank
from bot.domain.kits.values import Copy, Format, Sheet
from bot.export.exporter import KitExporter
from bot.export.table import harmless
from tests.export import sheets
from tests.export.conftest import Made

DANGEROUS = ('=cmd|" /C calc"!A0', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1")


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def test_it_has_a_row_per_question_and_excel_knows_its_encoding(made: Made, few: Sheet) -> None:
    data = made(Format.CSV, Copy.INTERVIEWER).data
    header, *body = rows(data)

    assert data.startswith(b"\xef\xbb\xbf")
    assert [dict(zip(header, row, strict=True))["title"] for row in body] == [
        entry.item.title for entry in few.kit.entries
    ]
    assert [dict(zip(header, row, strict=True))["starts"] for row in body] == ["0:03", "0:07", "0:12", "0:16", "0:23"]


def test_lines_end_as_rfc_4180_says(made: Made) -> None:
    data = made(Format.CSV, Copy.CANDIDATE).data.decode("utf-8-sig")

    assert data.startswith(
        '"number","starts","minutes","question"\r\n"1","0:03","4","A colleague says her model ""overfits"".'
    )
    assert data.endswith('"\r\n')


@pytest.mark.parametrize("start", DANGEROUS)
def test_a_cell_that_would_be_a_formula_is_text(start: str, bank: PackBank, exporter: KitExporter) -> None:
    item = sheets.changed(bank.items["beginner/overfitting"], title=start, why=start, topics=(start,))
    header, row = rows(exporter.export(sheets.sheet([item], code=start), Format.CSV, Copy.INTERVIEWER).data)
    found = dict(zip(header, row, strict=True))

    assert found["title"] == found["why this question"] == found["topics"] == found["kit code"] == f"'{start}"


@sheets.law
@given(st.text())
def test_no_text_starts_as_a_formula_and_none_is_lost(text: str) -> None:
    assert harmless(text)[:1] not in set("=+-@\t\r\n＝＋－＠")
    assert harmless(text).removeprefix("'") == text.removeprefix("'")


def test_no_cell_of_the_whole_bank_starts_as_a_formula(made_whole: Made) -> None:
    cells = [cell for row in rows(made_whole(Format.CSV, Copy.INTERVIEWER).data) for cell in row]

    assert len(cells) == 70 * 25
    assert [cell for cell in cells if cell[:1] in set("=+-@\t\r\n")] == []
