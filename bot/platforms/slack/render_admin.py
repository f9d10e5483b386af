"""For admins, and for whoever asks what there is: schedules, status, help, notices."""

from datetime import datetime

from bot.engine import phrases
from bot.engine import views as v
from bot.engine.catalog import Verb
from bot.engine.doors import line as typed
from bot.platforms.slack import parts as p
from bot.platforms.slack.text import Json, escape, literal, moment, rich, section, sentence, stacked, words


def channel(name: str) -> str:
    """A channel's id as a link that Slack resolves; anything else as text. Escaped."""
    return f"<#{name}>" if name[:1] in "CG" and name.isalnum() and name.isupper() else f"#{literal(name)}"


def place(name: str) -> str:
    """Where admins are told, escaped: here, a channel, or a direct message."""
    if name.startswith("dm:"):
        return f"a direct message to <@{escape(name[3:])}>"
    return "here" if name == "here" else channel(name.removeprefix("#"))


def schedules(view: v.SchedulesView, look: p.Look) -> list[Json]:
    made: list[Json] = [p.header(phrases.title(view))]
    if view.note:
        made.append(p.says(sentence(view.note, look.prefix)))
    for line in view.schedules[:8]:
        made += schedule(line, look)
    made += upcoming(view.upcoming, look)
    if len(view.schedules) > 8:
        made.append(p.small(f"And {len(view.schedules) - 8} more; type the command in their channels."))
    return [*made, *p.buttons(view.buttons)]


def schedule(line: v.ScheduleLine, look: p.Look) -> list[Json]:
    coming = moment(line.next_due, look.zone) if line.next_due else f"paused {escape(line.paused)}".strip()
    facts = [
        ("Posts", escape(f"{line.days}, {line.time} ({line.zone})")),
        ("Next", coming),
        ("Draws from", escape(line.draw)),
        ("Style", escape(phrases.style(line.style))),
        ("Verdict", escape(phrases.feedback(line.feedback))),
        ("Model answer", escape(f"{line.reveal}{', in a thread' if line.thread else ''}")),
        ("Admins are told", place(line.notice)),
    ]
    if line.paused and line.next_due:
        facts.append(("Pause", escape(line.paused)))
    return [p.says(f"*{channel(line.channel)}*"), p.facts(facts)]


def upcoming(days: tuple[v.Upcoming, ...], look: p.Look) -> list[Json]:
    if not days:
        return []
    lines = [
        f"•  {moment(day.due, look.zone)}   "
        + (f"_{escape(day.skipped)}_" if day.skipped else literal(day.title) if day.title else "drawn when it is due")
        + ("  (pinned)" if day.pinned else "")
        for day in days
    ]
    return [p.says("*Coming up*\n" + "\n".join(lines))]


def status(view: v.StatusView, look: p.Look) -> list[Json]:
    made = [
        p.header(phrases.title(view)),
        p.facts(
            [
                ("Version", escape(view.version)),
                ("Questions", escape(view.bank)),
                ("Now", f"{moment(view.now, look.zone)} ({escape(view.zone)})"),
                *([("Running", phrases.running(view))] if view.replicas else []),
            ]
        ),
    ]
    for line in view.channels[:12]:
        made += _channel(line, look)
    if view.uncertain:
        made.append(p.says("*Posts that may or may not be there*"))
    for post in view.uncertain[:5]:
        where = f"{escape(post.what)} in {channel(post.channel)}, since {moment(post.since, look.zone)}"
        made += [p.says(where), *p.buttons(post.buttons)]
    if view.lacks:
        lines = "\n".join(f"•  `{escape(one.name)}`: {escape(one.why)}" for one in view.lacks)
        made.append(p.says(f"*Scopes that were not granted*\n{lines}"))
    if view.failures:
        lines = "\n".join(f"•  {sentence(failure, look.prefix)}" for failure in view.failures[:10])
        made.append(p.says(f"*What went wrong*\n{lines}"))
    return made


def _channel(line: v.ChannelStatus, look: p.Look) -> list[Json]:
    last = (
        f"{escape(line.last)}, {moment(line.last_at, look.zone)}"
        if line.last_at
        else escape(line.last) or "nothing yet"
    )
    facts = [
        ("Last", last),
        ("Next", _when(line.next_due, look)),
        ("Not asked yet", f"{line.unseen:,} of {phrases.count(line.pool, 'question')}"),
    ]
    if line.why_not:
        facts.append(("Why not", sentence(line.why_not, look.prefix)))
    return [p.says(f"*{channel(line.channel)}*"), p.facts(facts)]


def _when(instant: datetime | None, look: p.Look) -> str:
    return moment(instant, look.zone) if instant else "nothing planned"


def helped(view: v.HelpView, look: p.Look) -> list[Json]:
    """All commands, or all about one of them."""
    slash = f"/{look.prefix}" if view.prefix == "/" else view.prefix
    made: list[Json] = [p.header(phrases.title(view))]
    if view.about:
        made.append(p.says(sentence(view.about, look.prefix)))
    if len(view.verbs) == 1:
        return [*made, *_one(view.verbs[0], slash)]
    for admin in (False, True):
        verbs = [verb for verb in view.verbs if verb.admin is admin]
        if verbs:
            head = [section(words("For admins", bold=True))] if admin else []
            made.append(rich(stacked(*head, *[_verb(verb, slash) for verb in verbs])))
    return made


def _verb(verb: Verb, slash: str) -> Json:
    return section(words(f"{slash}{verb.name}", code=True), words(f"   {verb.about}"))


def _one(verb: Verb, slash: str) -> list[Json]:
    lines = [section(words(f"{param.name}  ", bold=True), words(param.about)) for param in verb.params]
    examples = [section(words(f"{slash}{example}", code=True)) for example in verb.examples]
    return [
        rich(section(words(f"{slash}{verb.usage}", code=True))),
        p.says(escape(f"{verb.about}.{' For admins.' if verb.admin else ''}")),
        *([rich(stacked(*lines))] if lines else []),
        *([rich(stacked(section(words("For example", bold=True)), *examples))] if examples else []),
    ]


def notice(view: v.NoticeView, look: p.Look) -> list[Json]:
    """A plain sentence and what to do next."""
    sign = "✓ " if view.good else ""
    return [
        p.says(f"{sign}{sentence(view.says, look.prefix)}"),
        *([p.small(sentence(view.next_step, look.prefix))] if view.next_step else []),
        *p.buttons(view.buttons),
    ]


def no_form(view: v.AnswerFormView | v.SetupFormView | v.KitFormView) -> list[Json]:
    """Where a form cannot be opened, as the trigger ran out: a button that opens it."""
    token = typed("study setup") if isinstance(view, v.SetupFormView) else view.token
    again = v.Button("Open the form", token, main=True)
    return [p.title(phrases.title(view)), p.says("The form could not be opened in time."), *p.buttons([again])]
