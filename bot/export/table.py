"""A kit as CSV, one row per question (RFC 4180), for spreadsheets and applicant tracking systems."""

import csv
import io
import re

from bot.domain.kits.values import Copy, Sheet
from bot.export.plan import Slot, clock, slots
from bot.prose.parse import parse
from bot.prose.plain import plain

_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
"""What makes a spreadsheet calculate a cell (OWASP, CSV Injection); the last four are the full-width forms."""


def write(sheet: Sheet, copy: Copy) -> bytes:
    """UTF-8 with a byte order mark, without which Excel takes it for another encoding."""
    columns = _interviewer if copy is Copy.INTERVIEWER else _candidate
    rows = [columns(sheet, slot) for slot in slots(sheet.kit)]
    names = list(rows[0]) if rows else []
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([harmless(value) for value in row.values()] for row in rows)
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def harmless(value: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{value}" if _FORMULA.match(value) else value


def _candidate(_: Sheet, slot: Slot) -> dict[str, str]:
    return {
        "number": str(slot.number),
        "starts": clock(slot.start),
        "minutes": str(slot.entry.minutes),
        "question": _plain(slot.entry.item.prompt),
    }


def _interviewer(sheet: Sheet, slot: Slot) -> dict[str, str]:
    item = slot.entry.item
    return {
        "number": str(slot.number),
        "starts": clock(slot.start),
        "minutes": str(item.minutes),
        "role": slot.entry.role.value,
        "level": item.level.value,
        "title": item.title,
        "topics": ", ".join(item.topics),
        "question": _plain(item.prompt),
        "why this question": item.why,
        "hints": _list(tuple(_plain(hint.text) for hint in item.hints)),
        "probes": _list(item.probes),
        "a passing answer has": _list(tuple(point.says for point in item.key_points if point.must)),
        "a good answer adds": _list(tuple(point.says for point in item.key_points if not point.must)),
        "score 1 poor": item.anchors.poor,
        "score 2 mixed": item.anchors.mixed,
        "score 3 good": item.anchors.good,
        "score 4 excellent": item.anchors.excellent,
        "red flags": _list(item.red_flags),
        "model answer in thirty seconds": _plain(item.short),
        "model answer in full": _plain(item.full),
        "item": item.id,
        "revision": str(item.revision),
        "kit code": sheet.code,
        "bank": sheet.bank,
        "license": sheet.licence,
    }


def _plain(markdown: str) -> str:
    return plain(parse(markdown))


def _list(lines: tuple[str, ...]) -> str:
    return "\n".join(f"{number}. {one}" for number, one in enumerate(lines, 1))
