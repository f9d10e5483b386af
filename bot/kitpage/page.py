"""The kit page around the kit: settings on the left, the kit on the right. The page's scripts fill it in."""

from collections.abc import Iterable, Mapping

import htpy as h

from bot.domain.kits.request import LAST_SEED, LONGEST, MOST_ITEMS
from bot.domain.questions import Level
from bot.engine import kit_phrases as words
from bot.engine import phrases
from bot.web.look import LOGO, icon

LEAST_MINUTES, MOST_MINUTES = 15, 120
FAIR = "Ask every candidate for the job the same questions, and write your scores down before you talk about them."
THEME = icon('<circle cx="10" cy="10" r="7"/><path d="M10 3a7 7 0 0 1 0 14z" fill="currentColor" stroke="none"/>')
BACK = icon('<path d="M4 9h8a4 4 0 0 1 0 8H8M4 9l3.5-3.5M4 9l3.5 3.5"/>')
AGAIN = icon('<path d="M16 6.5A7 7 0 1 0 17 10M16.5 3v3.8h-3.8"/>')
PLUS = icon('<path d="M10 4.5v11M4.5 10h11"/>')
COPY = icon('<rect x="7" y="7" width="9" height="9" rx="2"/><path d="M13 7V5.5A1.5 1.5 0 0 0 11.500 4h-6A1.500 1.500 0 '
            '0 0 4 5.500v6A1.500 1.500 0 0 0 5.500 13H7"/>')  # fmt: skip


def shell(selectors: Mapping[str, str], home: str) -> str:
    """The whole page. `home` is where the person came from, on this machine; empty behind a link."""
    return str(h.html(lang="en")[
        h.head[
            h.meta(charset="utf-8"), h.meta(name="viewport", content="width=device-width, initial-scale=1"),
            h.meta(name="color-scheme", content="light dark"), h.meta(name="robots", content="noindex"),
            h.title["Interview kit · Study Bot"],
            h.link(rel="icon", href="/look/logo.svg", type="image/svg+xml"),
            h.link(rel="stylesheet", href="/look/look.css"), h.link(rel="stylesheet", href="/kit/static/kit.css"),
            h.script(src="/look/theme.js"), h.script(src="/kit/static/kit.js", type="module"),
        ],
        h.body(data_home=home)[
            h.a(".skip-link", href="#kit")["Go to the kit"],
            h.header(".top")[
                h.div(".brand")[LOGO, h.div[h.h1["Interview kit"], h.p["Questions, timing and rubric"]]],
                h.a(".home", href=home)["Study Bot"] if home else None,
                h.button("#theme.plain", type="button", aria_label="Switch between light and dark")[THEME],
            ],
            h.main[
                h.noscript[h.p["This page needs JavaScript."]],
                h.div("#problem.problem", role="alert", hidden=True),
                h.div(".columns")[_settings(selectors), _kit()],
            ],
            h.footer(".foot")[h.p[words.NO_CANDIDATES], h.p[FAIR]],
            _name() if home else None,
            h.div("#toast.toast", role="status", aria_live="polite"),
            h.div("#announcer.unseen", aria_live="polite"),
        ],
    ])  # fmt: skip


def _settings(selectors: Mapping[str, str]) -> h.Renderable:
    return h.form("#settings.panel", novalidate=True, aria_labelledby="settings-title", autocomplete="off")[
        h.h2("#settings-title")["What is the interview for?"],
        _field("title", "Role or title", h.input("#title", name="title", maxlength="100",
                                                 placeholder="Senior ML engineer")),
        h.fieldset[
            h.legend["Level"],
            h.div(".segments")[(
                h.label[h.input(type="radio", name="level", value=level.value), h.span[phrases.LEVELS[level]]]
                for level in Level
            )],
        ],
        h.div(".field")[
            h.label(for_="minutes")["Minutes in all"],
            h.div(".minutes")[
                h.input("#minutes-slider", type="range", min=str(LEAST_MINUTES), max=str(MOST_MINUTES), step="5",
                        aria_label="Minutes in all, by slider"),
                h.input("#minutes", name="minutes", type="number", min=str(LEAST_MINUTES), max=str(LONGEST),
                        inputmode="numeric"),
            ],
            h.p(".small")["Opening and closing are part of it."],
        ],
        h.details("#draws.more.draws", open=True)[
            h.summary["Sections and topics"],
            h.div(".more-body")[
                _pills("Sections", _sections(selectors), selectors),
                _pills("Topics", [one for one in selectors if one not in _sections(selectors)], selectors),
                h.p(".small")["Nothing chosen means everything."],
            ],
        ],
        h.details(".more")[
            h.summary["More settings"],
            h.div(".more-body")[
                _field("count", "Number of questions", h.input(
                    "#count", name="count", type="number", min="1", max=str(MOST_ITEMS), inputmode="numeric",
                    placeholder="as many as fit")),
                _field("strict_days", "Leave out what was asked here in the last … days", h.input(
                    "#strict_days", name="strict_days", type="number", min="0", max="3650", inputmode="numeric",
                    placeholder="0: only prefer others")),
                _field("seed", "Seed", h.input("#seed", name="seed", type="number", min="0", max=str(LAST_SEED),
                                               inputmode="numeric"),
                       "The same settings and seed give the same kit."),
            ],
        ],
    ]  # fmt: skip


