"""A kit as PDF, typeset by Typst: tagged for screen readers (PDF/UA-1), with bookmarks, fonts inside.

The look stands in `kit.typ`; this module only hands over the document as JSON and the pictures as files. Typst's own
fonts are used and no other, so that every machine makes the same bytes; they hold Latin, Greek, Cyrillic and
mathematics.
"""

import contextlib
import json
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, assert_never

from bot.export import typeset
from bot.export.document import Document, Facts, Grid, Heading, Lines, Part, Passage, Picture, Tone, said

_TIME = 315532800
"""1980-01-01, as in the other formats: the same kit gives the same bytes."""

_POINTS_PER_PIXEL = 0.31
"""The diagrams are drawn for screens with two pixels a point; this makes their letters as large as the text."""

_MOST_WIDTH, _MOST_HEIGHT = 470.0, 205.0
"""Points that a picture may take of the page."""


def write(document: Document) -> bytes:
    import typst  # 80 MB of typesetter and fonts: loaded for the first PDF, not at the start

    pictures: dict[str, bytes] = {}
    parts = [
        _part(part, following, pictures)
        for part, following in zip(document.parts, (*document.parts[1:], None), strict=True)
    ]
    kit = {
        "title": document.title,
        "kind": f"{document.subtitle} · {document.copy}'s copy",
        "header": document.header,
        "footer": document.footer,
        "parts": parts,
    }
    # Typst takes pictures from files only, so the whole document is put into a folder of its own.
    with TemporaryDirectory(prefix="studybot-") as name:
        folder = Path(name)
        main = folder / "kit.typ"
        main.write_bytes((resources.files("bot.export") / "kit.typ").read_bytes())
        (folder / "kit.json").write_text(json.dumps(kit), encoding="utf-8")
        for file, png in pictures.items():
            (folder / file).write_bytes(png)
        # PDF/UA refuses a character that no font holds. Then the machine's own fonts may help, and where they do not,
        # a box for a letter is better than no kit.
        with contextlib.suppress(typst.TypstError):
            return typst.compile(
                main, root=folder, format="pdf", timestamp=_TIME, pdf_standards=["ua-1"], ignore_system_fonts=True
            )
        with contextlib.suppress(typst.TypstError):
            return typst.compile(main, root=folder, format="pdf", timestamp=_TIME, pdf_standards=["ua-1"])
        return typst.compile(main, root=folder, format="pdf", timestamp=_TIME)


def _part(part: Part, following: Part | None, pictures: dict[str, bytes]) -> dict[str, Any]:
    match part:
        case Heading(level, words, page):
            return {"is": "heading", "level": level, "text": words, "page": page}
        case Passage(prose, tone):
            return {
                "is": "passage",
                "tone": tone,
                "blocks": typeset.blocks(prose),
                "whole": typeset.is_short(prose),
                "sticky": tone is Tone.LABEL,
            }
        case Facts(rows):
            return {"is": "facts", "rows": rows}
        case Grid(about, header, rows, widths):
            return {
                "is": "sheet",
                "about": about,
                "header": header,
                "widths": widths,
                "rows": [[typeset.line(cell) for cell in row] for row in rows],
                "whole": all(typeset.is_short(cell) for row in rows for cell in row),
                "sticky": isinstance(following, Lines),
            }
        case Picture(diagram, png):
            if not png:
                return _part(said(diagram.alt), following, pictures)
            name = f"picture-{len(pictures)}.png"
            pictures[name] = png
            return {"is": "picture", "file": name, "alt": diagram.alt, "caption": diagram.caption, "width": _width(png)}
        case Lines(label, count):
            return {"is": "lines", "label": label, "count": count}
        case _:
            assert_never(part)


def _width(png: bytes) -> float:
    """Points: the natural width, or less where the picture would take too much of the page."""
    width, height = int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")
    return min(width * _POINTS_PER_PIXEL, _MOST_WIDTH, _MOST_HEIGHT * width / max(height, 1))
