"""How many members stand at each number of points, on boards that are long.

A rank is one more than the number of members above. On a short board those are counted, line by line; on a long one,
a sum over counts says the same a thousand times faster. The counts of a board are made when somebody asks for a rank
below `LONG` others, and kept in step by every award from then on: short boards, nearly all there are, pay nothing.

Counted is what stands on a board: points above zero, of members who are not hidden.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    String,
    bindparam,
    cast,
    exists,
    func,
    literal,
    literal_column,
    select,
    text,
)

from bot.domain.ids import Member
from bot.domain.timetable import period_keys
from bot.storage.statements import added, insert, insert_new
from bot.storage.tables import HIDDEN, awards, counted_boards, members, point_counts, totals

Board = tuple[str, str, str]
"""Space, scope and period."""

SPACE_SCOPE = "space"
LONG = 1_000
"""Lines that are counted one by one in less than a millisecond."""

EVERYWHERE, IN_SPACE = 41, 42
"""What PostgreSQL's advisory locks on sums are called: pairs of one of these and a number."""

SHARED = (
    func.pg_advisory_xact_lock_shared(EVERYWHERE, 0),
    func.pg_advisory_xact_lock_shared(IN_SPACE, func.hashtext(awards.c.space)),
)
"""What an insert of awards returns on PostgreSQL besides: awards go on side by side, but not beside one who is alone.

Taken before the first line of a board is written: whoever waits for it holds nothing that others need.
"""

_PATIENCE = text("SET LOCAL statement_timeout = '5min'")
_alone = select(func.pg_advisory_xact_lock(IN_SPACE, func.hashtext(bindparam("b_space", type_=String))))
_alone_everywhere = select(func.pg_advisory_xact_lock(EVERYWHERE, 0))

# With the table's name, which SQLAlchemy leaves out in what SQLite returns: inside of a query it would be another's.
_space, _scope, _period, _user = (
    literal_column(f'totals."{name}"', String) for name in ("space", "scope", "period", "user")
)
IS_COUNTED: ColumnElement[bool] = exists().where(
    counted_boards.c.space == _space, counted_boards.c.scope == _scope, counted_boards.c.period == _period
)
# In the words of the index over those few who are hidden, and with a space that no other index knows: else SQLite looks
# at each member's own row, which takes ten times as long.
IS_HIDDEN: ColumnElement[bool] = exists().where(members.c.user == _user, members.c.space + "" == _space, HIDDEN)
STANDS: ColumnElement[int] = cast(IS_COUNTED & ~IS_HIDDEN, Integer)
"""Whether a total is one of those that are counted, for a statement that returns totals."""

_line = (
    (totals.c.space == bindparam("b_space"))
    & (totals.c.scope == bindparam("b_scope"))
    & (totals.c.period == bindparam("b_period"))
)
_counted_line = (
    (point_counts.c.space == bindparam("b_space"))
    & (point_counts.c.scope == bindparam("b_scope"))
    & (point_counts.c.period == bindparam("b_period"))
)
_is_counted = select(counted_boards.c.period).where(
    counted_boards.c.space == bindparam("b_space"),
    counted_boards.c.scope == bindparam("b_scope"),
    counted_boards.c.period == bindparam("b_period"),
)
_sum = select(func.coalesce(func.sum(point_counts.c.n), 0)).where(
    _counted_line, point_counts.c.points > bindparam("b_points")
)
_above = select(literal(1)).where(_line, totals.c.points > bindparam("b_points"), ~IS_HIDDEN)
_first_above = select(func.count()).select_from(_above.limit(bindparam("b_limit")).subquery())
_below_zero = select(func.count()).select_from(_above.where(totals.c.points <= 0).subquery())
_new = insert_new(counted_boards)
_make = point_counts.insert().from_select(
    ["space", "scope", "period", "points", "n"],
    select(totals.c.space, totals.c.scope, totals.c.period, totals.c.points, func.count())
    .where(_line, totals.c.points > 0, ~IS_HIDDEN)
    .group_by(totals.c.space, totals.c.scope, totals.c.period, totals.c.points),
)
_count = insert(point_counts)
_count = _count.on_conflict_do_update(
    index_elements=["space", "scope", "period", "points"], set_={"n": point_counts.c.n + _count.excluded.n}
)
_tidy = point_counts.delete().where(
    _counted_line, point_counts.c.points == bindparam("b_points"), point_counts.c.n == 0
)
_days = (
    select(awards.c.channel, awards.c.day)
    .where(awards.c.space == bindparam("b_space"), awards.c.user == bindparam("b_user"))
    .distinct()
)
_lines = select(totals.c.period, totals.c.points).where(
    totals.c.space == bindparam("b_space"),
    totals.c.scope == bindparam("b_scope"),
    totals.c.user == bindparam("b_user"),
    totals.c.period.in_(bindparam("b_periods", expanding=True)),
    totals.c.points > 0,
    IS_COUNTED,
)