def _sections(selectors: Mapping[str, str]) -> list[str]:
    return [name for name, about in selectors.items() if about.startswith("section ")]


def _pills(legend: str, names: Iterable[str], selectors: Mapping[str, str]) -> h.Renderable:
    return h.fieldset[
        h.legend[legend],
        h.div(".pills")[(
            h.label(title=selectors[name])[
                h.input(type="checkbox", name="topics", value=name), h.span[name.replace("-", " ")]]
            for name in names
        )],
    ]  # fmt: skip


def _field(name: str, label: str, control: h.Renderable, about: str = "") -> h.Renderable:
    return h.div(".field")[h.label(for_=name)[label], control, h.p(".small")[about] if about else None]


def _kit() -> h.Renderable:
    return h.section("#kit", tabindex="-1", aria_labelledby="kit-title", aria_busy="true")[
        h.div(".panel.overview")[
            h.div(".overview-head")[
                h.h2("#kit-title")["…"],
                h.div(".tools")[
                    h.button("#undo", type="button", disabled=True)[BACK, "Undo"],
                    h.button("#again", type="button")[AGAIN, "Draw again"],
                ],
            ],
            h.p("#timing.timing"),
            h.div("#time-bar.time-bar", aria_hidden="true"),
            h.div("#levels.shares", role="list", aria_label="Levels"),
            h.div("#topics.topics", role="list", aria_label="Topics covered"),
            h.ul("#unmet.unmet", hidden=True),
        ],
        h.ol("#lines.lines", aria_label="Questions in order"),
        h.p("#lines-help.small.help")["Drag a question by its number, or use its arrows. Lock what must stay before "
                                      "you change the settings or draw again."],
        h.div(".panel.adding")[
            h.button("#add", type="button", aria_expanded="false", aria_controls="adding")[PLUS, "Add a question"],
            h.div("#adding", hidden=True)[
                h.label(".unseen", for_="search")["Search questions"],
                h.input("#search", type="search", placeholder="Search by title, topic or level", autocomplete="off"),
                h.ul("#found.found", aria_label="Questions found"),
            ],
            h.details("#left-out.more", hidden=True)[h.summary["What was left out, and why"], h.ul("#left-out-list")],
        ],
        _downloads(),
    ]  # fmt: skip


def _downloads() -> h.Renderable:
    return h.div(".panel.downloads")[
        h.h2["Take it along"],
        h.div("#files"),
        h.p("#making.small", role="status"),
        h.div(".codes")[
            h.div(".field")[
                h.label(for_="code")["Kit code"],
                h.div(".joined")[h.input("#code", readonly=True, spellcheck="false"),
                                 h.button("#copy-code", type="button")[COPY, "Copy"]],
                h.p(".small")["The same code gives the same kit, for every candidate and every interviewer."],
            ],
            h.form("#open-code.field", novalidate=True)[
                h.label(for_="other-code")["Open a code"],
                h.div(".joined")[
                    h.input("#other-code", placeholder="K1-…", autocomplete="off", spellcheck="false",
                            autocapitalize="characters"),
                    h.button(type="submit")["Open"],
                ],
            ],
        ],
    ]  # fmt: skip


def _name() -> h.Renderable:
    """Asked only of somebody who opens this page before Study Bot's own."""
    return h.dialog("#who", aria_labelledby="who-title")[
        h.form("#who-form", method="dialog")[
            h.h2("#who-title")["Who are you?"],
            h.p["A name is enough; everything stays on this machine."],
            h.label(".unseen", for_="who-name")["Your name"],
            h.input("#who-name", maxlength="40", required=True, autocomplete="off"),
            h.button(".main", type="submit")["Continue"],
        ],
    ]
