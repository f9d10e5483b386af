"""A verdict: what was covered, what could not be matched, where the points come from."""

from bot.domain.verdicts import Band
from bot.engine import phrases
from bot.engine import views as v
from bot.platforms.discord import parts as p
from bot.platforms.discord.look import Look
from bot.platforms.discord.markdown import escape, markdown, markdown_line, words
from bot.platforms.discord.markdown import parts as portions
from bot.platforms.discord.message import Message, box, spread
from bot.platforms.discord.render_question import PORTION, explained

COLOURS = {
    Band.EXCELLENT: p.GOOD,
    Band.GOOD: p.GOOD,
    Band.MIXED: p.WARN,
    Band.THIN: p.WARN,
    Band.NONE: p.PLAIN,
}
EVIDENCE = 160
"""Characters of a quotation from the answer beside the point that it shows."""


def verdict(view: v.VerdictView, look: Look) -> tuple[Message, ...]:
    """One member's private verdict, and below it the model answer."""
    judged = box(
        [
            _head(view),
            escape(phrases.REMARKS[view.verdict.remark]) if view.verdict.remark else None,
            explained(view.check, view.choice) if view.check else None,
            _covered(view),
            _missed(view),
            _mistakes(view),
            _breakdown(view),
            f"**Your answer**\n{words(view.answer, PORTION)}" if _shows_answer(view) else None,
        ],
        COLOURS[view.verdict.band],
    )
    model = box(
        [
            f"**Model answer in 30 seconds**\n{markdown(view.short)}" if view.short else None,
            *_full(view.full),
            *look.drawn(view.diagram, view.pack),
        ],
        p.PLAIN,
    )
    picture = look.picture(view.diagram, view.pack)
    groups = [[judged], [model]] if model.parts else [[judged]]
    return spread(groups, p.rows(view.buttons), [picture] if picture else [])


def _shows_answer(view: v.VerdictView) -> bool:
    """In a quiz the answer was typed a moment ago, and the next question should stay in the same message."""
    return bool(view.answer) and view.check is None and view.number is not None


def _head(view: v.VerdictView) -> str:
    rows = [p.title(view), f"**{escape(phrases.BANDS[view.verdict.band])}**"]
    if view.check is None:
        rows.append(f"{p.bar(view.verdict.coverage)} {view.verdict.coverage:.0%} covered")
    if view.score is not None:
        rows.append(f"**{view.score.total:+d}** {'point' if view.score.total == 1 else 'points'}")
    return "\n".join(rows)


def _covered(view: v.VerdictView) -> str:
    found = [point for point in view.points if point.evidence is not None]
    if not found:
        return ""
    rows = [f"✓ {escape(point.says)}{_quoted(point.evidence or '')}" for point in found]
    return f"**Covered ({len(found)} of {len(view.points)})**\n" + "\n".join(rows)


def _missed(view: v.VerdictView) -> str:
    missed = [point for point in view.points if point.evidence is None]
    if not missed:
        return ""
    note = f"\n{p.small(escape(phrases.NOT_WRONG))}"
    told = note if view.verdict.band is not Band.NONE or view.verdict.remark is None else ""
    rows = "\n".join(f"○ {escape(point.says)}" for point in missed)
    return f"**{phrases.MISSED.capitalize()} ({len(missed)})**\n{rows}{told}"


def _mistakes(view: v.VerdictView) -> str:
    if not view.verdict.mistakes:
        return ""
    rows = [
        f"! {escape(one.claim)}{_quoted(one.evidence or '')}\n{p.small(markdown_line(one.correction))}"
        for one in view.verdict.mistakes
    ]
    return "**Worth correcting**\n" + "\n".join(rows)


def _quoted(evidence: str) -> str:
    """The words of the answer that show a point, on a line of their own."""
    words_ = " ".join(evidence.split())
    short = words_ if len(words_) <= EVIDENCE else words_[: EVIDENCE - 1] + "…"
    return f"\n-# “{escape(short)}”" if short else ""


def _breakdown(view: v.VerdictView) -> str:
    lines = phrases.score_lines(view)
    return "**Points** · " + escape(" · ".join(lines)) if lines else ""


def _full(text: str) -> list[str]:
    if not text:
        return []
    first, *rest = portions(text, PORTION)
    return [f"**The full model answer**\n{first}", *rest]
