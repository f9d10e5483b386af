"""A verdict: what was covered, what could not be matched, where the points come from."""

from bot.domain.verdicts import Band
from bot.engine import phrases
from bot.engine import views as v
from bot.platforms.slack import parts as p
from bot.platforms.slack.text import Json, escape, line, prose, quoted, rich, section, stacked, words


def verdict(view: v.VerdictView, look: p.Look) -> list[Json]:
    """One member's private verdict."""
    return [
        p.header(phrases.title(view)),
        p.says(_head(view)),
        *([p.says(escape(phrases.REMARKS[view.verdict.remark]))] if view.verdict.remark else []),
        *(p.explained(view.check, view.choice) if view.check else [*_covered(view), *_missed(view)]),
        *_mistakes(view),
        *_breakdown(view),
        *_model(view, look),
        *([p.says("*Your answer*"), quoted(view.answer)] if view.answer and view.check is None else []),
        *p.buttons(view.buttons),
    ]


def _head(view: v.VerdictView) -> str:
    earned = ""
    if view.score is not None:
        total = view.score.total
        earned = f"   *{'+' if total else ''}{phrases.points(total)}*"
    measure = f"`{p.bar(view.verdict.coverage)}`  " if view.check is None else ""
    return f"{measure}{escape(phrases.BANDS[view.verdict.band])}{earned}"


def _covered(view: v.VerdictView) -> list[Json]:
    found = [point for point in view.points if point.evidence is not None]
    if not found:
        return []
    lines = [
        section(
            words("✓  ", bold=True),
            words(point.says),
            words(f"\n      “{_one_line(point.evidence)}”" if point.evidence else "", italic=True),
        )
        for point in found
    ]
    return [rich(stacked(section(words(f"Covered ({len(found)} of {len(view.points)})", bold=True)), *lines))]


def _missed(view: v.VerdictView) -> list[Json]:
    missed = [point for point in view.points if point.evidence is None]
    if not missed:
        return []
    head = section(words(f"{phrases.MISSED.capitalize()} ({len(missed)})", bold=True))
    made = [rich(stacked(head, *[section(words("○  ", bold=True), words(point.says)) for point in missed]))]
    if view.verdict.band is not Band.NONE or view.verdict.remark is None:
        made.append(p.small(escape(phrases.NOT_WRONG)))
    return made


def _mistakes(view: v.VerdictView) -> list[Json]:
    if not view.verdict.mistakes:
        return []
    lines = [
        section(
            words("!  ", bold=True),
            words(mistake.claim),
            words(f"\n      “{_one_line(mistake.evidence)}”" if mistake.evidence else "", italic=True),
            words("\n      "),
            *line(mistake.correction),
        )
        for mistake in view.verdict.mistakes
    ]
    return [rich(stacked(section(words("Worth correcting", bold=True)), *lines))]


def _breakdown(view: v.VerdictView) -> list[Json]:
    lines = phrases.score_lines(view)
    return [p.small("  ·  ".join(map(escape, lines)))] if lines else []


def _model(view: v.VerdictView, look: p.Look) -> list[Json]:
    made: list[Json] = []
    if view.short:
        made += [{"type": "divider"}, p.says("*Model answer in 30 seconds*")]
        made.append(rich(*prose(view.short)))
    if view.full:
        made.append(p.says("*The full model answer*"))
        made.append(rich(*prose(view.full)))
        made += p.diagram(view.diagram, look)
    return made


def _one_line(text: str) -> str:
    return " ".join(text.split())
