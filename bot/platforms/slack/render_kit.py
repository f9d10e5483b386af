"""Interview kits: the preview with a menu beside each question, and what accompanies a file."""

from bot.engine import kit_facts as facts
from bot.engine import phrases
from bot.engine import views as v
from bot.engine.kit_phrases import NO_CANDIDATES
from bot.engine.tokens import Token
from bot.platforms.slack import limits
from bot.platforms.slack import parts as p
from bot.platforms.slack.text import Json, escape, literal, prose, rich, sentence, shortened

MOST_LINES = 24
"""Questions shown in one message; with the rest around them they stay below its blocks and characters."""

WHY = 170
"""Characters of the reason beside a question."""


def kit(view: v.KitView, look: p.Look) -> list[Json]:
    """The kit before it is taken along: one message, which every change replaces."""
    return [
        p.header(phrases.title(view)),
        p.says(f"*{escape(facts.timing(view))}*"),
        p.small(escape(f"Levels: {facts.levels(view)}"), escape(f"Topics: {facts.topics(view)}")),
        *_sentences("*What could not be met*", view.unmet, look),
        {"type": "divider"},
        *(_line(number, line) for number, line in enumerate(view.lines[:MOST_LINES], 1)),
        *_more(view),
        *_sentences("*Left out*", view.left_out[:3], look, quiet=True),
        {"type": "divider"},
        *p.buttons(view.buttons),
        _files(view),
        *([_page(view.link)] if view.link else []),
        p.small(f"Kit code: `{view.code}`", escape(NO_CANDIDATES)),
    ]


def _sentences(head: str, texts: tuple[str, ...], look: p.Look, *, quiet: bool = False) -> list[Json]:
    if not texts:
        return []
    lines = "\n".join(f"{'' if quiet else '•  '}{sentence(one, look.prefix)}" for one in texts)
    return [p.small(f"{head}\n{lines}") if quiet else p.says(f"{head}\n{lines}")]


def _line(number: int, line: v.KitLine) -> Json:
    locked = "  ·  *locked*" if line.locked else ""
    rows = (
        f"*{number}. {literal(line.title)}*",
        f"{escape(facts.part(line))}  ·  {p.level(line.level)}  ·  _{escape(facts.asked(line))}_{locked}",
        escape(shortened(line.why, WHY)),
    )
    made = p.says("\n".join(rows))
    deeds = [
        {"text": p.plain_text(one.label, limits.OPTION_TEXT), "value": str(one.token)}
        for one in line.buttons[: limits.OVERFLOW_OPTIONS]
    ]
    if deeds:
        name = f"kit-line:{line.item}"[: limits.ACTION_ID]
        made["accessory"] = {"type": "overflow", "action_id": name, "options": deeds}
    return made


def _more(view: v.KitView) -> list[Json]:
    rest = len(view.lines) - MOST_LINES
    return [p.small(f"And {phrases.count(rest, 'more question')}; the files hold all.")] if rest > 0 else []


def _files(view: v.KitView) -> Json:
    """Every file that there is; the buttons hold the usual ones."""
    options = [
        {
            "text": p.plain_text(facts.download(form, copy), limits.OPTION_TEXT),
            "value": str(Token("kit_file", view.kit, f"{form}.{copy}")),
        }
        for form, copy in facts.in_order(view.formats)
    ]
    menu = {
        "type": "static_select",
        "action_id": "kit-file",
        "placeholder": p.plain_text("Another file …", limits.PLACEHOLDER),
        "options": options[: limits.SELECT_OPTIONS],
    }
    return {"type": "actions", "elements": [menu]}


def _page(link: str) -> Json:
    button = {
        "type": "button",
        "action_id": "kit-page",
        "text": p.plain_text("Open in the browser", limits.BUTTON_TEXT),
        "url": link,
    }
    about = "Search, sort and print there. The link is for you alone, and works for an hour."
    return {**p.says(about), "accessory": button}


def kit_file(view: v.KitFileView, look: p.Look) -> list[Json]:
    """A Markdown file as text, where the app may send none; other files never come here."""
    return [
        p.title(view.title),
        p.small(sentence(view.note, look.prefix)),
        rich(*prose(view.file.data.decode("utf-8", "replace"))),
        *p.buttons(view.buttons),
        p.small(escape(NO_CANDIDATES)),
    ]
