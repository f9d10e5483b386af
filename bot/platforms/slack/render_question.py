"""The question's way: the card, the receipt, hints, the model answer, a shared answer."""

from bot.domain.questions import Style
from bot.engine import phrases
from bot.engine import views as v
from bot.platforms.slack import parts as p
from bot.platforms.slack.text import Json, escape, line, literal, moment, prose, quoted, rich, section, stacked, words


def question(view: v.QuestionView, look: p.Look) -> list[Json]:
    """The question card; in private with the asker's own answer."""
    facts = [p.level(view.level), phrases.count(view.minutes, "minute"), *(escape(topic) for topic in view.topics[:4])]
    if view.late:
        facts.append("posted late")
    return [
        p.header(phrases.title(view)),
        p.small("  ·  ".join(facts)),
        rich(*prose(view.prompt)),
        *p.options(view.options),
        *_own(view),
        p.small(_state(view, look)),
        *p.buttons(view.buttons),
        *([p.small(escape(phrases.rules(view)))] if view.is_open else []),
    ]


def _own(view: v.QuestionView) -> list[Json]:
    if view.own is None:
        return []
    label = "Your answer so far" if view.is_open else "Your answer"
    shown = rich(section(*line(view.own))) if view.style is Style.CHECK else quoted(view.own)
    return [p.says(f"*{label}*"), shown]


def _state(view: v.QuestionView, look: p.Look) -> str:
    when = moment(view.closes_at, look.zone)
    answered = escape(phrases.answered(view.answered))
    if view.is_open:
        return f"*{answered}*  ·  closes {when}"
    return f"*Closed* {when}  ·  {answered}"


def receipt(view: v.ReceiptView, look: p.Look) -> list[Json]:
    """The answer is saved."""
    return [
        p.says(f"✓ *{escape(phrases.title(view))}*  ·  question {view.number}"),
        quoted(view.answer),
        p.small(
            f"Verdict and model answer: {moment(view.closes_at, look.zone)}", escape(f"{phrases.streak(view.streak)}.")
        ),
        *p.buttons(view.buttons),
    ]


def hint(view: v.HintView) -> list[Json]:
    note = (
        "You have taken this hint before; it costs nothing more."
        if view.taken_before
        else f"It costs {view.cost} % of this question's points, once."
    )
    return [p.title(phrases.title(view)), rich(*prose(view.text)), p.small(escape(note)), *p.buttons(view.buttons)]


def reveal(view: v.RevealView, look: p.Look) -> list[Json]:
    """The model answer. Below its own question the prompt is not said again."""
    asked = [] if look.in_thread else [rich(*prose(view.prompt))]
    return [
        p.header(phrases.title(view)),
        p.small(f"{p.level(view.level)}  ·  {escape(_turnout(view.answered))}"),
        *asked,
        *(p.explained(view.check, None, view.option_counts) if view.check else []),
        p.says("*In 30 seconds*"),
        rich(*prose(view.short)),
        {"type": "divider"},
        p.says("*The full answer*"),
        rich(*prose(view.full)),
        *p.diagram(view.diagram, look),
        *_counts(view),
        *p.sources(view.sources),
        *p.buttons(view.buttons),
    ]


def _turnout(answered: int) -> str:
    return f"{phrases.count(answered, 'person', 'people')} answered" if answered else "Here is how it could be answered"


def _counts(view: v.RevealView) -> list[Json]:
    """How many covered each key point; the engine gives none below five answerers."""
    if not view.counts:
        return []
    lines = [
        section(
            words(f"{p.bar(point.covered / max(1, view.answered), 8)} {point.covered}/{view.answered}", code=True),
            words(f"  {point.says}"),
        )
        for point in view.counts
    ]
    return [rich(stacked(section(words("What the answers covered", bold=True)), *lines))]


def share(view: v.ShareView) -> list[Json]:
    """A member's own answer, shared by the member's own wish."""
    return [p.says(f"*{literal(view.name)}* shares an answer to question {view.number}"), quoted(view.answer)]