def scopes(channel: str) -> tuple[str, str]:
    """The boards that an award counts on."""
    return f"channel:{channel}", SPACE_SCOPE


def above(db: Connection, board: Board, points: int) -> int:
    """How many members of a board have more points."""
    key = _key(board)
    if db.execute(_is_counted, key).one_or_none() is None:
        found = int(db.execute(_first_above, {**key, "b_points": points, "b_limit": LONG + 1}).scalar_one())
        if found <= LONG:
            return found
        begin(db, board)
    found = int(db.execute(_sum, {**key, "b_points": max(points, 0)}).scalar_one())
    # Nobody at zero stands on a board, so nobody is counted there; and the rules let nobody get below.
    return found if points >= 0 else found + int(db.execute(_below_zero, {**key, "b_points": points}).scalar_one())


def begin(db: Connection, board: Board) -> None:
    """Makes the counts of a board, unless somebody else just has."""
    space, scope, period = board
    alone(db, space)
    if db.dialect.name == "postgresql":
        # A board that is very long when it is first looked at, after an import, takes some seconds, once.
        db.execute(_PATIENCE)
    if added(db, _new, {"space": space, "scope": scope, "period": period}):
        db.execute(_make, _key(board))


def alone(db: Connection, space: str | None = None) -> None:
    """Holds back awards, in a space or everywhere, until this transaction ends, and waits for those under way.

    SQLite has one writer anyway.
    """
    if db.dialect.name == "postgresql":
        db.execute(_alone_everywhere if space is None else _alone, {} if space is None else {"b_space": space})


def step(changes: Counter[tuple[str, str, str, int]], board: Board, before: int, after: int) -> None:
    """Notes that a member of the board went from some points to others."""
    if before > 0:
        changes[*board, before] -= 1
    if after > 0:
        changes[*board, after] += 1


def change(db: Connection, changes: Mapping[tuple[str, str, str, int], int]) -> None:
    """Adds to the counts of (space, scope, period, points).

    Always in the same order, low points first, so that two transactions never wait for one another in a circle;
    therefore at most once in a transaction.
    """
    rows = [(*key, changes[key]) for key in sorted(changes) if changes[key]]
    names = ("space", "scope", "period", "points", "n")
    if rows:
        db.execute(_count, [dict(zip(names, row, strict=True)) for row in rows])
    # Else a count of zero would stay behind at every number of points that anybody ever had.
    fewer = [{**_key(row[:3]), "b_points": row[3]} for row in rows if row[4] < 0]
    if fewer:
        db.execute(_tidy, fewer)


def show(db: Connection, member: Member, *, shown: bool) -> None:
    """Counts a member's lines, or takes them out. The caller is `alone` in the space."""
    changes: Counter[tuple[str, str, str, int]] = Counter()
    for board, points in _lines_of(db, member):
        step(changes, board, 0 if shown else points, points if shown else 0)
    change(db, changes)


def _lines_of(db: Connection, member: Member) -> Iterator[tuple[Board, int]]:
    """The member's lines that may be counted, found by the own awards: boards are not sorted by member."""
    periods: dict[str, set[str]] = {}
    for channel, day in db.execute(_days, {"b_space": member.space, "b_user": member.user}):
        for scope in scopes(channel):
            periods.setdefault(scope, set()).update(period_keys(day))
    for scope, keys in sorted(periods.items()):
        values = {"b_space": member.space, "b_scope": scope, "b_user": member.user, "b_periods": sorted(keys)}
        for period, points in db.execute(_lines, values):
            yield (member.space, scope, period), points


def _key(board: Board) -> dict[str, object]:
    space, scope, period = board
    return {"b_space": space, "b_scope": scope, "b_period": period}
