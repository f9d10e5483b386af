"""Interview kits: the preview with menus that change it, and a file for the asker alone."""

from dataclasses import replace

from bot.engine import kit_facts as facts
from bot.engine import phrases
from bot.engine import views as v
from bot.engine.kit_phrases import NO_CANDIDATES
from bot.engine.tokens import Token
from bot.platforms.discord import limits
from bot.platforms.discord import parts as p
from bot.platforms.discord.markdown import escape, sentence
from bot.platforms.discord.message import Message, box, messages

MENUS = (
    ("swap", "Swap a question …", ("kit_swap",)),
    ("lock", "Lock or unlock a question …", ("kit_lock", "kit_unlock")),
    ("up", "Move a question up …", ("kit_up",)),
    ("drop", "Remove a question …", ("kit_drop",)),
)
"""Each menu's name, what it says, and the buttons of the lines that it gathers: Discord has no room for all of them."""

FILES = "files"
MOST_LINES = 20
"""Questions shown, so that a kit stays one message; the files hold all."""

EXPLAINED = 9
"""Up to so many questions there is room for the reasons as well."""

WHY = 140
"""Characters of a reason."""


def kit(view: v.KitView) -> tuple[Message, ...]:
    """The kit before it is taken along: one message, which every change replaces."""
    explains = len(view.lines) <= EXPLAINED
    rows = [_line(number, line, explains=explains) for number, line in enumerate(view.lines[:MOST_LINES], 1)]
    head = [f"**{escape(facts.timing(view))}**", p.small(escape(f"Levels: {facts.levels(view)}"))]
    body = box(
        [
            p.title(view),
            "\n".join([*head, p.small(escape(f"Topics: {facts.topics(view)}"))]),
            _sentences("**What could not be met**", view.unmet[:4]),
            "\n".join(rows) + _more(len(view.lines) - MOST_LINES),
            _sentences("**Left out**", view.left_out[:3]),
            p.small(f"Kit code: `{view.code}`\n{escape(NO_CANDIDATES)}"),
        ],
        p.WARN if view.unmet else p.PLAIN,
    )
    page = [p.row(p.link("Open in the browser", view.link))] if view.link else []
    return messages([body], [*_menus(view), _files(view), *p.rows(view.buttons), *page], inside=False)


def _more(rest: int) -> str:
    if rest <= 0:
        return ""
    return "\n" + p.small(f"And {phrases.count(rest, 'more question')}; the files hold all.")


def _line(number: int, line: v.KitLine, *, explains: bool) -> str:
    lock = " · **locked**" if line.locked else ""
    why = line.why if len(line.why) <= WHY else line.why[: WHY - 1] + "…"
    return (
        f"**{number}\\. {escape(line.title)}**\n"
        f"{escape(facts.part(line))} · {p.level(line.level)}{lock} · {escape(facts.asked(line))}"
        + (f"\n{p.small(escape(why))}" if explains else "")
    )


def _sentences(head: str, texts: tuple[str, ...]) -> str:
    return f"{head}\n{p.bullets(map(sentence, texts))}" if texts else ""


def _menus(view: v.KitView) -> list[p.Json]:
    made = []
    for name, says, verbs in MENUS:
        offers = [
            (f"{number}. {line.title}", str(button.token), button.label if name == "lock" else "")
            for number, line in enumerate(view.lines, 1)
            for button in line.buttons
            if button.token.verb in verbs
        ]
        if offers:
            made.append(p.row(p.menu(name, says, offers[: limits.SELECT_OPTIONS])))
    return made


def _files(view: v.KitView) -> p.Json:
    offers = [
        (facts.download(form, copy), str(Token("kit_file", view.kit, f"{form}.{copy}")), "")
        for form, copy in facts.in_order(view.formats)
    ]
    return p.row(p.menu(FILES, "Get it as a file …", offers[: limits.SELECT_OPTIONS]))


def kit_file(view: v.KitFileView) -> tuple[Message, ...]:
    """The file and how to use it fairly; what is larger than Discord takes is told instead."""
    if len(view.file.data) > limits.UPLOAD:
        size = f"{len(view.file.data) / 2**20:.0f} MB"
        says = f"**{escape(view.file.name)}** has {size}, and Discord takes {limits.UPLOAD // 2**20} MB."
        return messages([box([says, "Take another format, or fewer questions."], p.WARN)], p.rows(view.buttons))
    body = box(
        [
            f"**{escape(view.title)}**\n{sentence(view.note)}",
            {"type": p.FILE, "file": {"url": f"attachment://{view.file.name}"}},
            p.small(escape(NO_CANDIDATES)),
        ],
        p.PLAIN,
    )
    (shown,) = messages([body], p.rows(view.buttons), inside=False)
    return (replace(shown, files=(view.file,)),)
