"""Markdown becomes `Prose`: CommonMark, tables and `$…$` formulas, by markdown-it-py.

Raw HTML is text, an image is its alternative text, a link leads to http or https or is text. Nothing raises: a text
that is nested too deeply to be meant is taken as plain paragraphs.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.dollarmath import dollarmath_plugin

from bot.prose.plain import plain
from bot.prose.text import clean
from bot.prose.tree import (
    Align,
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

MOST_CHARACTERS = 100_000
MOST_LEVELS = 20
MOST_OF_A_LINK = 2_000
# Past its own bound markdown-it drops text silently; ours must be reached first.
_LIBRARY_LEVELS = 2 * MOST_LEVELS
_BLANK_LINES = re.compile(r"\n\s*\n")
_ALIGNS = {"text-align:right": Align.RIGHT, "text-align:center": Align.CENTER}
_WEB = re.compile(r"https?://[^/?#]", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\n]+")


@lru_cache(maxsize=2048)
def parse(markdown: str) -> Prose:
    """The blocks of a Markdown text. Never raises."""
    tokens = _tokens(clean(markdown), inline=False)
    return _literal(clean(markdown)) if tokens is None else _blocks(SyntaxTreeNode(tokens).children)


@lru_cache(maxsize=4096)
def parse_line(markdown: str) -> Line:
    """One line of Markdown, such as an option's text: inline marks only, `1. …` and `# …` stay as they are."""
    tokens = _tokens(clean(markdown), inline=True)
    if tokens is None:
        return (Text(" ".join(clean(markdown).split())),)
    return _trimmed(_line(child for node in SyntaxTreeNode(tokens).children for child in node.children))


def _tokens(markdown: str, *, inline: bool) -> list[Token] | None:
    """markdown-it's tokens; None for a text that is too long or too deep."""
    if len(markdown) > MOST_CHARACTERS:
        return None
    tokens = _reader().parseInline(markdown) if inline else _reader().parse(markdown)
    deepest = max((token.level for outer in tokens for token in (outer, *(outer.children or ()))), default=0)
    return tokens if deepest <= MOST_LEVELS else None


@cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"maxNesting": _LIBRARY_LEVELS, "html": False}).enable("table")
    reader.use(dollarmath_plugin, allow_labels=False, allow_space=False, allow_digits=False, allow_blank_lines=False,
               double_inline=True)
    # Schemes are judged in `_link`, so that a refused link keeps its words; here only the length.
    reader.validateLink = lambda url: len(url) <= MOST_OF_A_LINK  # type: ignore[method-assign]  # its documented hook
    reader.core.ruler.before("inline", "pad", _pad)
    return reader


def _pad(state: StateCore) -> None:
    """End every inline text with a space: for a `$` at the start, dollarmath looks at the last character."""
    for token in state.tokens:
        if token.type == "inline":
            token.content += " "


def _literal(markdown: str) -> Prose:
    """The text as it stands, paragraph by paragraph."""
    return tuple(
        Paragraph(tuple(part for line in chunk.split("\n") for part in (Break(), Text(line.strip())))[1:])
        for chunk in _BLANK_LINES.split(markdown) if chunk.strip()
    )


def _blocks(nodes: Iterable[SyntaxTreeNode]) -> Prose:
    return tuple(block for node in nodes for block in _block(node))


def _block(node: SyntaxTreeNode) -> Iterator[Block]:
    match node.type:
        case "paragraph":
            yield from _paragraphs(node)
        case "heading":
            yield Heading(int(node.tag[1:]), _inside(node))
        case "bullet_list":
            yield Bullets(tuple(_blocks(item.children) for item in node.children))
        case "ordered_list":
            yield Numbered(int(node.attrs.get("start", 1)), tuple(_blocks(item.children) for item in node.children))
        case "fence" | "code_block":
            yield CodeBlock((node.info.split() or [""])[0], node.content.removesuffix("\n"))
        case "math_block":
            yield from _formula(node)
        case "blockquote":
            yield Quote(_blocks(node.children))
        case "table":
            yield _table(node)
        case _:
            # The thematic break is all that is left of CommonMark.
            yield Rule()


