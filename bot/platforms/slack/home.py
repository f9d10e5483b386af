"""The App Home: today's question, one's own numbers, and the schedules for admins. Built from ordinary commands."""

import logging
from dataclasses import dataclass

from bot.engine import commands as c
from bot.engine import views as v
from bot.engine.doors import line as typed
from bot.platforms.slack import limits, render_admin, render_people
from bot.platforms.slack import parts as p
from bot.platforms.slack.needs import Engine
from bot.platforms.slack.parts import Look
from bot.platforms.slack.people import Person
from bot.platforms.slack.render import blocks
from bot.platforms.slack.text import Json, escape, sentence

log = logging.getLogger(__name__)

PREVIEWED = 3
WELCOME = (
    "One interview question a day, answered in private. At the close you get your verdict, and everybody gets the "
    "model answer. It takes two minutes."
)


@dataclass(frozen=True, slots=True)
class Home:
    """What the App Home shows."""

    me: v.MeView | None
    today: v.QuestionView | None
    channel: str
    schedules: v.SchedulesView | None
    previews: tuple[v.SchedulesView, ...]

    @property
    def is_new(self) -> bool:
        return self.me is not None and newcomer(self.me)


def newcomer(me: v.MeView) -> bool:
    """Whether the member has not answered or practiced yet."""
    return me.rounds == 0 and me.total == 0


async def gather(engine: Engine, who: Person, channel: str, *, is_admin: bool) -> Home:
    """Asks the engine for everything that the Home shows. `channel` is where the person was last, if that is known."""
    me = await engine.handle(c.ShowMe(), who.asker(channel, is_admin=is_admin))
    if not channel:
        channel = await _only_channel(engine, who)
    today = await engine.handle(c.ShowQuestion(), who.asker(channel, is_admin=is_admin)) if channel else None
    schedules = await engine.handle(c.ListSchedules(), who.asker(channel, is_admin=True)) if is_admin else None
    listed = schedules if isinstance(schedules, v.SchedulesView) else None
    previews = []
    for line in listed.schedules[:PREVIEWED] if listed else ():
        view = await engine.handle(c.Preview(), who.asker(line.channel, is_admin=True))
        if isinstance(view, v.SchedulesView):
            previews.append(view)
    return Home(
        me if isinstance(me, v.MeView) else None,
        today if isinstance(today, v.QuestionView) else None,
        channel,
        listed,
        tuple(previews),
    )


async def _only_channel(engine: Engine, who: Person) -> str:
    """The channel of the space's only schedule: where there is one, nobody needs to say which. Guests see none."""
    if who.guest:
        return ""
    listed = await engine.handle(c.ListSchedules(), who.asker("", is_admin=True))
    lines = listed.schedules if isinstance(listed, v.SchedulesView) else ()
    return lines[0].channel if len(lines) == 1 else ""


def home_view(home: Home, look: Look) -> Json:
    made: list[Json] = [*(_welcome(look) if home.is_new else []), *_today(home, look)]
    if home.me is not None:
        made += [{"type": "divider"}, *_numbers(home.me)]
    made += _practice()
    if home.schedules is not None:
        made += [{"type": "divider"}, *_admin(home, look)]
    made.append(p.small(sentence("`/study help` shows every command, `/study me` your topics.", look.prefix)))
    shown = [block for block in made if block.get("elements") != []]
    return {"type": "home", "blocks": shown[: limits.VIEW_BLOCKS]}


def _welcome(look: Look) -> list[Json]:
    return [
        p.header("Welcome to Study Bot"),
        p.says(escape(WELCOME)),
        p.small(sentence("Nobody sees your answers, your verdicts or what you practice.", look.prefix)),
        {"type": "divider"},
    ]


def _today(home: Home, look: Look) -> list[Json]:
    if home.today is None:
        where = f" in {render_admin.channel(home.channel)}" if home.channel else ""
        return [
            p.header("Today's question"),
            p.says(f"No question is open{where} right now."),
            p.small(sentence("It appears in the channel where your team set it up.", look.prefix)),
        ]
    return [p.small(f"Today in {render_admin.channel(home.channel)}"), *blocks(home.today, look)]


def _numbers(me: v.MeView) -> list[Json]:
    return [p.header("Your numbers"), *render_people.numbers(me), *p.buttons(me.buttons)]


def _practice() -> list[Json]:
    return p.buttons(
        (
            v.Button("Practice now", typed("quiz")),
            v.Button("Leaderboard", typed("leaderboard week space")),
            v.Button("My topics", typed("study me")),
            v.Button("Teams", typed("study team list")),
        )
    )


def _admin(home: Home, look: Look) -> list[Json]:
    made: list[Json] = [p.header("Schedules")]
    assert home.schedules is not None  # the caller looked
    if not home.schedules.schedules:
        made.append(p.says(sentence("There is none yet. Type `/study setup` in a channel.", look.prefix)))
    for view in home.previews:
        for line in view.schedules:
            made += render_admin.schedule(line, look)
        made += render_admin.upcoming(view.upcoming, look)
    if len(home.schedules.schedules) > len(home.previews):
        made.append(p.small(sentence("`/study schedule list` shows the others.", look.prefix)))
    return made
