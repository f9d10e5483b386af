"""A verdict: what was covered, what could not be matched, where the points come from."""

import htpy as h

from bot.domain.verdicts import Band
from bot.engine import phrases
from bot.engine import views as v
from bot.platforms.local import icons
from bot.platforms.local import parts as p
from bot.platforms.local.render_question import explained, outcome
from bot.platforms.local.text import markdown, markdown_line, own_words


def verdict(view: v.VerdictView) -> h.Node:
    """One member's private verdict."""
    return h.article(".card.verdict")[
        _head(view),
        h.p(".remark")[phrases.REMARKS[view.verdict.remark]] if view.verdict.remark else None,
        explained(view.check, view.choice) if view.check else [_covered(view), _missed(view)],
        _mistakes(view),
        _breakdown(view),
        h.section(".short")[h.h4["Model answer in 30 seconds"], markdown(view.short)] if view.short else None,
        p.folded("The full model answer", markdown(view.full), p.picture(view.diagram, view.pack))
        if view.full else None,
        p.folded("Your answer", own_words(view.answer)) if view.answer and view.check is None else None,
        p.buttons(view.buttons),
    ]


def _head(view: v.VerdictView) -> h.Renderable:
    earned = None
    if view.score is not None:
        total = view.score.total
        earned = h.div(".earned")[h.strong[f"+{total}" if total else "0"], h.span["point" if total == 1 else "points"]]
    return h.div(".verdict-head")[
        h.div[p.heading(view), _result(view)],
        earned,
    ]


def _result(view: v.VerdictView) -> h.Node:
    """Right or not for a choice; for words the band, since a decimal would promise a precision that nobody has."""
    if view.check is not None and view.choice is not None:
        return outcome(view.check, view.choice)
    return h.fragment[h.p(".band")[phrases.BANDS[view.verdict.band]], p.bar(view.verdict.coverage)]


def _covered(view: v.VerdictView) -> h.Node:
    found = [point for point in view.points if point.evidence is not None]
    if not found:
        return None
    return h.section(".covered")[
        h.h4[f"Covered ({len(found)} of {len(view.points)})"],
        h.ul(".points")[(
            h.li[icons.CHECK, h.div[h.span[point.says], h.q(dir="auto")[point.evidence] if point.evidence else None]]
            for point in found
        )],
    ]


def _missed(view: v.VerdictView) -> h.Node:
    missed = [point for point in view.points if point.evidence is None]
    if not missed:
        return None
    return h.section(".missed")[
        h.h4[f"{phrases.MISSED.capitalize()} ({len(missed)})"],
        h.ul(".points")[(h.li[icons.OPEN_CIRCLE, h.div[point.says]] for point in missed)],
        h.p(".small")[phrases.NOT_WRONG] if view.verdict.band is not Band.NONE or view.verdict.remark is None else None,
    ]


def _mistakes(view: v.VerdictView) -> h.Node:
    if not view.verdict.mistakes:
        return None
    return h.section(".mistakes")[
        h.h4["Worth correcting"],
        h.ul(".points")[(
            h.li[icons.WARNING, h.div[
                h.span[mistake.claim], h.q(dir="auto")[mistake.evidence] if mistake.evidence else None,
                h.span(".correction")[markdown_line(mistake.correction)],
            ]]
            for mistake in view.verdict.mistakes
        )],
    ]


def _breakdown(view: v.VerdictView) -> h.Node:
    lines = phrases.score_lines(view)
    if not lines:
        return None
    return h.section(".breakdown")[h.h4["Points"], h.ul(".chips")[(h.li(".chip")[line] for line in lines)]]
