"""Text for Slack: escaped once, here; authored Markdown as rich text, which needs no escaping at all."""

import re
from datetime import datetime
from typing import Any, assert_never

from bot.prose import math
from bot.prose.parse import parse, parse_line
from bot.prose.plain import plain, table_text
from bot.prose.text import clean
from bot.prose.tree import (
    Block,
    Break,
    Bullets,
    Code,
    CodeBlock,
    Emphasis,
    Heading,
    Inline,
    Line,
    Link,
    Math,
    MathBlock,
    Numbered,
    Paragraph,
    Prose,
    Quote,
    Rule,
    Strong,
    Table,
    Text,
)

Json = dict[str, Any]
TABLE_COLUMNS = 64
"""Columns of monospaced text that fit Slack's pane without wrapping."""
_MARKS = re.compile(r"([*_~`])")
_NO_BREAK = "\u2060"


def escape(text: str) -> str:
    """Plain text for a mrkdwn field: no mention, link or special command can come of it."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def literal(text: str) -> str:
    """Plain text for a mrkdwn field in which stars and underscores stay what they are, such as a name."""
    return _MARKS.sub(rf"{_NO_BREAK}\1{_NO_BREAK}", escape(" ".join(text.split())))


def sentence(text: str, prefix: str = "") -> str:
    """A sentence of the bot; what stands between backticks is a command, and gets the configured prefix."""
    pieces = escape(text).split("`")
    for at in range(1, len(pieces), 2):
        if pieces[at].startswith("/"):
            pieces[at] = f"/{prefix}{pieces[at][1:]}"
    # An odd backtick would turn the rest into code.
    return "`".join(pieces) if len(pieces) % 2 else "'".join(pieces)


def moment(instant: datetime, zone: Any = None) -> str:
    """An instant in the reader's own zone and words; UTC where Slack cannot tell it."""
    fallback = f"{instant.astimezone(zone):%a %d %b, %H:%M} {instant.astimezone(zone):%Z}".strip()
    return f"<!date^{int(instant.timestamp())}^{{date_short_pretty}} at {{time}}|{escape(fallback)}>"


def shortened(text: str, limit: int) -> str:
    """The text, or its beginning with an ellipsis, cut at a word where there is one."""
    text = clean(text)
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    at = head.rfind(" ")
    return f"{head[:at] if at > limit // 2 else head}…"


def plain_line(markdown: str) -> str:
    """One line of an author's Markdown without its marks."""
    return " ".join(plain(parse_line(markdown)).split())


def words(text: str, **style: bool) -> Json:
    """A piece of rich text, never interpreted."""
    return {"type": "text", "text": clean(text), **({"style": style} if style else {})}


def section(*pieces: Json) -> Json:
    return {"type": "rich_text_section", "elements": [piece for piece in pieces if piece.get("text", "x")]}


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": list(elements)}


def quoted(text: str) -> Json:
    """What a member wrote, as it was written."""
    return rich({"type": "rich_text_quote", "elements": [words(text or " ")]})


def prose(markdown: str) -> list[Json]:
    """An author's text as the elements of a rich text block."""
    return elements(parse(markdown))


def line(markdown: str, **style: bool) -> list[Json]:
    """One line of an author's text as pieces of a section."""
    return _line(parse_line(markdown), style)


def stacked(*sections: Json, gap: str = "\n") -> Json:
    """Several lines as one section: clients set neighbouring sections solid, and some without a break."""
    made: list[Json] = []
    for one in sections:
        made += [*([words(gap)] if made else []), *one["elements"]]
    return {"type": "rich_text_section", "elements": [one for one in made if one.get("text", "x")]}


def elements(blocks: Prose) -> list[Json]:
    """Blocks as rich text, a blank line between paragraphs; lists, code and quotes bring their own air."""
    made: list[Json] = []
    for block in blocks:
        for piece in _block(block, 0):
            if made and piece["type"] == made[-1]["type"] == "rich_text_section":
                made[-1] = stacked(made[-1], piece, gap="\n\n")
            elif made and piece["type"] == "rich_text_section":
                made.append(stacked(section(words("\n")), piece, gap=""))
            else:
                made.append(piece)
    return made


def _block(block: Block, indent: int) -> list[Json]:
    match block:
        case Paragraph(content):
            return [{"type": "rich_text_section", "elements": _line(content, {})}] if content else []
        case Heading(_, content):
            return [{"type": "rich_text_section", "elements": _line(content, {"bold": True})}] if content else []
        case Bullets(items):
            return _list("bullet", items, 0, indent)
        case Numbered(start, items):
            return _list("ordered", items, max(0, start - 1), indent)
        case CodeBlock(_, text):
            return [_preformatted(text)]
        case MathBlock(latex):
            return [section(words(math.plain(latex, display=True)))]
        case Table():
            return [_preformatted(table_text(block, TABLE_COLUMNS))]
        case Quote(blocks):
            return [{"type": "rich_text_quote", "elements": [words(plain(blocks) or " ")]}]
        case Rule():
            return []
        case _:
            assert_never(block)


def _preformatted(text: str) -> Json:
    return {"type": "rich_text_preformatted", "elements": [words(text or " ")]}


def _list(style: str, items: tuple[Prose, ...], offset: int, indent: int) -> list[Json]:
    """A list; Slack nests by indent, so a list inside an entry cuts the outer one, which goes on behind it."""
    made: list[Json] = []
    open_list: Json | None = None
    for number, item in enumerate(items):
        head, inner = _entry(item)
        if open_list is None:
            open_list = {"type": "rich_text_list", "style": style, "indent": min(indent, 8), "elements": []}
            if style == "ordered" and offset + number:
                open_list["offset"] = offset + number
            made.append(open_list)
        open_list["elements"].append({"type": "rich_text_section", "elements": head or [words(" ")]})
        if inner:
            made += [piece for block in inner for piece in _block(block, indent + 1)]
            open_list = None
    return made


def _entry(item: Prose) -> tuple[list[Json], list[Block]]:
    """An entry's own line, and the lists and code that stand under it; further paragraphs join the line."""
    head: list[Json] = []
    inner: list[Block] = []
    for block in item:
        match block:
            case Paragraph(content) | Heading(_, content):
                head += [*([words("\n")] if head else []), *_line(content, {})]
            case MathBlock(latex):
                head += [*([words("\n")] if head else []), words(math.plain(latex, display=True))]
            case Bullets() | Numbered() | CodeBlock() | Table() | Quote():
                inner.append(block)
            case Rule():
                pass
            case _:
                assert_never(block)
    return head, inner


def _line(content: Line, style: dict[str, bool]) -> list[Json]:
    return [piece for inline in content for piece in _inline(inline, style)]


def _inline(inline: Inline, style: dict[str, bool]) -> list[Json]:
    match inline:
        case Text(text):
            return [words(text, **style)] if text else []
        case Strong(children):
            return _line(children, {**style, "bold": True})
        case Emphasis(children):
            return _line(children, {**style, "italic": True})
        case Code(text):
            return [words(text, **{**style, "code": True})] if text else []
        case Math(latex):
            shown = math.plain(latex)
            return [words(shown, **style)] if shown else []
        case Link(href, children):
            label = plain(children)
            return [{"type": "link", "url": href, "text": label or href, **({"style": style} if style else {})}]
        case Break():
            return [words("\n")]
        case _:
            assert_never(inline)
