"""People and their numbers: boards, one's own page, past rounds, teams."""

from collections.abc import Sequence

import htpy as h

from bot.domain.standings import Period, Scope, Standing
from bot.engine import phrases
from bot.engine import views as v
from bot.platforms.local import parts as p
from bot.platforms.local.text import sentence


def board(view: v.BoardView) -> h.Node:
    """A board. The asker's own line stands below it when it is not on the page."""
    most = max((line.points for line in view.lines), default=0)
    return h.article(".card.board")[
        h.div(".meta")[
            h.span(".chip")["Leaderboard"], h.span(".dim")[view.label],
            h.span(".dim")[phrases.count(view.members, "member")]
            if view.members and view.scope is not Scope.TEAMS else None,
        ],
        p.heading(view),
        _table(view, most) if view.lines else h.p["Nobody has points here yet. The first answer takes the lead."],
        _team_streak(view.team_streak),
        h.p(".small")["You are hidden from boards; only you see your line."] if view.hidden else None,
        _tabs(view.buttons),
    ]


def _tabs(buttons: Sequence[v.Button]) -> h.Node:
    """The board's buttons: one group switches the period, one the scope, and the one that shows is pressed down."""
    periods = {period.value for period in Period}
    groups = ([one for one in buttons if (one.label.casefold() in periods) is wanted] for wanted in (True, False))
    return h.div(".buttons.tabs")[(
        h.div(".tab-group", role="group", aria_label=label)[(
            h.button(type="button", data_token=str(one.token), aria_pressed="true" if one.main else "false")[one.label]
            for one in group
        )]
        for label, group in zip(("Period", "Scope"), groups, strict=True) if group
    )] if buttons else None


def _table(view: v.BoardView, most: int) -> h.Renderable:
    who = "Team" if view.scope is Scope.TEAMS else "Name"
    return h.table(".standings")[
        h.thead[h.tr[
            h.th(".rank", scope="col")["Rank"], h.th(scope="col")[who], h.th(".wide", scope="col", aria_hidden="true"),
            h.th(".number", scope="col")["Points"], h.th(".number.wide", scope="col")["Answers"],
        ]],
        h.tbody[
            (_line(line, view.own_key, most) for line in view.lines),
            [h.tr(".gap", aria_hidden="true")[h.td(colspan="5")["···"]], _line(view.own, view.own_key, most)]
            if view.own else None,
        ],
    ]


def _line(line: Standing, own_key: str, most: int) -> h.Renderable:
    mine = line.key == own_key
    return h.tr(class_={"mine": mine, "first": line.rank == 1})[
        h.td(".rank")[f"{line.rank:,}" if line.rank else "–"],
        h.th(scope="row")[
            h.bdi[line.name], h.span(".you")["you"] if mine else None,
            h.span(".days")[f" {phrases.count(line.streak, 'day')} in a row"] if line.streak > 1 else None,
        ],
        h.td(".wide.bar-cell", aria_hidden="true")[p.bar(line.points / most if most else 0.0)],
        h.td(".number")[f"{line.points:,}"],
        h.td(".number.wide")[f"{line.answers:,}"],
    ]


def _team_streak(days: int) -> h.Node:
    return h.p(".small")[f"Team streak: {phrases.count(days, 'day')} in a row."] if days else None


def me(view: v.MeView) -> h.Node:
    """One's own page; only the asker sees it."""
    return h.article(".card.me")[
        h.h3(".title")[h.bdi[phrases.title(view)]],
        h.div(".tiles")[
            _tile(phrases.count(view.streak.current, "day"), "streak"), _tile(f"{view.week:,}", "points this week"),
            _tile(f"{view.season:,}", "points this season"), _tile(f"{view.total:,}", "points in all"),
        ],
        p.facts([
            ("Streak", f"{phrases.streak(view.streak)}. {phrases.freeze(view.streak)}."),
            ("Answered", phrases.count(view.rounds, "daily question")),
            ("Team", h.bdi[view.team] if view.team else "none"),
            ("On boards", _switches(view)),
        ]),
        _topics("Strong topics", view.strong), _topics("Topics to work on", view.weak),
        p.buttons(view.buttons),
    ]


def _tile(number: str, about: str) -> h.Renderable:
    return h.div(".tile")[h.strong[number], h.span[about]]


def _switches(view: v.MeView) -> str:
    if view.hidden:
        return "you are hidden"
    return "your streak is hidden" if view.streak_hidden else "you are shown"


def _topics(title: str, shares: Sequence[v.TopicShare]) -> h.Node:
    if not shares:
        return None
    return h.section(".topics")[
        h.h4[title],
        h.ul(".measures")[(
            h.li[h.span[share.topic], p.bar(share.coverage),
                 h.span(".number")[f"{share.coverage:.0%}, {phrases.count(share.answers, 'answer')}"]]
            for share in shares
        )],
    ]


def history(view: v.HistoryView) -> h.Node:
    if not view.rounds:
        return h.article(".card")[p.heading(view), h.p["No question has been asked here yet."]]
    return h.article(".card.history")[
        p.heading(view),
        h.table(".rows")[
            h.thead[h.tr[
                h.th(".number", scope="col")["No."], h.th(scope="col")["Question"], h.th(scope="col")["Answers"],
                h.th(scope="col")[h.span(".unseen")["Model answer"]],
            ]],
            h.tbody[(_past(line) for line in view.rounds)],
        ],
    ]


def _past(line: v.PastRound) -> h.Renderable:
    return h.tr[
        h.td(".number")[str(line.number)],
        h.th(scope="row")[line.title, h.span(".dim.day")[f"{line.day:%a %d %b %Y}"]],
        h.td[f"{line.answered:,}", h.span(".chip")["open"] if line.is_open else None],
        h.td[p.button(line.button) if line.button else None],
    ]


def teams(view: v.TeamsView) -> h.Node:
    return h.article(".card.teams")[
        p.heading(view),
        h.p[sentence(view.note)] if view.note else None,
        h.ul(".list")[(
            h.li[h.bdi[team.name], h.span(".dim")[phrases.count(team.members, "member")],
                 h.span(".you")["your team"] if team.mine else None]
            for team in view.teams
        )] if view.teams else None,
        p.buttons(view.buttons),
    ]
