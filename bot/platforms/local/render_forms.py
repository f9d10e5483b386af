"""Forms, shown in a dialog. The names of the fields are those that `doors.submitted` reads."""

from collections.abc import Iterable

import htpy as h

from bot.domain.questions import Level, Style
from bot.domain.rounds import Feedback
from bot.engine import kit_phrases, phrases
from bot.engine import views as v
from bot.platforms.local import icons
from bot.platforms.local import parts as p
from bot.platforms.local.text import markdown, markdown_line


def answer_form(view: v.AnswerFormView) -> h.Node:
    """A large text box, or the options to choose from."""
    field = _choices(view) if view.style is Style.CHECK else _text(view)
    return h.form(".form", data_form="answer", data_token=str(view.token), novalidate=True)[
        _head(view),
        h.div(".form-body")[h.div(".form-prompt")[markdown(view.prompt)], field],
        _foot("Send answer", view.note),
    ]


def _text(view: v.AnswerFormView) -> h.Renderable:
    return h.div(".field")[
        h.label(for_="answer-text")["Your answer"],
        h.textarea(
            "#answer-text",
            name="text",
            rows="9",
            dir="auto",
            autofocus=True,
            data_limit=str(view.limit),
            spellcheck="true",
            aria_describedby="answer-count",
            placeholder="In your own words. A few clear sentences are enough.",
        )["\n", view.value],  # HTML drops the first line break in there, which must not be the member's
        h.p("#answer-count.count", aria_live="polite")[f"0 of {view.limit:,} characters"],
    ]


def _choices(view: v.AnswerFormView) -> h.Renderable:
    return h.fieldset(".choices")[
        h.legend(".unseen")["Your answer"],
        (
            h.label(".choice")[
                h.input(
                    type="radio",
                    name="choice",
                    value=str(position),
                    checked=position == view.choice,
                    autofocus=position == (view.choice or 0),
                ),
                p.letter(option.letter),
                h.span[markdown_line(option.text)],
            ]
            for position, option in enumerate(view.options)
        ),
    ]


def setup_form(view: v.SetupFormView) -> h.Node:
    return h.form(".form", data_form="setup", data_token=str(view.token), novalidate=True)[
        _head(view),
        h.div(".form-body.grid")[
            _input("time", "Time of the question", view.time, "such as 09:00"),
            _input("zone", "Time zone", view.zone, "such as Europe/Berlin"),
            _input("days", "Days", view.days, "such as mon-fri, or mon,wed,fri, or daily"),
            _input(
                "draw",
                "Questions from",
                view.draw,
                "sections, levels or topics with commas between, or all",
                view.selectors,
            ),
            _select("style", "Answered", view.style.value, ((s.value, phrases.style(s)) for s in Style)),
            _select("feedback", "Verdict", view.feedback.value, ((f.value, phrases.feedback(f)) for f in Feedback)),
            _input("reveal", "Model answer", view.reveal, "before-next, or a time such as 17:00"),
            _select("thread", "In a thread", "yes" if view.thread else "no", (("yes", "yes"), ("no", "no"))),
            _input("notice", "Where admins are told", view.notice, "here, or me"),
        ],
        _foot("Save", ""),
    ]


def kit_form(view: v.KitFormView) -> h.Node:
    """What an interview is for; the kit page has the same with a live preview."""
    levels = ((level.value, phrases.LEVELS[level]) for level in Level)
    return h.form(".form", data_form="kit", data_token=str(view.token), novalidate=True)[
        _head(view),
        h.div(".form-body.grid")[
            _input("title", "Role or title", view.title, "such as Senior ML engineer; it stands on the kit"),
            _input("minutes", "Minutes in all", str(view.minutes), "opening and closing are part of it"),
            _select("level", "Level", view.level.value, levels),
            _input("draw", "Sections and topics", view.draw, "with commas between, or all", view.selectors),
            _input("count", "Number of questions", str(view.count or ""), "as many as fit when empty"),
            _input(
                "strict_days",
                "Leave out what was asked here in the last … days",
                str(view.strict_days or ""),
                "when empty, others only come first",
            ),
            _input("seed", "Seed", str(view.seed), "the same settings and seed give the same kit"),
        ],
        _foot("Make the kit", kit_phrases.NO_CANDIDATES),
    ]


def _input(name: str, label: str, value: str, about: str, offers: Iterable[str] = ()) -> h.Renderable:
    known = list(offers)
    return h.div(".field")[
        h.label(for_=f"setup-{name}")[label],
        h.input(
            id=f"setup-{name}",
            name=name,
            value=value,
            autocomplete="off",
            aria_describedby=f"setup-{name}-about",
            list=f"setup-{name}-offers" if known else None,
        ),
        h.p(".small", id=f"setup-{name}-about")[about],
        h.datalist(id=f"setup-{name}-offers")[(h.option(value=offer) for offer in known)] if known else None,
    ]


def _select(name: str, label: str, value: str, choices: Iterable[tuple[str, str]]) -> h.Renderable:
    return h.div(".field")[
        h.label(for_=f"setup-{name}")[label],
        h.select(id=f"setup-{name}", name=name)[
            (h.option(value=choice, selected=choice == value)[word] for choice, word in choices)
        ],
    ]


def _head(view: v.View) -> h.Renderable:
    return h.header(".form-head")[
        h.h2("#form-title")[phrases.title(view)],
        h.button(".plain.close", type="button", data_close="yes", aria_label="Close; what you typed is kept")[
            icons.CROSS
        ],
    ]


def _foot(label: str, note: str) -> h.Renderable:
    return h.footer(".form-foot")[
        h.div(".form-problem", role="alert"),
        h.p(".small")[note] if note else None,
        h.div(".form-actions")[
            h.span(".small.shortcut")["Ctrl + Enter sends"],
            h.button(type="button", data_close="yes")["Cancel"],
            h.button(".main", type="submit")[label],
        ],
    ]
