"""Boards, and what a member sees of the own work."""

from collections import defaultdict
from dataclasses import replace

from bot.domain.ids import Member, UserId
from bot.domain.standings import Period, Scope, Standing, ranked
from bot.domain.streaks import team_streak
from bot.domain.timetable import DAY, period_keys
from bot.engine import commands as c
from bot.engine import views as v
from bot.engine.doors import line
from bot.engine.turn import Turn, streaks_of

WITHOUT_TEAM = "Without a team"
TOPICS_SHOWN = 3


def _keys(turn: Turn, period: Period) -> tuple[str, str]:
    """The keys of the running period and of the one before."""
    today, place = turn.today, list(Period).index(period)
    key = period_keys(today)[place]
    day = today
    while period is not Period.ALL and period_keys(day)[place] == key:
        day -= DAY
    return key, period_keys(day)[place]


def _lines(turn: Turn, scope: Scope, key: str) -> tuple[list[Standing], int]:
    """The lines of one board, and how many there are in all."""
    if scope is Scope.TEAMS:
        teams = [replace(one, name=one.name or WITHOUT_TEAM) for one in turn.tx.ledger.team_board(turn.space.id, key)]
        return teams, len(teams)
    return turn.tx.ledger.board(turn.space.id, _scope_key(turn, scope), key, turn.rules.board_lines)


def _scope_key(turn: Turn, scope: Scope) -> str:
    return f"channel:{turn.asker.channel}" if scope is Scope.CHANNEL else "space"


def board(turn: Turn, command: c.ShowBoard) -> v.View:
    """A page of a board, and the asker's own line where it is not on the page.

    Points belong to the day of their question, but are known at its close: on a Monday morning the running week is
    still empty, and people want to see how the last one ended.
    """
    key, before = _keys(turn, command.period)
    lines, number = _lines(turn, command.scope, key)
    previous = not lines and before != key
    if previous:
        lines, number = _lines(turn, command.scope, before)
        previous = bool(lines)
    label = before if previous else key
    own: Standing | None = None
    if command.scope is Scope.TEAMS:
        own_key = str(turn.person.team or 0)
    else:
        lines, own_key = _with_streaks(turn, lines), turn.member.user
        if all(one.key != own_key for one in lines):
            own = turn.tx.ledger.own_line(turn.member, _scope_key(turn, command.scope), label)
    daily = turn.tx.rounds.answers_by_day(turn.space.id, 400)
    return v.BoardView(
        period=command.period,
        scope=command.scope,
        label=label,
        lines=ranked(lines),
        own=own,
        own_key=own_key,
        members=number,
        hidden=turn.person.hidden,
        previous=previous,
        team_streak=team_streak(daily, least=turn.rules.team_streak_least),
        buttons=_tabs(command),
    )


def _tabs(command: c.ShowBoard) -> tuple[v.Button, ...]:
    return (
        *(
            v.Button(
                period.value.capitalize(), line(f"leaderboard {period} {command.scope}"), main=period is command.period
            )
            for period in Period
        ),
        *(
            v.Button(
                scope.value.capitalize(), line(f"leaderboard {command.period} {scope}"), main=scope is command.scope
            )
            for scope in Scope
        ),
    )


def _with_streaks(turn: Turn, lines: list[Standing]) -> list[Standing]:
    members = [Member(turn.space.id, UserId(one.key)) for one in lines]
    streaks = streaks_of(turn.tx, members, today=turn.today, freezes=turn.rules.freezes)
    shown = []
    for one, member in zip(lines, members, strict=True):
        person = turn.tx.people.person(member)
        hides = person is None or person.streak_hidden
        shown.append(one if hides else replace(one, streak=streaks[member].current))
    return shown


def me(turn: Turn, _: c.ShowMe) -> v.View:
    week, _month, season, everything = period_keys(turn.today)
    shares: defaultdict[str, list[float]] = defaultdict(list)
    judged = turn.tx.submissions.topics(turn.member)
    for item_id, coverage in judged:
        item = turn.bank.items.get(item_id)
        for topic in item.topics if item else ():
            shares[topic].append(coverage)
    topics = sorted(
        (v.TopicShare(topic, sum(all_) / len(all_), len(all_)) for topic, all_ in shares.items()),
        key=lambda one: (-one.coverage, -one.answers, one.topic),
    )
    strong = tuple(one for one in topics if one.coverage >= 0.6)[:TOPICS_SHOWN]
    weak = tuple(one for one in reversed(topics) if one.coverage < 0.6)[:TOPICS_SHOWN]
    team = next((one.name for one in turn.tx.people.teams(turn.space.id) if one.id == turn.person.team), None)
    ledger, person = turn.tx.ledger, turn.person
    return v.MeView(
        name=person.name,
        streak=turn.streak(turn.member),
        week=ledger.total(turn.member, "space", week),
        season=ledger.total(turn.member, "space", season),
        total=ledger.total(turn.member, "space", everything),
        rounds=len(turn.tx.submissions.days_of([turn.member]).get(turn.member, ())),
        strong=strong,
        weak=weak,
        team=team,
        hidden=person.hidden,
        streak_hidden=person.streak_hidden,
        buttons=(
            v.Button(
                "Show me on boards" if person.hidden else "Hide me from boards",
                line(f"study hide {'off' if person.hidden else 'on'}"),
            ),
            v.Button(
                "Show my streak" if person.streak_hidden else "Hide my streak",
                line(f"study hide-streak {'off' if person.streak_hidden else 'on'}"),
            ),
        ),
    )


def hide(turn: Turn, command: c.HideMe) -> v.View:
    if command.what == "boards":
        turn.tx.people.hide(turn.member, boards=command.hide)
        says = (
            "You are off the boards; your points go on counting, and you still see your own line."
            if command.hide
            else "You are on the boards again."
        )
    else:
        turn.tx.people.hide(turn.member, streak=command.hide)
        says = "Your streak is hidden on boards." if command.hide else "Your streak is shown on boards again."
    return v.NoticeView(says, "`/study me` shows and changes this.", good=True)
