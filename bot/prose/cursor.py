"""The point where a formula is being read: what comes next, and the texts that LaTeX takes as they are written."""

import re
from typing import NoReturn

from bot.prose.signs import sign
from bot.prose.vocabulary import DELIMITERS

_ANGLES = {"<": "⟨", ">": "⟩", ".": ""}
_STOP = re.compile(r"\\(?:\\|(?:right|middle|end)(?![A-Za-z]))")
_DELIMITER = re.compile(r"[A-Za-z]+|.")
_SPACES = re.compile(r"[~\s]")
_BRACES = re.compile(r"[{}]")
_ESCAPED = re.compile(r"\\([%_&#{}$ ])")


class Malformed(Exception):
    """The formula is outside the subset; the message is a sentence for its author."""


def fail(says: str) -> NoReturn:
    raise Malformed(says)


class Cursor:
    """A formula and the place in it; `at` is the next character, `depth` how many groups are open."""

    def __init__(self, latex: str, depth: int = 0) -> None:
        self.latex = latex
        self.at = 0
        self.depth = depth

    def stops(self) -> bool:
        self.skip()
        return (self.at >= len(self.latex) or self.latex[self.at] in "}&"
                or _STOP.match(self.latex, self.at) is not None)

    def skip(self) -> None:
        while self.latex[self.at:self.at + 1].isspace():
            self.at += 1

    def take(self, text: str) -> bool:
        """Whether the text comes next; then it is behind us."""
        self.skip()
        found = self.latex.startswith(text, self.at)
        self.at += len(text) if found else 0
        return found

    def raw(self, owner: str) -> str:
        """The braces after \\text or \\operatorname, as they are written."""
        if not self.take("{"):
            fail(f"\\{owner} must be followed by a text in braces.")
        start, depth = self.at, 1
        while self.at < len(self.latex):
            char = self.latex[self.at]
            self.at += 2 if char == "\\" else 1
            depth += (char == "{") - (char == "}")
            if depth == 0:
                return self.latex[start:self.at - 1]
        fail("An opening brace { is never closed.")

    def delimiter(self, owner: str) -> str:
        """The sign after \\left, \\right or \\big; empty for the invisible one."""
        self.skip()
        if self.take("\\|"):
            return "‖"
        backslash = self.take("\\")
        match = _DELIMITER.match(self.latex, self.at)
        name = match[0] if match else ""
        if name not in DELIMITERS or (not backslash and (name.isalpha() or name in "{}")):
            fail(f"\\{owner} must be followed by a delimiter such as ( or |.")
        self.at += len(name)
        found = sign(name) if backslash else None
        return found[1] if found else _ANGLES.get(name, name)


def unescaped(raw: str) -> str:
    """A text's characters: escapes resolved, braces dropped. Raises Malformed for macros and formulas in it."""
    parts = _ESCAPED.split(raw)
    # The odd parts are the escaped characters; what stands between them is as written.
    between = "".join(parts[::2])
    if "\\" in between or "$" in between:
        fail("A text inside the formula holds a macro or a formula; close the text first.")
    parts[::2] = [_SPACES.sub(" ", _BRACES.sub("", one)) for one in parts[::2]]
    text = "".join(parts)
    if not text.isprintable():
        fail("The formula holds a character that cannot be printed.")
    return text
