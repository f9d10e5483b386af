"""A kit as Markdown, for GitHub, GitLab, Notion and plain reading.

Formulas become Unicode text: GitHub would set `$…$`, Notion and a plain reader would show the source. Diagrams stay
Mermaid, which all three draw, with their alternative text below.
"""

from collections.abc import Iterator
from typing import assert_never

from bot.export.commonmark import cell, escaped, line_to_markdown, quoted, table, to_markdown
from bot.export.document import Document, Facts, Grid, Heading, Lines, Part, Passage, Picture, Tone
from bot.export.formulas import unicode_text, without, without_in_line
from bot.prose.tree import Line, Strong, Text

_WRITE_HERE = "\\_" * 40


def write(document: Document) -> bytes:
    blocks = [
        f"# {escaped(document.title)}",
        f"*{escaped(document.subtitle)}*",
        *(block for part in document.parts for block in _part(part)),
        "---",
        f"*{escaped(document.footer)}*",
    ]
    return ("\n\n".join(blocks) + "\n").encode()


def _part(part: Part) -> Iterator[str]:
    match part:
        case Heading(level, words):
            yield f"{'#' * (level + 1)} {line_to_markdown((Text(words),))}"
        case Passage(prose, tone):
            markdown = to_markdown(without(prose, unicode_text), headings_from=4)
            match tone:
                case Tone.SAY | Tone.NOTE:
                    yield quoted(markdown)
                case Tone.LABEL:
                    yield f"**{markdown}**"
                case Tone.PLAIN | Tone.SMALL:
                    yield markdown
                case _:
                    assert_never(tone)
        case Facts(rows):
            yield "\n".join(f"- **{escaped(name)}**: {escaped(value) or _WRITE_HERE}" for name, value in rows)
        case Grid(_, header, rows):
            yield table(
                [escaped(name) for name in header],
                [[cell(without_in_line(line, unicode_text)) for line in row] for row in rows],
            )
        case Picture(diagram):
            yield f"```mermaid\n{diagram.mermaid.strip()}\n```"
            yield f"{_bold(diagram.caption)} {escaped(diagram.alt)}"
        case Lines(label, count):
            yield f"{escaped(label)}:"
            yield "\\\n".join([_WRITE_HERE] * count)
        case _:
            assert_never(part)


def _bold(words: str) -> str:
    line: Line = (Strong((Text(words.rstrip(".") + "."),)),)
    return line_to_markdown(line)
