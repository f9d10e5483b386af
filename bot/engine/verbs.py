"""Every command, declared once: platforms register from it, help renders it, and typed lines are read by it."""

from collections.abc import Callable
from datetime import date

from bot.domain.questions import Style
from bot.domain.rounds import Feedback
from bot.domain.standings import Period, Scope
from bot.engine import commands as c
from bot.engine.kit_verbs import KIT
from bot.engine.verb import Kind as Kind
from bot.engine.verb import Param as Param
from bot.engine.verb import Values as Values
from bot.engine.verb import Verb as Verb


def _number(values: Values, name: str) -> int | None:
    return int(values[name]) if name in values else None


def _day(values: Values, name: str) -> date | None:
    return date.fromisoformat(values[name]) if name in values else None


def _switch(what: str) -> Callable[[Values], c.Command]:
    return lambda v: c.HideMe(what, v.get("on", "on") == "on")


def _setup(v: Values) -> c.Command:
    if not v:
        return c.OpenSetupForm()
    return c.SetUp(
        time=v.get("time"),
        zone=v.get("zone"),
        days=v.get("days"),
        draw=v.get("draw"),
        style=Style(v["style"]) if "style" in v else None,
        feedback=Feedback(v["feedback"]) if "feedback" in v else None,
        reveal=v.get("reveal"),
        thread=v["thread"] == "yes" if "thread" in v else None,
        notice=v.get("notice"),
    )


STYLES = tuple(style.value for style in Style)
ON_OFF = Param("on", "on hides, off shows again", Kind.CHOICE, choices=("on", "off"))

