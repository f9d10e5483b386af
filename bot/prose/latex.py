"""LaTeX formulas as a tree: the supported subset, and a plain sentence for everything else.

One parser decides what a formula means; `unicode_math` and `mathml` only write. So a formula that has no problem
here reads well both in a chat and on a page.
"""

import re

from bot.domain.errors import did_you_mean
from bot.prose.cursor import Cursor, fail, unescaped
from bot.prose.formula import (
    Accent,
    Fenced,
    Fraction,
    Grid,
    Group,
    Labelled,
    Name,
    Node,
    Nodes,
    Root,
    Scripts,
    Sign,
    Space,
    Styled,
    Words,
)
from bot.prose.signs import LIMITED, NAMES, Kind, kind, sign, spelled
from bot.prose.vocabulary import (
    ACCENTS,
    ALPHABETS,
    FRACTIONS,
    GRIDS,
    IGNORED,
    LABELS,
    SIZES,
    SPACES,
    SUGGESTED,
    TEXTS,
)

MOST_CHARACTERS = 2_000
MOST_DEPTH = 16

_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+", re.ASCII)
_MACRO = re.compile(r"\\([A-Za-z]+|.)", re.DOTALL)
_SMALL = {"-": "−"}


def parse_formula(latex: str) -> Nodes:
    """The formula as a tree. Raises Malformed with a sentence for the author."""
    if len(latex) > MOST_CHARACTERS:
        fail(f"The formula has {len(latex):,} characters; at most {MOST_CHARACTERS:,} are read.")
    return _Parser(latex).whole() or fail("The formula is empty.")


