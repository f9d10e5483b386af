"""The page around the messages: header, timeline, composer, dialogs."""

import htpy as h

from bot.engine.catalog import VERBS
from bot.platforms.local import icons
from bot.platforms.local.visitors import NAME_LIMIT

SHEETS = ("/look/look.css", "/static/page.css", "/static/messages.css")
QUICK = (
    ("Question", "/question"),
    ("Quiz", "/quiz"),
    ("Leaderboard", "/leaderboard"),
    ("Me", "/study me"),
    ("Help", "/study help"),
)


def shell(channel: str) -> str:
    """The whole page; messages are filled in by the page itself."""
    return str(
        h.html(lang="en")[
            h.head[
                h.meta(charset="utf-8"),
                h.meta(name="viewport", content="width=device-width, initial-scale=1"),
                h.meta(name="color-scheme", content="light dark"),
                h.title[f"#{channel} · Study Bot"],
                h.link(rel="icon", href="/look/logo.svg", type="image/svg+xml"),
                (h.link(rel="stylesheet", href=sheet) for sheet in SHEETS),
                h.script(src="/look/theme.js"),
                h.script(src="/static/app.js", type="module"),
            ],
            h.body[
                h.a(".skip-link", href="#line")["Go to the text field"],
                _header(channel),
                h.div("#offline.banner", role="status", hidden=True)["Connection lost. Trying again…"],
                _timeline(),
                _composer(),
                h.dialog("#form", aria_labelledby="form-title"),
                _who(),
                h.div("#toast.toast", role="status", aria_live="polite"),
                h.div("#announcer.unseen", aria_live="polite"),
                h.template("#message")[_message()],
            ],
        ]
    )


def _header(channel: str) -> h.Renderable:
    return h.header(".top")[
        h.div(".brand")[icons.LOGO, h.div[h.h1["Study Bot"], h.p[f"#{channel}"]]],
        h.div("#demo.demo", hidden=True)[
            h.span(".demo-time")[icons.CLOCK, h.span(".unseen")["Time in this demo: "], h.time("#demo-time")],
            h.button("#skip", type="button", hidden=True)[icons.FORWARD, h.span("#skip-label")],
        ],
        h.div(".visitor")[
            h.button("#visitor", type="button", aria_expanded="false", aria_controls="people")[
                h.span(".unseen")["You are "],
                h.span("#visitor-initial.initial", aria_hidden="true"),
                h.bdi("#visitor-name"),
                icons.CHEVRON,
            ],
            h.div("#people.people", hidden=True)[
                h.p(".small")["Be somebody else here, or open a second person in a new tab."],
                h.ul("#people-list"),
                h.form("#people-form")[
                    h.label(".unseen", for_="people-name")["Another name"],
                    h.input("#people-name", maxlength=str(NAME_LIMIT), placeholder="Another name", autocomplete="off"),
                    h.button(type="submit")["Add"],
                ],
            ],
        ],
        h.button("#theme.plain", type="button", aria_label="Switch between light and dark")[icons.THEME],
    ]


def _timeline() -> h.Renderable:
    return h.main("#timeline.timeline", tabindex="-1")[
        h.noscript[h.p["This page needs JavaScript."]],
        h.section("#welcome.welcome", hidden=True)[
            icons.LOGO,
            h.h2["One interview question a day"],
            h.p[
                "Answer in private, compare with the model answer at the close, and practice whenever you like. "
                "Nothing here leaves this machine."
            ],
            h.p("#welcome-next"),
        ],
        h.ol("#messages", aria_label="Messages"),
        h.button("#newer.newer", type="button", hidden=True)["New messages", icons.CHEVRON],
    ]


def _composer() -> h.Renderable:
    return h.footer(".composer")[
        h.div(".composer-inner")[
            h.div(".quick", role="group", aria_label="Shortcuts")[
                (h.button(type="button", data_run=line, title=line)[label] for label, line in QUICK)
            ],
            h.ul("#offers.offers", role="listbox", aria_label="Ways to go on", hidden=True),
            h.form("#composer.line")[
                h.label(".unseen", for_="line")["Command"],
                h.input(
                    "#line",
                    type="text",
                    placeholder="Type / for commands",
                    autocomplete="off",
                    spellcheck="false",
                    enterkeyhint="send",
                    role="combobox",
                    aria_autocomplete="list",
                    aria_expanded="false",
                    aria_controls="offers",
                    data_verbs=" ".join(sorted({verb.path[0] for verb in VERBS})),
                ),
                h.button(".main.send", type="submit", aria_label="Send")[icons.SEND],
            ],
        ],
    ]


def _who() -> h.Renderable:
    return h.dialog("#who.who", aria_labelledby="who-title")[
        h.form("#who-form", method="dialog")[
            icons.LOGO,
            h.h2("#who-title")["Who are you?"],
            h.p["A name is enough. There is no account and no password; everything stays on this machine."],
            h.label(".unseen", for_="who-name")["Your name"],
            h.input("#who-name", maxlength=str(NAME_LIMIT), autocomplete="off", required=True, autofocus=True),
            h.button(".main", type="submit")["Continue"],
        ],
    ]


def _message() -> h.Renderable:
    """The frame of a message; the page fills in its parts."""
    return h.li(".message", tabindex="-1")[
        h.p(".asked-by", hidden=True),
        h.div(".avatar", aria_hidden="true")[icons.LOGO],
        h.div(".content")[
            h.div(".byline")[
                h.strong["Study Bot"],
                h.time(".at"),
                h.span(".private-note", hidden=True)[icons.LOCK, h.span["Only you can see this"]],
                h.button(".plain.dismiss", type="button", hidden=True, aria_label="Dismiss this message")[icons.CROSS],
            ],
            h.div(".body"),
            h.ol(".thread", aria_label="Replies", hidden=True),
        ],
    ]