def _formula(node: SyntaxTreeNode) -> Iterator[MathBlock]:
    if node.content.strip():
        yield MathBlock(node.content.strip())


def _paragraphs(node: SyntaxTreeNode) -> Iterator[Block]:
    """A paragraph; more of them where `$$…$$` stands in its midst."""
    gathered: list[SyntaxTreeNode] = []
    for inline in node.children:
        for child in inline.children:
            if child.type == "math_inline_double":
                yield from _paragraph(gathered)
                yield from _formula(child)
                gathered = []
            else:
                gathered.append(child)
    yield from _paragraph(gathered)


def _paragraph(nodes: Iterable[SyntaxTreeNode]) -> Iterator[Paragraph]:
    line = _trimmed(_line(nodes))
    if line:
        yield Paragraph(line)


def _table(node: SyntaxTreeNode) -> Table:
    head, *bodies = node.children
    cells = head.children[0].children
    return Table(
        tuple(map(_inside, cells)),
        tuple(tuple(map(_inside, row.children)) for body in bodies for row in body.children),
        tuple(_ALIGNS.get(str(cell.attrs.get("style")), Align.LEFT) for cell in cells),
    )


def _inside(node: SyntaxTreeNode) -> Line:
    """The line in a heading or cell."""
    return _trimmed(_line(child for inline in node.children for child in inline.children))


def _line(nodes: Iterable[SyntaxTreeNode]) -> Line:
    return _merged(inline for node in nodes for inline in _inline(node))


def _merged(inlines: Iterable[Inline]) -> Line:
    """The inlines with neighbouring texts made one; a break takes the spaces beside it."""
    found: list[Inline] = []
    for inline in inlines:
        last = found[-1] if found else None
        if not isinstance(inline, Text):
            found.append(inline)
        elif isinstance(last, Text):
            found[-1] = Text(_SPACES.sub(" ", last.text + inline.text))
        elif text := inline.text.lstrip(" ") if isinstance(last, Break) else inline.text:
            found.append(Text(text))
    return tuple(found)


def _trimmed(line: Line) -> Line:
    """The line without spaces and breaks at its ends."""
    parts = list(line)
    while parts and (isinstance(parts[0], Break | Text)):
        first = parts.pop(0)
        if isinstance(first, Text) and first.text.strip(" "):
            parts.insert(0, Text(first.text.lstrip(" ")))
            break
    while parts and (isinstance(parts[-1], Break | Text)):
        last = parts.pop()
        if isinstance(last, Text) and last.text.strip(" "):
            parts.append(Text(last.text.rstrip(" ")))
            break
    return tuple(parts)


def _inline(node: SyntaxTreeNode) -> Iterator[Inline]:
    match node.type:
        case "text":
            yield Text(_SPACES.sub(" ", node.content))
        case "softbreak":
            yield Text(" ")
        case "hardbreak":
            yield Break()
        case "strong":
            yield Strong(_line(node.children))
        case "em":
            yield Emphasis(_line(node.children))
        case "code_inline":
            yield Code(node.content)
        case "math_inline" | "math_inline_double":
            yield Math(node.content.strip()) if node.content.strip() else Text(node.markup * 2)
        case "link":
            yield from _link(node)
        case _:
            # Of CommonMark's inlines only the image is left.
            yield Text(plain(_line(node.children)))


def _link(node: SyntaxTreeNode) -> Iterator[Inline]:
    """A link that leads to the web; anything else as the text that its author typed."""
    href, line = str(node.attrs.get("href", "")), _line(node.children)
    if _WEB.match(href) and line:
        yield Link(href, line)
    elif node.info == "auto":
        yield from line
    else:
        yield from (Text("["), *line, Text(f"]({href})"))
