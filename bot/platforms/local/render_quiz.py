"""Practice: one card at a time, in one message."""

import htpy as h

from bot.domain.questions import Style
from bot.engine import phrases
from bot.engine import views as v
from bot.platforms.local import parts as p
from bot.platforms.local.render_question import explained, outcome
from bot.platforms.local.text import markdown, markdown_line

PICK = "pick"


def card(view: v.QuizCardView) -> h.Node:
    """One question of a quiz. Until a choice is made the options are buttons, which also answer to 1-4 and A-D."""
    open_choice = view.style is Style.CHECK and view.chosen is None
    picks = [item for item in view.buttons if item.token.verb == PICK]
    others = [item for item in view.buttons if item.token.verb != PICK]
    return h.article(".card.quiz", data_keys="yes" if open_choice else None)[
        h.div(".meta")[
            p.badge(view.level), h.span(".dim")[view.title],
            h.progress(value=str(view.position + 1), max=str(max(1, view.count)), aria_hidden="true"),
        ],
        p.heading(view),
        markdown(view.prompt),
        _picks(view, picks) if open_choice else None,
        _outcome(view),
        p.buttons(others),
        h.p(".small.keys")["Keys: 1 to 4, or A to D"] if open_choice and picks else None,
    ]


def _picks(view: v.QuizCardView, picks: list[v.Button]) -> h.Renderable:
    """The option buttons, matched to their options by what their tokens choose."""
    chosen_by = {item.token.argument.rpartition(".")[2]: item for item in picks}
    return h.div(".picks")[(
        h.button(".pick", type="button", data_token=str(chosen_by[str(position)].token), data_letter=option.letter)[
            p.letter(option.letter), h.span[markdown_line(option.text)]]
        for position, option in enumerate(view.options) if str(position) in chosen_by
    )]


def _outcome(view: v.QuizCardView) -> h.Node:
    """What the choice was worth, and why each option is right or wrong."""
    if view.check is None or view.chosen is None:
        return None
    gained = f" {phrases.points(view.gained)} for practice." if view.gained else ""
    return h.fragment[outcome(view.check, view.chosen, gained), explained(view.check, view.chosen)]


def summary(view: v.QuizSummaryView) -> h.Node:
    """The end of a quiz, and what to read about what was missed."""
    return h.article(".card.quiz-summary")[
        p.heading(view),
        h.div(".result")[
            h.strong[f"{view.right} of {view.answered}"], h.span["right"],
            p.bar(view.right / view.answered if view.answered else 0.0),
        ],
        h.p[f"{phrases.points(view.gained)} earned by practice."] if view.gained else None,
        _missed(view),
        p.buttons(view.buttons),
    ]


def _missed(view: v.QuizSummaryView) -> h.Node:
    if not view.missed:
        return None
    return h.section(".sources")[
        h.h4["Worth reading"],
        h.ul[(
            h.li[h.strong[item.title],
                 h.ul[(h.li[markdown_line(line)] for line in item.sources)] if item.sources else None]
            for item in view.missed
        )],
    ]
