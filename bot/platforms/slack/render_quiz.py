"""Practice: one card at a time, in one message."""

from bot.domain.questions import Style
from bot.engine import phrases
from bot.engine import views as v
from bot.platforms.slack import parts as p
from bot.platforms.slack.text import Json, escape, line, literal, prose, rich, section, words

PICK = "pick"


def card(view: v.QuizCardView) -> list[Json]:
    """One question of a quiz; after a choice, the reasons."""
    open_choice = view.style is Style.CHECK and view.chosen is None
    return [
        p.title(phrases.title(view)),
        p.small(
            f"{p.bar((view.position + 1) / max(1, view.count), max(1, min(view.count, 20)))}  ·  "
            f"{p.level(view.level)}  ·  {literal(view.title)}"
        ),
        rich(*prose(view.prompt)),
        *(p.options(view.options) if open_choice else []),
        *_outcome(view),
        *p.buttons(view.buttons),
        p.small(escape(f"{phrases.PRIVATE}.")),
    ]


def _outcome(view: v.QuizCardView) -> list[Json]:
    """What the choice was worth, and why each option is right or wrong."""
    if view.check is None or view.chosen is None:
        return []
    is_right = view.chosen == view.check.right
    gained = f" {phrases.points(view.gained)} for practice." if view.gained else ""
    says = "✓ *Right.*" if is_right else f"✗ *Not quite: {'ABCDEF'[view.check.right]} is right.*"
    return [p.says(f"{says}{escape(gained)}"), *p.explained(view.check, view.chosen)]


def summary(view: v.QuizSummaryView) -> list[Json]:
    """The end of a quiz, and what to read about what was missed."""
    gained = f"\n{phrases.points(view.gained)} earned by practice." if view.gained else ""
    share = view.right / view.answered if view.answered else 0.0
    return [
        p.title(phrases.title(view)),
        p.says(f"`{p.bar(share)}`  *{view.right} of {view.answered} right*{escape(gained)}"),
        *_missed(view),
        *p.buttons(view.buttons),
    ]


def _missed(view: v.QuizSummaryView) -> list[Json]:
    if not view.missed:
        return []
    made: list[Json] = [section(words("Worth reading", bold=True))]
    for item in view.missed:
        made.append({"type": "rich_text_list", "style": "bullet", "elements": [section(words(item.title, bold=True))]})
        if item.sources:
            lines = [section(*line(source)) for source in item.sources]
            made.append({"type": "rich_text_list", "style": "bullet", "indent": 1, "elements": lines})
    return [rich(*made)]