VERBS: tuple[Verb, ...] = (
    Verb(
        ("quiz",),
        "Practice now, in private, with an explanation after every answer",
        lambda v: c.StartQuiz(v.get("what", ""), int(v.get("count", 5)), Style(v.get("style", "check"))),
        (
            Param("what", "a section, a level or a topic; everything when left out", Kind.SELECTOR),
            Param("count", "how many questions, 1 to 20 (5)", Kind.NUMBER, most=20),
            Param("style", "check: choose an option; open: in your own words", Kind.CHOICE, choices=STYLES),
        ),
        examples=("quiz beginner", "quiz llm 3", "quiz expert 2 open"),
    ),
    Verb(
        ("question",),
        "Today's question in this channel, in private, with its Answer and Hint buttons",
        lambda _: c.ShowQuestion(),
        examples=("question",),
    ),
    Verb(
        ("answer",),
        "Answer today's question; nobody else sees it",
        lambda v: c.AnswerToday(v["text"]),
        (Param("text", "your answer in your own words, or the letter of an option", Kind.REST, required=True),),
        examples=("answer It memorized the training data, so the test error is high.",),
    ),
    Verb(
        ("reveal",),
        "The model answer of a closed question of this channel",
        lambda v: c.Reveal(_number(v, "number")),
        (Param("number", "the question's number; the last one when left out", Kind.NUMBER, most=10**6),),
        examples=("reveal", "reveal 12"),
    ),
    Verb(
        ("leaderboard",),
        "Who leads; your own line is always shown",
        lambda v: c.ShowBoard(Period(v.get("period", "week")), Scope(v.get("scope", "channel"))),
        (
            Param(
                "period", "week, month, season (a quarter) or all", Kind.CHOICE, choices=tuple(p.value for p in Period)
            ),
            Param(
                "scope", "this channel, the whole space, or teams", Kind.CHOICE, choices=tuple(s.value for s in Scope)
            ),
        ),
        examples=("leaderboard", "leaderboard month teams"),
    ),
    KIT,
    Verb(
        ("study", "me"), "Your streak, points and topics; only you see it", lambda _: c.ShowMe(), examples=("study me",)
    ),
    Verb(
        ("study", "hide"),
        "Leave the boards, or come back",
        _switch("boards"),
        (ON_OFF,),
        examples=("study hide on", "study hide off"),
    ),
    Verb(
        ("study", "hide-streak"),
        "Hide your streak on boards, or show it again",
        _switch("streak"),
        (ON_OFF,),
        examples=("study hide-streak on",),
    ),
    Verb(
        ("study", "history"),
        "This channel's last questions with their numbers",
        lambda _: c.ShowHistory(),
        examples=("study history",),
    ),
    Verb(("study", "team", "list"), "The teams of this space", lambda _: c.ListTeams(), examples=("study team list",)),
    Verb(
        ("study", "team", "join"),
        "Join a team; you leave the one you were in",
        lambda v: c.JoinTeam(v["name"]),
        (Param("name", "the team's name", Kind.REST, required=True),),
        examples=("study team join Vision",),
    ),
    Verb(("study", "team", "leave"), "Leave your team", lambda _: c.LeaveTeam(), examples=("study team leave",)),
    Verb(
        ("study", "team", "create"),
        "Create a team",
        lambda v: c.CreateTeam(v["name"]),
        (Param("name", "1 to 40 characters", Kind.REST, required=True),),
        admin=True,
        examples=("study team create Vision",),
    ),
    Verb(
        ("study", "team", "rename"),
        "Rename a team; its points stay",
        lambda v: c.RenameTeam(v["name"], v["new-name"]),
        (Param("name", "the team's name", required=True), Param("new-name", "its new name", Kind.REST, required=True)),
        admin=True,
        examples=('study team rename Vision "Vision and Language"',),
    ),
    Verb(
        ("study", "team", "delete"),
        "Delete a team; its members' points stay theirs",
        lambda v: c.DeleteTeam(v["name"]),
        (Param("name", "the team's name", Kind.REST, required=True),),
        admin=True,
        examples=("study team delete Vision",),
    ),
    Verb(
        ("study", "setup"),
        "Set up the daily question in this channel; without words it opens a form",
        _setup,
        (
            Param("time", "when the question is posted, such as 09:00"),
            Param("zone", "time zone, such as Europe/Berlin"),
            Param("days", "such as mon-fri, or mon,wed,fri, or daily"),
            Param("draw", "sections, levels or topics, comma between them, or all"),
            Param("style", "open: own words; check: choose an option", Kind.CHOICE, choices=STYLES),
            Param(
                "feedback",
                "close: verdict when the question closes; at-once: with the answer, which locks it",
                Kind.CHOICE,
                choices=tuple(f.value for f in Feedback),
            ),
            Param("reveal", "before-next, or a time such as 17:00, or +1 08:00 for the next day"),
            Param("thread", "whether the model answer goes into a thread", Kind.CHOICE, choices=("yes", "no")),
            Param("notice", "where admins are told: here, a channel id, or me (a direct message)"),
        ),
        admin=True,
        examples=("study setup", "study setup time=09:00 zone=Europe/Berlin days=mon-fri draw=beginner,llm"),
    ),
    Verb(
        ("study", "schedule", "list"),
        "This space's schedules and what they will do next",
        lambda _: c.ListSchedules(),
        admin=True,
        examples=("study schedule list",),
    ),
    Verb(
        ("study", "schedule", "preview"),
        "This channel's next seven questions",
        lambda _: c.Preview(),
        admin=True,
        examples=("study schedule preview",),
    ),
    Verb(
        ("study", "schedule", "pause"),
        "Pause this channel, at once or from one day to another",
        lambda v: c.PauseSchedule(_day(v, "from"), _day(v, "to")),
        (
            Param("from", "first day, such as 2026-12-24; today when left out", Kind.DATE),
            Param("to", "last day; without it the pause lasts until resume", Kind.DATE),
        ),
        admin=True,
        examples=("study schedule pause", "study schedule pause 2026-12-24 2027-01-01"),
    ),
    Verb(
        ("study", "schedule", "resume"),
        "End the pause",
        lambda _: c.ResumeSchedule(),
        admin=True,
        examples=("study schedule resume",),
    ),
    Verb(
        ("study", "schedule", "skip"),
        "Post nothing on one day",
        lambda v: c.SkipDay(_day(v, "day")),
        (Param("day", "such as 2026-12-25; the next one when left out", Kind.DATE),),
        admin=True,
        examples=("study schedule skip", "study schedule skip 2026-12-25"),
    ),
    Verb(
        ("study", "schedule", "close"),
        "Close today's question now and reveal the model answer",
        lambda _: c.CloseNow(),
        admin=True,
        examples=("study schedule close",),
    ),
    Verb(
        ("study", "schedule", "swap"),
        "Another item instead of the one that is next",
        lambda _: c.SwapNext(),
        admin=True,
        examples=("study schedule swap",),
    ),
    Verb(
        ("study", "schedule", "pin"),
        "Ask a certain item on a certain day",
        lambda v: c.PinItem(v["item"], _day(v, "day")),
        (
            Param("item", "an item's id, such as beginner/overfitting", Kind.SELECTOR, required=True),
            Param("day", "such as 2026-12-01; the next day with a question when left out", Kind.DATE),
        ),
        admin=True,
        examples=("study schedule pin beginner/overfitting 2026-12-01",),
    ),
    Verb(
        ("study", "status"),
        "Last post, next post, and why not",
        lambda _: c.ShowStatus(),
        admin=True,
        examples=("study status",),
    ),
    Verb(
        ("study", "help"),
        "All commands, or one of them",
        lambda v: c.ShowHelp(v.get("command", "")),
        (Param("command", "such as quiz", Kind.REST),),
        examples=("study help", "study help setup"),
    ),
)
