"""The question's way: the card, the receipt, hints, the model answer, a shared answer."""

from bot.domain.questions import Check, Style
from bot.engine import phrases
from bot.engine import views as v
from bot.platforms.discord import parts as p
from bot.platforms.discord.look import Look
from bot.platforms.discord.markdown import escape, markdown, markdown_line, words
from bot.platforms.discord.markdown import parts as portions
from bot.platforms.discord.message import Box, Message, box, messages, spread

PROMPT = 1800
"""Characters of a prompt on a card; the longest of a pack is far shorter."""

OWN = 1600
"""Characters of the asker's own answer on a card."""

PORTION = 3400
"""Characters of a long text in one part."""


def question(view: v.QuestionView) -> tuple[Message, ...]:
    """The question card; in private with the asker's own answer."""
    facts = p.meta(
        p.level(view.level),
        escape(", ".join(view.topics)),
        phrases.count(view.minutes, "minute"),
        "posted late" if view.late else "",
        "closed" if not view.is_open else "",
    )
    closing = "Closes" if view.is_open else "Closed"
    body = box(
        [
            f"{p.title(view)}\n{facts}",
            *portions(view.prompt, PROMPT),
            p.options(view.options),
            _own(view),
            p.line(),
            f"**{phrases.answered(view.answered)}** · {closing} {p.moment(view.closes_at)}",
            p.small(escape(phrases.rules(view))) if view.is_open else None,
        ],
        p.COLOURS[view.level],
    )
    return messages([body], p.rows(view.buttons))


def _own(view: v.QuestionView) -> str:
    if view.own is None:
        return ""
    option = f"> {markdown_line(view.own)}" if view.style is Style.CHECK else ""
    shown = option if 0 < len(option) <= OWN else words(view.own, OWN)
    return f"**{'Your answer so far' if view.is_open else 'Your answer'}**\n{shown}"


def receipt(view: v.ReceiptView) -> tuple[Message, ...]:
    """The answer is saved."""
    body = box(
        [
            p.title(view),
            words(view.answer, PORTION),
            p.line(),
            p.facts(
                [
                    ("Verdict and model answer", p.moment(view.closes_at)),
                    ("Streak", escape(phrases.streak(view.streak))),
                ]
            ),
        ],
        p.GOOD,
    )
    return messages([body], p.rows(view.buttons))


def hint(view: v.HintView) -> tuple[Message, ...]:
    note = (
        "You have taken this hint before; it costs nothing more."
        if view.taken_before
        else f"It costs {view.cost} % of this question's points, once."
    )
    return messages([box([p.title(view), markdown(view.text), p.small(note)], p.PLAIN)], p.rows(view.buttons))


def reveal(view: v.RevealView, look: Look) -> tuple[Message, ...]:
    """The model answer. In a channel it stands behind a spoiler; in a thread it is plain to read."""
    turnout = (
        f"{phrases.count(view.answered, 'person', 'people')} answered"
        if view.answered
        else "Here is how it could be answered"
    )
    colour = p.COLOURS[view.level]
    head = box(
        [
            f"{p.title(view)}\n{p.meta(p.level(view.level), turnout)}",
            *(() if look.threaded else portions(view.prompt, PROMPT)),
            _counts(view),
        ],
        colour,
    )
    brief = box(
        [
            explained(view.check, None, view.option_counts) if view.check else None,
            f"**In 30 seconds**\n{markdown(view.short)}",
            *look.drawn(view.diagram, view.pack),
        ],
        colour,
        spoiler=look.hidden,
    )
    full = box([*_titled("The full answer", view.full), p.sources(view.sources)], colour, spoiler=look.hidden)
    picture = look.picture(view.diagram, view.pack)
    first = [head, brief] if look.hidden else [Box((*head.parts, p.line(), *brief.parts), colour)]
    return spread([first, [full]], p.rows(view.buttons), [picture] if picture else [])


def _titled(heading: str, text: str) -> list[str]:
    """An author's long text under a heading, in parts that fit."""
    first, *rest = portions(text, PORTION)
    return [f"**{heading}**\n{first}", *rest]


def _counts(view: v.RevealView) -> str:
    """How many covered each key point; the engine gives none below five answerers."""
    if not view.counts:
        return ""
    whole = max(1, view.answered)
    rows = [
        f"{p.bar(one.covered / whole)} {one.covered} of {view.answered} · {escape(one.says)}" for one in view.counts
    ]
    return "**What the answers covered**\n" + "\n".join(rows)


def explained(check: Check, chosen: int | None, counts: tuple[int, ...] = ()) -> str:
    """The options of a check with the reason for each; the right one and the chosen one are marked in words."""
    rows = []
    for at, option in enumerate(check.options):
        tags = [
            "right" if option.right else "",
            "your choice" if at == chosen else "",
            phrases.count(counts[at], "answer") if at < len(counts) else "",
        ]
        tag = ", ".join(one for one in tags if one)
        mark = "✓ " if option.right else ""
        rows.append(f"{mark}**{'ABCDEF'[at]}** · {markdown_line(option.text)}{f' (**{tag}**)' if tag else ''}")
        rows.append(p.small(markdown_line(option.because)))
    return "\n".join(rows)


def share(view: v.ShareView) -> tuple[Message, ...]:
    """A member's own answer, shared by the member's own wish."""
    return messages([box([p.title(view), words(view.answer, PORTION)], p.PLAIN)])
