"""Practice: one card at a time, in one message."""

from bot.domain.questions import Style
from bot.engine import phrases
from bot.engine import views as v
from bot.platforms.discord import parts as p
from bot.platforms.discord.markdown import escape, markdown_line
from bot.platforms.discord.markdown import parts as portions
from bot.platforms.discord.message import Message, box, messages
from bot.platforms.discord.render_question import PROMPT, explained


def card(view: v.QuizCardView) -> tuple[Message, ...]:
    """One question of a quiz. Until a choice is made the options are read here and pressed below."""
    progress = f"{p.bar((view.position + 1) / max(1, view.count))} {view.position + 1} of {view.count}"
    is_open = view.check is None or view.chosen is None
    body = box(
        [
            f"{p.title(view)}\n{p.meta(p.level(view.level), escape(view.title), progress)}",
            *portions(view.prompt, PROMPT),
            p.options(view.options) if is_open and view.style is Style.CHECK else None,
            _outcome(view),
        ],
        _colour(view),
    )
    picks = [one for one in view.buttons if one.token.verb == "pick"]
    others = [one for one in view.buttons if one.token.verb != "pick"]
    return messages([body], [*p.rows(picks), *p.rows(others)])


def _colour(view: v.QuizCardView) -> int:
    if view.check is None or view.chosen is None:
        return p.COLOURS[view.level]
    return p.GOOD if view.chosen == view.check.right else p.WARN


def _outcome(view: v.QuizCardView) -> str:
    """What the choice was worth, and why each option is right or wrong."""
    if view.check is None or view.chosen is None:
        return ""
    is_right = view.chosen == view.check.right
    gained = f" {phrases.points(view.gained)} for practice." if view.gained else ""
    says = "Right." if is_right else f"Not quite: {'ABCDEF'[view.check.right]} is right."
    return f"**{says}**{gained}\n{explained(view.check, view.chosen)}"


def summary(view: v.QuizSummaryView) -> tuple[Message, ...]:
    """The end of a quiz, and what to read about what was missed."""
    share = view.right / view.answered if view.answered else 0.0
    body = box(
        [
            p.title(view),
            f"{p.bar(share)} **{view.right} of {view.answered}** right",
            f"{phrases.points(view.gained)} earned by practice." if view.gained else None,
            *_missed(view),
        ],
        p.PLAIN,
    )
    return messages([body], p.rows(view.buttons))


def _missed(view: v.QuizSummaryView) -> list[str]:
    if not view.missed:
        return []
    # One part per item: twenty missed items are longer than one message.
    return [
        "**Worth reading**",
        *(
            f"**{escape(item.title)}**\n" + p.bullets(markdown_line(one) for one in item.sources)
            for item in view.missed
        ),
    ]
