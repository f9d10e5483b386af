"""People and their numbers: boards, one's own page, past rounds, teams. Names are text, never mentions."""

from bot.domain.standings import Period, Scope, Standing
from bot.engine import phrases
from bot.engine import views as v
from bot.engine.doors import line as typed
from bot.engine.tokens import MOST
from bot.platforms.slack import limits
from bot.platforms.slack import parts as p
from bot.platforms.slack.text import Json, escape, literal, rich, section, sentence, stacked, words

MANAGE_TEAMS = "form:0:teams"
JOIN_TEAM = "join-team"
PERIODS = frozenset(period.value for period in Period)


def board(view: v.BoardView) -> list[Json]:
    """A board. The asker's own line stands below it when it is not on the page."""
    about = [escape(view.label)]
    if view.members and view.scope is not Scope.TEAMS:
        about.append(phrases.count(view.members, "member"))
    if view.team_streak:
        about.append(f"team streak: {phrases.count(view.team_streak, 'day')} in a row")
    lines = [_line(line, view.own_key) for line in view.lines]
    if view.own is not None:
        lines += [section(words("···")), _line(view.own, view.own_key)]
    return [
        p.header(f"Leaderboard: {phrases.title(view)}"),
        p.small("  ·  ".join(about)),
        rich(stacked(*lines)) if lines else p.says("Nobody has points here yet. The first answer takes the lead."),
        *([p.small("You are hidden from boards; only you see your line.")] if view.hidden else []),
        *_tabs(view),
    ]


def _line(line: Standing, own_key: str) -> Json:
    mine = line.key == own_key
    days = f"  ·  {phrases.count(line.streak, 'day')} in a row" if line.streak > 1 else ""
    return section(
        words(f"{line.rank or '–':>3} ", code=True),
        words("  "),
        words(line.name or " ", bold=True),
        words("  (you)" if mine else "", italic=True),
        words(f"   {phrases.points(line.points)}  ·  {phrases.count(line.answers, 'answer')}{days}"),
    )


def _tabs(view: v.BoardView) -> list[Json]:
    """A row for the period and a row for the scope; the one that shows is the main one."""
    periods = [one for one in view.buttons if one.label.casefold() in PERIODS]
    scopes = [one for one in view.buttons if one.label.casefold() not in PERIODS]
    # The pressed tab of each row asks for the same board; one message may not carry the same id twice in a row.
    return [*p.buttons(periods), *p.buttons(scopes)]


def me(view: v.MeView) -> list[Json]:
    """One's own page; only the asker sees it."""
    return [
        p.header(phrases.title(view)),
        *numbers(view),
        *_topics("Strong topics", view.strong),
        *_topics("Topics to work on", view.weak),
        *p.buttons(view.buttons),
        p.small(escape(f"{phrases.PRIVATE}.")),
    ]


def numbers(view: v.MeView) -> list[Json]:
    """Streak, points, team and whether others see them."""
    return [
        p.facts(
            [
                ("Streak", escape(f"{phrases.streak(view.streak)}. {phrases.freeze(view.streak)}.")),
                ("Points this week", f"{view.week:,}"),
                ("Points this season", f"{view.season:,}"),
                ("Points in all", f"{view.total:,}"),
                ("Answered", phrases.count(view.rounds, "daily question")),
                ("Team", literal(view.team) if view.team else "none"),
                ("On boards", _switches(view)),
            ]
        )
    ]


def _switches(view: v.MeView) -> str:
    if view.hidden:
        return "you are hidden"
    return "your streak is hidden" if view.streak_hidden else "you are shown"


def _topics(title: str, shares: tuple[v.TopicShare, ...]) -> list[Json]:
    if not shares:
        return []
    lines = [
        section(
            words(f"{p.bar(share.coverage)} {share.coverage:>4.0%}", code=True),
            words(f"  {share.topic}, {phrases.count(share.answers, 'answer')}"),
        )
        for share in shares
    ]
    return [rich(stacked(section(words(title, bold=True)), *lines))]


def history(view: v.HistoryView) -> list[Json]:
    made = [p.header(phrases.title(view))]
    if not view.rounds:
        return [*made, p.says("No question has been asked here yet.")]
    for past in view.rounds:
        block = p.says(
            f"*{past.number}*  {literal(past.title)}\n{past.day:%a %d %b %Y}  ·  "
            f"{escape(phrases.count(past.answered, 'answer'))}{'  ·  open' if past.is_open else ''}"
        )
        if past.button:
            block["accessory"] = p.button(past.button)
        made.append(block)
    return made


def teams(view: v.TeamsView, look: p.Look) -> list[Json]:
    lines = [
        section(
            words(team.name, bold=True),
            words(f"   {phrases.count(team.members, 'member')}"),
            words("  (your team)" if team.mine else "", italic=True),
        )
        for team in view.teams
    ]
    return [
        p.header(phrases.title(view)),
        *([p.says(sentence(view.note, look.prefix))] if view.note else []),
        *([rich(stacked(*lines))] if lines else []),
        *_joining(view),
        *p.buttons(view.buttons),
        *(
            [
                {
                    "type": "actions",
                    "elements": [
                        {
                            "type": "button",
                            "text": p.plain_text("Manage teams", 30),
                            "action_id": MANAGE_TEAMS,
                            "value": MANAGE_TEAMS,
                        }
                    ],
                }
            ]
            if look.is_admin
            else []
        ),
    ]


def _joining(view: v.TeamsView) -> list[Json]:
    """A menu to join a team by, so that nobody types its name; what a menu cannot hold is typed."""
    offers = []
    for team in view.teams:
        token = str(typed(f"study team join {team.name}"))
        if not team.mine and len(token) <= MOST:
            offers.append({"text": p.plain_text(team.name, limits.OPTION_TEXT), "value": token})
    if not offers:
        return []
    menu = {
        "type": "static_select",
        "action_id": JOIN_TEAM,
        "placeholder": p.plain_text("Join a team", limits.PLACEHOLDER),
        "options": offers[: limits.SELECT_OPTIONS],
    }
    return [{"type": "actions", "elements": [menu]}]
