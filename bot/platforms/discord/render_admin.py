"""For admins, and for whoever asks what there is: schedules, status, help, notices."""

from datetime import datetime

from bot.engine import phrases
from bot.engine import views as v
from bot.engine.catalog import Verb
from bot.platforms.discord import parts as p
from bot.platforms.discord.markdown import escape, sentence
from bot.platforms.discord.message import Box, Message, box, messages


def channel(name: str) -> str:
    """A channel as Discord links it."""
    return f"<#{name}>" if name.isdigit() else f"#{escape(name)}"


def _notice_place(place: str) -> str:
    return "by direct message" if place.startswith("dm:") else channel(place) if place.isdigit() else escape(place)


def schedules(view: v.SchedulesView) -> tuple[Message, ...]:
    body = box(
        [
            p.title(view),
            sentence(view.note) if view.note else None,
            *(_schedule(line) for line in view.schedules),
            _upcoming(view),
        ],
        p.PLAIN,
    )
    return messages([body], p.rows(view.buttons))


def _schedule(line: v.ScheduleLine) -> str:
    rows = [
        ("Posts", escape(f"{line.days}, {line.time} ({line.zone})")),
        ("Draws from", escape(line.draw)),
        ("Style", phrases.style(line.style)),
        ("Verdict", phrases.feedback(line.feedback)),
        ("Model answer", f"{escape(line.reveal)}{', in a thread' if line.thread else ''}"),
        ("Admins are told", _notice_place(line.notice)),
        ("Next", _when(line.next_due, escape(line.paused) or "paused")),
    ]
    if line.paused and line.next_due:
        rows.append(("Pause", escape(line.paused)))
    return f"{channel(line.channel)}\n{p.facts(rows)}"


def _when(instant: datetime | None, otherwise: str) -> str:
    return p.moment(instant) if instant else otherwise


def _upcoming(view: v.SchedulesView) -> str:
    if not view.upcoming:
        return ""
    rows = [
        f"{p.stamp(day.due, 'f')} · {escape(day.skipped or day.title or 'drawn when it is due')}"
        f"{' (pinned)' if day.pinned else ''}"
        for day in view.upcoming
    ]
    return "**Coming up**\n" + p.bullets(rows)


def status(view: v.StatusView) -> tuple[Message, ...]:
    """What is running; each uncertain post in a box of its own, with the buttons that decide it."""
    facts = [
        ("Version", escape(view.version)),
        ("Questions", escape(view.bank)),
        ("Now", f"{p.stamp(view.now, 'f')} ({escape(view.zone)})"),
        *([("Running", phrases.running(view))] if view.replicas else []),
    ]
    boxes = [
        box(
            [
                p.title(view),
                p.facts(facts),
                *(_channel(line) for line in view.channels),
                "**Not allowed in this channel**" if view.lacks else None,
                *(f"- {escape(one.name)}: {escape(one.why)}" for one in view.lacks),
                "**What went wrong**" if view.failures else None,
                *(f"- {_failure(one)}" for one in view.failures),
            ],
            p.PLAIN,
        ),
        *(_uncertain(post) for post in view.uncertain),
    ]
    return messages(boxes)


def _failure(text: str) -> str:
    place, comma, rest = text.partition(",")
    return f"{channel(place)},{sentence(rest)}" if comma and place.isdigit() else sentence(text)


def _channel(line: v.ChannelStatus) -> str:
    last = f"{escape(line.last)}, {p.stamp(line.last_at, 'f')}" if line.last_at else escape(line.last) or "nothing yet"
    rows = [
        ("Last", last),
        ("Next", _when(line.next_due, "nothing planned")),
        *([("Why not", sentence(line.why_not))] if line.why_not else []),
        ("Not asked yet", f"{line.unseen:,} of {phrases.count(line.pool, 'question')}"),
    ]
    return f"{channel(line.channel)}\n{p.facts(rows)}"


def _uncertain(post: v.UncertainPost) -> Box:
    says = f"**May or may not be there** · {escape(post.what)} in {channel(post.channel)}, since {p.moment(post.since)}"
    return box([says, *p.rows(post.buttons)], p.WARN)


def helped(view: v.HelpView) -> tuple[Message, ...]:
    """All commands, or all about one of them."""
    about = sentence(view.about) if view.about else None
    listed = _one(view.verbs[0], view.prefix) if len(view.verbs) == 1 else _all(view)
    return messages([box([p.title(view), about, *listed], p.PLAIN)])


def _one(verb: Verb, prefix: str) -> list[str]:
    rows = [f"`{prefix}{verb.usage}`", f"{escape(verb.about)}.{' For admins.' if verb.admin else ''}"]
    params = p.facts((f"`{param.name}`", escape(param.about)) for param in verb.params)
    examples = "**For example**\n" + "\n".join(f"`{prefix}{one}`" for one in verb.examples) if verb.examples else ""
    return ["\n".join(rows), params, examples]


def _all(view: v.HelpView) -> list[str]:
    everyone = [_brief(verb, view.prefix) for verb in view.verbs if not verb.admin]
    admins = [_brief(verb, view.prefix) for verb in view.verbs if verb.admin]
    return ["\n".join(everyone), "**For admins**\n" + "\n".join(admins) if admins else ""]


def _brief(verb: Verb, prefix: str) -> str:
    return f"`{prefix}{verb.usage}` {escape(verb.about)}"


def notice(view: v.NoticeView) -> tuple[Message, ...]:
    says = f"**{sentence(view.says)}**" if "`" not in view.says else sentence(view.says)
    body = box([says, sentence(view.next_step) if view.next_step else None], p.GOOD if view.good else p.WARN)
    return messages([body], p.rows(view.buttons))


def form_elsewhere(view: v.AnswerFormView | v.SetupFormView | v.KitFormView) -> tuple[Message, ...]:
    """Where a form cannot be opened, its headline; forms themselves are made by `forms`."""
    return messages([box([p.title(view)], p.PLAIN)])
