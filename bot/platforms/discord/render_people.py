"""People and their numbers: boards, one's own page, past rounds, teams."""

from collections.abc import Sequence

from bot.domain.standings import Period, Scope, Standing
from bot.engine import phrases
from bot.engine import views as v
from bot.platforms.discord import parts as p
from bot.platforms.discord.markdown import escape, name, sentence
from bot.platforms.discord.message import Message, box, messages


def board(view: v.BoardView) -> tuple[Message, ...]:
    """A board with its tabs. The asker's own line stands below when it is not on the page."""
    people = phrases.count(view.members, "member") if view.members and view.scope is not Scope.TEAMS else ""
    own = ["···", _line(view.own, view.own_key)] if view.own else []
    lines = [*(_line(line, view.own_key) for line in view.lines), *own]
    body = box(
        [
            f"{p.title(view)}\n{p.meta('Leaderboard', escape(view.label), people)}",
            "\n".join(lines) if view.lines else "Nobody has points here yet. The first answer takes the lead.",
            p.small(f"Team streak: {phrases.count(view.team_streak, 'day')} in a row.") if view.team_streak else None,
            p.small("You are hidden from boards; only you see your line.") if view.hidden else None,
        ],
        p.PLAIN,
    )
    periods = {period.value for period in Period}
    by_period = [one for one in view.buttons if one.label.casefold() in periods]
    others = [one for one in view.buttons if one.label.casefold() not in periods]
    return messages([body], _tabs(by_period, others))


def _tabs(*groups: Sequence[v.Button]) -> list[p.Json]:
    """The period's tabs in one row, the scope's in another. What shows now cannot be pressed."""
    made = p.rows([one for group in groups for one in group], chosen_is_main=True)
    buttons = [button for row in made for button in row["components"]]
    rows: list[p.Json] = []
    for group in groups:
        mine, buttons = buttons[: len(group)], buttons[len(group) :]
        size = 5
        rows += [{"type": p.ROW, "components": mine[at : at + size]} for at in range(0, len(mine), size)]
    return rows


def _line(line: Standing, own_key: str) -> str:
    rank = f"{line.rank:,}" if line.rank else "–"
    who = f"**{name(line.name)}** (you)" if line.key == own_key else name(line.name)
    streak = f" · {phrases.count(line.streak, 'day')} in a row" if line.streak > 1 else ""
    return f"**{rank}** · {who} · **{line.points:,}** points · {phrases.count(line.answers, 'answer')}{streak}"


def me(view: v.MeView) -> tuple[Message, ...]:
    """One's own page; only the asker sees it."""
    body = box(
        [
            p.title(view),
            p.facts(
                [
                    ("Streak", f"{escape(phrases.streak(view.streak))}. {phrases.freeze(view.streak)}."),
                    ("Points", f"{view.week:,} this week · {view.season:,} this season · {view.total:,} in all"),
                    ("Answered", phrases.count(view.rounds, "daily question")),
                    ("Team", name(view.team) if view.team else "none"),
                    ("On boards", _switches(view)),
                ]
            ),
            _topics("Strong topics", view.strong),
            _topics("Topics to work on", view.weak),
        ],
        p.PLAIN,
    )
    return messages([body], p.rows(view.buttons))


def _switches(view: v.MeView) -> str:
    if view.hidden:
        return "you are hidden"
    return "your streak is hidden" if view.streak_hidden else "you are shown"


def _topics(title: str, shares: Sequence[v.TopicShare]) -> str:
    if not shares:
        return ""
    rows = [
        f"{p.bar(one.coverage)} {one.coverage:.0%} · {escape(one.topic)}, {phrases.count(one.answers, 'answer')}"
        for one in shares
    ]
    return f"**{title}**\n" + "\n".join(rows)


def history(view: v.HistoryView) -> tuple[Message, ...]:
    if not view.rounds:
        return messages([box([p.title(view), "No question has been asked here yet."], p.PLAIN)])
    rows = [
        f"**{one.number}** · {escape(one.title)}\n"
        + p.meta(f"{one.day:%a %d %b %Y}", f"{one.answered:,} answered", "open" if one.is_open else "")
        for one in view.rounds
    ]
    buttons = [one.button for one in view.rounds if one.button is not None]
    return messages([box([p.title(view), "\n".join(rows)], p.PLAIN)], p.rows(buttons))


def teams(view: v.TeamsView) -> tuple[Message, ...]:
    rows = [
        f"**{name(team.name)}** · {phrases.count(team.members, 'member')}{' · your team' if team.mine else ''}"
        for team in view.teams
    ]
    # Parts of forty teams, so that a space with many goes on in a second message.
    listed = ["\n".join(rows[at : at + 40]) for at in range(0, len(rows), 40)]
    body = box([p.title(view), sentence(view.note) if view.note else None, *listed], p.PLAIN)
    return messages([body], p.rows(view.buttons))
