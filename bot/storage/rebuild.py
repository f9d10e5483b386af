"""Makes every sum again from what it is a sum of: awards, team rounds and rounds.

All of it is done by the database: ten million awards do not fit into the memory of a small machine.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Date,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    text,
    union,
    union_all,
)

from bot.domain.ids import TeamId
from bot.domain.rounds import Phase
from bot.domain.timetable import period_keys
from bot.storage.point_counts import IS_COUNTED, IS_HIDDEN, SPACE_SCOPE, alone
from bot.storage.statements import insert
from bot.storage.tables import (
    asked_items,
    awards,
    point_counts,
    question_days,
    rounds,
    team_rounds,
    totals,
)

ANSWERED = "attempt"
"""The reason that stands once for every answer in a round; boards count it as an answer."""

TEAM_SCOPE = "teams"
TEAM = "team:"
"""Keeps the lines of teams apart from those of members, whatever their ids look like."""

_calendar = Table(
    "calendar",
    MetaData(),
    Column("day", Date, primary_key=True),
    Column("period", String(10), primary_key=True),
    Column("ordinal", Integer, nullable=False),
    prefixes=["TEMPORARY"],
)


def team_key(team: TeamId | None) -> str:
    """The key of a team's line; None stands for those without a team."""
    return f"{TEAM}{team or 0}"


def rebuild(db: Connection) -> int:
    """Makes all sums again; returns how many rows differed. Awards, openings and closes wait meanwhile."""
    if db.dialect.name == "postgresql":
        # In the order in which a close comes to them; and it may take longer than a use case ever may.
        db.execute(text("LOCK TABLE question_days, asked_items IN SHARE ROW EXCLUSIVE MODE"))
        db.execute(text("SET LOCAL statement_timeout = 0"))
    alone(db)
    days = db.scalars(union(select(awards.c.day), select(team_rounds.c.day)))
    _fill_calendar(db, days.all())
    differing = sum(
        (
            _mend(db, totals, union_all(_by_member(literal(SPACE_SCOPE)), _by_member(_CHANNEL), _by_team())),
            _mend(db, point_counts, _counts()),
            _mend(db, asked_items, _asked()),
            _mend(db, question_days, _days()),
        )
    )
    _calendar.drop(db, checkfirst=False)
    return differing


def _fill_calendar(db: Connection, days: Collection[date]) -> None:
    """To which boards each day belongs: no database knows ISO weeks and seasons as we do."""
    _calendar.create(db, checkfirst=False)
    rows = [{"day": day, "period": key, "ordinal": day.toordinal()} for day in days for key in period_keys(day)]
    if rows:
        db.execute(_calendar.insert(), rows)


_CHANNEL: ColumnElement[str] = literal("channel:") + awards.c.channel


def _by_member(scope: ColumnElement[str]) -> Select[Any]:
    return (
        select(
            awards.c.space,
            scope.label("scope"),
            _calendar.c.period,
            awards.c.user,
            func.sum(awards.c.points),
            func.sum(case((awards.c.reason == ANSWERED, 1), else_=0)),
            func.max(_calendar.c.ordinal),
        )
        .join(_calendar, _calendar.c.day == awards.c.day)
        .group_by(awards.c.space, "scope", _calendar.c.period, awards.c.user)
    )


def _by_team() -> Select[Any]:
    return (
        select(
            team_rounds.c.space,
            literal(TEAM_SCOPE),
            _calendar.c.period,
            literal(TEAM) + cast(team_rounds.c.team, String),
            func.sum(team_rounds.c.points),
            func.sum(team_rounds.c.answers),
            func.max(_calendar.c.ordinal),
        )
        .join(_calendar, _calendar.c.day == team_rounds.c.day)
        .group_by(team_rounds.c.space, _calendar.c.period, team_rounds.c.team)
    )


def _counts() -> Select[Any]:
    return (
        select(totals.c.space, totals.c.scope, totals.c.period, totals.c.points, func.count())
        .where(IS_COUNTED, totals.c.points > 0, ~IS_HIDDEN)
        .group_by(totals.c.space, totals.c.scope, totals.c.period, totals.c.points)
    )


def _asked() -> Select[Any]:
    return (
        select(rounds.c.space, rounds.c.item, func.count())
        .where(rounds.c.phase != Phase.VOID)
        .group_by(rounds.c.space, rounds.c.item)
    )


def _days() -> Select[Any]:
    def number(when: ColumnElement[bool]) -> ColumnElement[int]:
        return func.sum(case((when, 1), else_=0))

    posted, closed = rounds.c.message.is_not(None), rounds.c.phase == Phase.CLOSED
    return (
        select(
            rounds.c.space,
            rounds.c.day,
            number(posted),
            number(posted & rounds.c.phase.in_([Phase.PLANNED, Phase.OPEN])),
            number(closed),
            func.sum(case((closed, rounds.c.answered), else_=0)),
        )
        .where(or_(posted, closed))
        .group_by(rounds.c.space, rounds.c.day)
    )


def _mend(db: Connection, table: Table, truth: Any) -> int:
    """Makes the rows of a table those of a query; returns how many differed."""
    columns = [Column(one.name, one.type, primary_key=one.primary_key, autoincrement=False) for one in table.c]
    true = Table(f"true_{table.name}", MetaData(), *columns, prefixes=["TEMPORARY"])
    names = [one.name for one in table.c]
    keys = [one.name for one in table.primary_key]
    values = [name for name in names if name not in keys]
    true.create(db, checkfirst=False)
    db.execute(true.insert().from_select(names, truth))
    same = and_(*(table.c[name] == true.c[name] for name in keys))
    # `reached` is the order in which points came, which no query can tell for certain.
    differs = or_(table.c[keys[0]].is_(None), *(table.c[one] != true.c[one] for one in values if one != "reached"))
    put = insert(table).from_select(names, select(true).outerjoin(table, same).where(differs))
    mended = db.execute(
        put.on_conflict_do_update(index_elements=keys, set_={one: put.excluded[one] for one in values})
    ).rowcount
    gone = db.execute(table.delete().where(~exists().where(same))).rowcount
    true.drop(db, checkfirst=False)
    return mended + gone
