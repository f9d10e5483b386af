"""For admins, and for whoever asks what there is: schedules, status, help, notices."""

from datetime import datetime

import htpy as h

from bot.engine import phrases
from bot.engine import views as v
from bot.engine.catalog import Verb
from bot.platforms.local import icons
from bot.platforms.local import parts as p
from bot.platforms.local.text import command, sentence


def schedules(view: v.SchedulesView, zone: p.Zone) -> h.Node:
    return h.article(".card.schedules")[
        p.heading(view),
        h.p[sentence(view.note)] if view.note else None,
        (_schedule(line, zone) for line in view.schedules),
        _upcoming(view, zone),
        p.buttons(view.buttons),
    ]


def _schedule(line: v.ScheduleLine, zone: p.Zone) -> h.Renderable:
    return h.section(".schedule")[
        h.h4[f"#{line.channel}"],
        p.facts(
            [
                ("Posts", f"{line.days}, {line.time} ({line.zone})"),
                ("Draws from", line.draw),
                ("Style", phrases.style(line.style)),
                ("Verdict", phrases.feedback(line.feedback)),
                ("Model answer", f"{line.reveal}{', in a thread' if line.thread else ''}"),
                ("Admins are told", line.notice),
                ("Next", _when(line.next_due, zone, line.paused or "paused")),
                *([("Pause", line.paused)] if line.paused and line.next_due else []),
            ]
        ),
    ]


def _when(instant: datetime | None, zone: p.Zone, otherwise: str) -> h.Node:
    return [p.moment(instant, zone), p.countdown(instant)] if instant else otherwise


def _upcoming(view: v.SchedulesView, zone: p.Zone) -> h.Node:
    if not view.upcoming:
        return None
    return h.section[
        h.h4["Coming up"],
        h.ul(".list")[
            (
                h.li(class_={"skipped": bool(day.skipped)})[
                    h.span[p.moment(day.due, zone)],
                    h.span(".dim")[day.skipped or day.title or "drawn when it is due"],
                    h.span(".chip")["pinned"] if day.pinned else None,
                ]
                for day in view.upcoming
            )
        ],
    ]


def status(view: v.StatusView, zone: p.Zone) -> h.Node:
    return h.article(".card.status")[
        p.heading(view),
        p.facts(
            [
                ("Version", view.version),
                ("Questions", view.bank),
                ("Now", [p.moment(view.now, zone), f" ({view.zone})"]),
                *([("Running", phrases.running(view))] if view.replicas else []),
            ]
        ),
        (_channel(line, zone) for line in view.channels),
        _uncertain(view, zone),
        h.section(".failures")[
            h.h4["What went wrong"],
            h.ul(".points")[(h.li[icons.WARNING, h.div[sentence(failure)]] for failure in view.failures)],
        ]
        if view.failures
        else None,
    ]


def _channel(line: v.ChannelStatus, zone: p.Zone) -> h.Renderable:
    last: h.Node = [line.last, ", ", p.moment(line.last_at, zone)] if line.last_at else line.last or "nothing yet"
    return h.section[
        h.h4[f"#{line.channel}"],
        p.facts(
            [
                ("Last", last),
                ("Next", _when(line.next_due, zone, "nothing planned")),
                *([("Why not", sentence(line.why_not))] if line.why_not else []),
                ("Not asked yet", f"{line.unseen:,} of {phrases.count(line.pool, 'question')}"),
            ]
        ),
    ]


def _uncertain(view: v.StatusView, zone: p.Zone) -> h.Node:
    if not view.uncertain:
        return None
    return h.section[
        h.h4["Posts that may or may not be there"],
        (
            h.div(".uncertain")[
                h.p[f"{post.what} in #{post.channel}, since ", p.moment(post.since, zone)],
                p.buttons(post.buttons),
            ]
            for post in view.uncertain
        ),
    ]


def helped(view: v.HelpView) -> h.Node:
    """All commands, or all about one of them."""
    return h.article(".card.help")[
        p.heading(view),
        h.p(".about")[sentence(view.about)] if view.about else None,
        _one(view.verbs[0], view.prefix) if len(view.verbs) == 1 else _all(view),
    ]


def _one(verb: Verb, prefix: str) -> h.Renderable:
    return h.section[
        h.p[h.code[f"{prefix}{verb.usage}"]],
        h.p[f"{verb.about}.", h.span(".chip")["admins"] if verb.admin else None],
        p.facts((param.name, param.about) for param in verb.params) if verb.params else None,
        [h.h4["For example"], h.ul(".list")[(h.li[command(f"{prefix}{example}")] for example in verb.examples)]]
        if verb.examples
        else None,
    ]


def _all(view: v.HelpView) -> h.Node:
    """Commands for everybody, then those for admins."""
    return h.fragment[
        (
            h.section[
                h.h4["For admins"] if admin else None,
                h.dl(".verbs")[
                    (
                        h.div[h.dt[command(f"{view.prefix}{verb.name}")], h.dd[verb.about]]
                        for verb in view.verbs
                        if verb.admin is admin
                    )
                ],
            ]
            for admin in (False, True)
            if any(verb.admin is admin for verb in view.verbs)
        )
    ]


def notice(view: v.NoticeView) -> h.Node:
    """A plain sentence and what to do next."""
    return h.article(class_={"card": True, "notice": True, "good": view.good})[
        icons.CHECK if view.good else icons.INFO,
        h.div[
            h.p(".says")[sentence(view.says)],
            h.p(".next-step")[sentence(view.next_step)] if view.next_step else None,
            p.buttons(view.buttons),
        ],
    ]
