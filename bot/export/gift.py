"""A kit's questions as GIFT, the text format of Moodle and others: checks with feedback, prompts as essays.

After docs.moodle.org, "GIFT format". All texts are HTML in one line each: no line can be taken for a comment, no blank
line ends a question, and an option that begins with a percent sign is no weight.
"""

import re

from bot.domain.kits.values import Sheet
from bot.export import quiz

_SPECIAL = re.compile(r"[\\~=#{}:]")
_IN_TEXT = re.compile(r"<[^>]*>|[~={}]")


def escaped(text: str) -> str:
    """The text with a backslash before all that means something in GIFT; line breaks become the two letters \\n."""
    return _SPECIAL.sub(lambda match: f"\\{match[0]}", text).replace("\r", "").replace("\n", "\\n")


def escaped_html(html: str) -> str:
    """The same for HTML. What ends an answer or a question becomes an entity: some readers overlook its backslash."""
    return escaped(_IN_TEXT.sub(lambda match: match[0] if match[0][0] == "<" else f"&#{ord(match[0])};", html))


def write(sheet: Sheet) -> bytes:
    # A category knows no escapes, so its name goes without those signs; // is a slash within a name.
    title = " ".join(_SPECIAL.sub(" ", quiz.says(sheet.kit.title)).split())
    blocks = [f"// {title}, kit {sheet.code}", f"$CATEGORY: $course$/top/{title.replace('/', '//')}"]
    for number, entry in enumerate(sheet.kit.entries, 1):
        item = entry.item
        # An empty answer is an essay; what graders should know goes into the general feedback.
        blocks.append(
            f"::{escaped(f'{number}. {item.title}')}::[html]{escaped_html(quiz.html(item.prompt))} "
            f"{{####{escaped_html(quiz.for_grader(item))}}}"
        )
    blocks += [_check(quizzed) for quizzed in quiz.checks(sheet)]
    return ("\n\n".join(blocks) + "\n").encode()


def _check(quizzed: quiz.Quizzed) -> str:
    options = "\n".join(
        f"\t{'=' if option.right else '~'}{escaped_html(quiz.paragraph(option.text))}"
        f"#{escaped_html(quiz.paragraph(option.because))}"
        for option in quizzed.check.options
    )
    return f"::{escaped(quizzed.name)}::[html]{escaped_html(quiz.html(quizzed.check.prompt))} {{\n{options}\n}}"
