"""The question's way: the card, the receipt, hints, the model answer, a shared answer."""

import htpy as h

from bot.domain.questions import Check, Style
from bot.engine import phrases
from bot.engine import views as v
from bot.platforms.local import icons
from bot.platforms.local import parts as p
from bot.platforms.local.text import markdown, markdown_line, own_words


def question(view: v.QuestionView, zone: p.Zone) -> h.Node:
    """The question card; in private with the asker's own answer."""
    return h.article(class_={"card": True, "question": True, "closed": not view.is_open})[
        h.div(".meta")[
            p.badge(view.level), p.chips(view.topics), h.span(".dim")[f"{phrases.count(view.minutes, 'minute')}"],
            h.span(".chip.state")["posted late"] if view.late else None,
            h.span(".chip.state")["closed"] if not view.is_open else None,
        ],
        p.heading(view),
        markdown(view.prompt),
        p.options(view.options),
        _own(view),
        _figures(view, zone),
        p.buttons(view.buttons),
        h.p(".small")[phrases.rules(view)] if view.is_open else None,
    ]


def _own(view: v.QuestionView) -> h.Node:
    if view.own is None:
        return None
    shown = h.div(".words")[markdown_line(view.own)] if view.style is Style.CHECK else own_words(view.own)
    return h.section(".own")[h.h4["Your answer so far" if view.is_open else "Your answer"], shown]


def _figures(view: v.QuestionView, zone: p.Zone) -> h.Renderable:
    closing = (
        h.span(".figure")[icons.CLOCK, h.span["Closes ", p.moment(view.closes_at, zone), p.countdown(view.closes_at)]]
        if view.is_open else
        h.span(".figure")[icons.CLOCK, h.span["Closed ", p.moment(view.closes_at, zone)]]
    )
    return h.div(".figures")[h.span(".figure")[icons.PEOPLE, h.span[phrases.answered(view.answered)]], closing]


def receipt(view: v.ReceiptView, zone: p.Zone) -> h.Node:
    """The answer is saved."""
    return h.article(".card.receipt")[
        h.div(".good-line")[icons.CHECK, p.heading(view)],
        own_words(view.answer),
        p.facts([
            ("Verdict and model answer", [p.moment(view.closes_at, zone), p.countdown(view.closes_at)]),
            ("Streak", phrases.streak(view.streak)),
        ]),
        p.buttons(view.buttons),
    ]


def hint(view: v.HintView) -> h.Node:
    note = "You have taken this hint before; it costs nothing more." if view.taken_before else \
        f"It costs {view.cost} % of this question's points, once."
    return h.article(".card.hint")[
        p.heading(view), markdown(view.text), h.p(".small")[note], p.buttons(view.buttons),
    ]


def reveal(view: v.RevealView) -> h.Node:
    """The model answer. In a question's own thread the page hides the prompt, which stands above it."""
    return h.article(".card.reveal")[
        h.div(".meta")[p.badge(view.level), h.span(".dim")[_turnout(view.answered)]],
        p.heading(view),
        h.section(".asked")[markdown(view.prompt)],
        explained(view.check, None, view.option_counts) if view.check else None,
        h.section(".short")[h.h4["In 30 seconds"], markdown(view.short)],
        h.section(".full")[h.h4["The full answer"], markdown(view.full)],
        p.picture(view.diagram, view.pack),
        _counts(view),
        p.sources(view.sources),
        p.buttons(view.buttons),
    ]


def _turnout(answered: int) -> str:
    return f"{phrases.count(answered, 'person', 'people')} answered" if answered else "Here is how it could be answered"


def _counts(view: v.RevealView) -> h.Node:
    """How many covered each key point; the engine gives none below five answerers."""
    if not view.counts:
        return None
    return h.section(".counts")[
        h.h4["What the answers covered"],
        h.ul(".measures")[(
            h.li[h.span[point.says], p.bar(point.covered / max(1, view.answered)),
                 h.span(".number")[f"{point.covered} of {view.answered}"]]
            for point in view.counts
        )],
    ]


def explained(check: Check, chosen: int | None, counts: tuple[int, ...] = ()) -> h.Renderable:
    """The options of a check with the reason for each; the right one and the chosen one are marked in words."""
    return h.ul(".explained")[(
        h.li(class_={"right": option.right, "chosen": position == chosen})[
            p.letter("ABCDEF"[position]),
            h.div[
                h.div(".option-line")[
                    h.span[markdown_line(option.text)],
                    h.span(".tag.tag-right")[icons.CHECK, "Right"] if option.right else None,
                    h.span(".tag")["Your choice"] if position == chosen else None,
                    h.span(".tag")[phrases.count(counts[position], "answer")] if position < len(counts) else None,
                ],
                h.div(".because")[markdown_line(option.because)],
            ],
        ]
        for position, option in enumerate(check.options)
    )]


def outcome(check: Check, chosen: int, rest: str = "") -> h.Renderable:
    """Whether the choice was right, in words; `rest` follows in the same line."""
    is_right = chosen == check.right
    says = "Right." if is_right else f"Not quite: {'ABCDEF'[check.right]} is right."
    return h.p(class_={"outcome": True, "outcome-right": is_right})[f"{says}{rest}"]


def share(view: v.ShareView) -> h.Node:
    """A member's own answer, shared by the member's own wish."""
    return h.article(".card.share")[h.h3(".title")[h.bdi[phrases.title(view)]], own_words(view.answer)]
