"""Texts on the page: authored Markdown, members' words, and the bot's own sentences."""

import htpy as h
from markupsafe import Markup

from bot.prose.html import line_to_html, to_html
from bot.prose.parse import parse, parse_line


def markdown(text: str) -> h.Renderable:
    """An author's text with paragraphs, tables, code and formulas."""
    return h.div(".prose")[to_html(parse(text))]


def markdown_line(text: str) -> Markup:
    """An author's text on one line: an option, a source, a hint."""
    return line_to_html(parse_line(text))


def own_words(text: str) -> h.Renderable:
    """What a member wrote, as it was written: line breaks stay, nothing is interpreted."""
    return h.div(".words", dir="auto")[text]


def sentence(text: str) -> h.Fragment:
    """A sentence of the bot. What stands between backticks is a command, to be put into the composer by a click."""
    pieces: list[h.Node] = []
    for position, piece in enumerate(text.split("`")):
        if position % 2 == 0:
            pieces.append(piece)
        elif piece.startswith("/"):
            pieces.append(command(piece))
        else:
            pieces.append(h.code[piece])
    return h.fragment[pieces]


def command(line: str) -> h.Renderable:
    """A typed command that a click puts into the composer."""
    return h.button(".command", type="button", data_fill=line, title="Put this into the text field")[line]