class _Parser(Cursor):
    """Reads one formula from left to right."""

    def whole(self) -> Nodes:
        rows = self.rows()
        rest = self.latex[self.at:]
        if rest.startswith("}"):
            fail("A closing brace } has no opening brace.")
        if rest:
            fail("There is a \\right without its \\left." if rest.startswith("\\right")
                 else "There is an \\end without its \\begin." if rest.startswith("\\end")
                 else "There is a \\middle outside of \\left … \\right.")
        if any(len(row) > 1 for row in rows):
            fail("The alignment sign & stands outside of an environment such as aligned; write \\& for the character.")
        return rows[0][0] if len(rows) == 1 else (Grid("gathered", rows),)

    def rows(self) -> tuple[tuple[Nodes, ...], ...]:
        """Cells parted by & and rows parted by \\\\, up to what ends the environment."""
        rows: list[list[Nodes]] = [[self.nodes()]]
        while True:
            if self.take("&"):
                rows[-1].append(self.nodes())
            elif self.take("\\\\"):
                rows.append([self.nodes()])
            else:
                break
        if len(rows) > 1 and rows[-1] == [()]:
            rows.pop()
        return tuple(tuple(row) for row in rows)

    def nodes(self) -> Nodes:
        """Everything up to }, &, \\\\, \\right, \\middle, \\end or the end of the formula."""
        self.deeper()
        found: list[Node] = []
        while not self.stops():
            char = self.latex[self.at]
            if char in "_^'":
                found.append(self.scripts(found.pop() if found and not isinstance(found[-1], Space) else None))
            elif (node := self.node(whole_numbers=True)) is not None:
                found.append(node)
        self.depth -= 1
        return tuple(found)

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            fail(f"The formula is nested more than {MOST_DEPTH} levels deep.")

    def node(self, *, whole_numbers: bool) -> Node | None:
        """The next thing; None for macros that print nothing. `x^10` raises only the 1, as in LaTeX."""
        char = self.latex[self.at]
        if char == "\\":
            return self.macro()
        if char == "{":
            return Group(self.braced())
        if whole_numbers and (number := _NUMBER.match(self.latex, self.at)):
            self.at = number.end()
            return Sign(number[0], number[0], Kind.ORDINARY)
        if self.take(":="):
            return Sign(":=", ":=", Kind.RELATION)
        self.at += 1
        if char == "~":
            return Space(False)
        if char in "%#$":
            fail(f"Write \\{char} for the character {char}; alone it has a meaning in LaTeX.")
        if not char.isprintable():
            fail("The formula holds a character that cannot be printed.")
        text = _SMALL.get(char, char)
        return Sign(text, text, kind(char))

    def scripts(self, base: Node | None) -> Scripts:
        """The scripts at the point, put on the base; a base that has one already gets the other."""
        sub, sup, primes = None, None, 0
        while self.at < len(self.latex) and self.latex[self.at] in "_^'":
            mark = self.latex[self.at]
            self.at += 1
            if mark == "'":
                if sup is not None:
                    fail("A prime stands behind a superscript; put braces around the base.")
                primes += 1
            elif mark == "_":
                if sub is not None:
                    fail("Two subscripts stand on one base; use braces to say which belongs to which.")
                sub = self.argument("_")
            else:
                if sup is not None:
                    fail("Two superscripts stand on one base; use braces to say which belongs to which.")
                sup = self.argument("^")
            self.skip()
        return Scripts(base, sub, sup, primes)

    def argument(self, owner: str) -> Nodes:
        """What a macro or a script takes: a group in braces or one single thing."""
        if self.stops() or self.latex[self.at] in "_^'":
            fail(f"Something is missing after {owner}.")
        if self.latex[self.at] == "{":
            return self.braced()
        self.deeper()
        node = self.node(whole_numbers=False)
        self.depth -= 1
        return () if node is None else (node,)

    def braced(self) -> Nodes:
        self.at += 1
        body = self.nodes()
        if not self.take("}"):
            fail("An opening brace { is never closed." if self.at >= len(self.latex)
                 else "A group in braces is cut by &, \\\\, \\right, \\middle or \\end.")
        return body

    def macro(self) -> Node | None:
        match = _MACRO.match(self.latex, self.at)
        if match is None:
            fail("The formula ends with a backslash.")
        self.at = match.end()
        name = " " if match[1].isspace() else match[1]
        if name in SPACES:
            return Space(SPACES[name])
        if name in IGNORED:
            return None
        if name in NAMES:
            return Name(spelled(name), name in LIMITED)
        return self.structure(name) or self.one_sign(name)

    def one_sign(self, name: str) -> Sign:
        found = sign(name)
        if found is None:
            fail(f"The formula uses \\{name}, which is outside the supported subset.{did_you_mean(name, SUGGESTED)}")
        return Sign(*found)

    def structure(self, name: str) -> Node | None:
        """What takes arguments; None where the macro is a mere sign."""
        if name in FRACTIONS:
            return Fraction(name, self.argument(f"\\{name}"), self.argument(f"\\{name}"))
        if name in ACCENTS:
            return Accent(name, self.argument(f"\\{name}"))
        if name in ALPHABETS:
            return styled(name, self.argument(f"\\{name}"))
        if name in TEXTS:
            return Words(unescaped(self.raw(name)))
        if name in LABELS:
            label = self.argument(f"\\{name}")
            return Labelled(self.argument(f"\\{name}"), label, LABELS[name])
        if SIZES.match(name):
            return self.sized()
        match name:
            case "operatorname":
                limited = self.take("*")
                return Name(" ".join(unescaped(self.raw(name).replace("\\,", " ")).split()), limited)
            case "sqrt":
                return Root(self.optional(), self.argument("\\sqrt"))
            case "left":
                return self.fenced()
            case "begin":
                return self.environment()
            case "substack":
                return self.substack()
            case _:
                return None

    def optional(self) -> Nodes | None:
        """The degree of a root, in square brackets."""
        if not self.take("["):
            return None
        end = self.latex.find("]", self.at)
        if end < 0:
            fail("An opening bracket [ after \\sqrt is never closed.")
        degree = _Parser(self.latex[self.at:end], self.depth).whole()
        self.at = end + 1
        return degree

    def sized(self) -> Node:
        char = self.delimiter("big")
        return Sign(char, char, kind(char)) if char else Group(())

    def fenced(self) -> Fenced:
        left = self.delimiter("left")
        body = self.nodes()
        while self.take("\\middle"):
            char = self.delimiter("middle")
            body = (*body, Sign(char, char, Kind.RELATION), *self.nodes())
        if not self.take("\\right"):
            fail("There is a \\left without its \\right.")
        return Fenced(left, body, self.delimiter("right"))

    def substack(self) -> Grid:
        if not self.take("{"):
            fail("\\substack must be followed by lines in braces.")
        rows = self.rows()
        if not self.take("}"):
            fail("An opening brace { is never closed.")
        return Grid("substack", rows)

    def environment(self) -> Grid:
        form = self.raw("begin")
        if form not in GRIDS:
            fail(f"The environment {form[:40]} is outside the supported subset.{did_you_mean(form, sorted(GRIDS))}")
        if form == "array":
            self.raw("begin{array}")
        rows = self.rows()
        if not self.take("\\end") or self.raw("end") != form:
            fail(f"The environment {form} is never ended.")
        return Grid(form, rows)


def styled(alphabet: str, body: Nodes) -> Node:
    """Upright letters in a row are a word; everything else keeps its alphabet."""
    if alphabet in ("mathrm", "mathsf", "mathtt", "mathit") and body and all(
        isinstance(node, Sign) and node.page.isalnum() for node in body
    ):
        return Words("".join(node.page for node in body if isinstance(node, Sign)))
    return Styled(alphabet, body)
