"""The points ledger, and the totals that boards are read from.

The awards are the truth. Totals, and the counts that ranks are read from, are kept in the same transaction and can be
made again from the awards.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, func, select

from bot.domain.ids import Member, RoundId, SpaceId, TeamId, UserId
from bot.domain.standings import Standing
from bot.domain.timetable import period_keys
from bot.engine.ports.store import Award
from bot.storage import point_counts
from bot.storage.point_counts import SHARED, STANDS, scopes
from bot.storage.rebuild import ANSWERED, TEAM_SCOPE, rebuild, team_key
from bot.storage.statements import added, insert, insert_new
from bot.storage.tables import awards, members, team_rounds, teams, totals

PRACTICE = "practice"
AT_ONCE = 5_000
"""Members in one question to the database, which takes some 32,000 values."""

_award = insert_new(awards).returning(awards.c.space, awards.c.user, awards.c.source, awards.c.reason)
_award_beside_others = _award.returning(*SHARED)
_raise = insert(totals)
_raise = _raise.on_conflict_do_update(
    index_elements=["space", "scope", "period", "user"],
    set_={
        "points": totals.c.points + _raise.excluded.points,
        "answers": totals.c.answers + _raise.excluded.answers,
        # Ties go to who got there first: the order of the last award that changed the points.
        "reached": _raise.excluded.reached,
    },
)
_raised = _raise.returning(
    totals.c.space, totals.c.scope, totals.c.period, totals.c.user, totals.c.points, STANDS.label("stands")
)

_board = (
    (totals.c.space == bindparam("b_space"))
    & (totals.c.scope == bindparam("b_scope"))
    & (totals.c.period == bindparam("b_period"))
)
_named = totals.outerjoin(members, (members.c.space == totals.c.space) & (members.c.user == totals.c.user))
_page = (
    select(totals.c.user, totals.c.points, totals.c.answers, members.c.name)
    .select_from(_named)
    .where(_board, members.c.hidden.is_not(True), totals.c.points > 0)
    .order_by(totals.c.points.desc(), totals.c.reached, totals.c.user)
    .limit(bindparam("b_limit"))
)
_own = (
    select(totals.c.user, totals.c.points, totals.c.answers, members.c.name)
    .select_from(_named)
    .where(_board, totals.c.user == bindparam("b_user"))
)
_total = select(totals.c.points).where(_board, totals.c.user == bindparam("b_user"))
_earners = select(awards.c.user).where(
    awards.c.space == bindparam("b_space"),
    awards.c.user.in_(bindparam("b_users", expanding=True)),
    awards.c.source == bindparam("b_source"),
    awards.c.reason == bindparam("b_reason"),
)
_practice = select(func.coalesce(func.sum(awards.c.points), 0)).where(
    awards.c.space == bindparam("b_space"),
    awards.c.user == bindparam("b_user"),
    awards.c.day == bindparam("b_day"),
    awards.c.reason == PRACTICE,
)
_team_lines = select(totals.c.user, totals.c.points, totals.c.answers).where(_board)
_team_names = select(teams.c.id, teams.c.name).where(teams.c.space == bindparam("b_space"))
_team_round = insert_new(team_rounds)


@dataclass(slots=True)
class _Gain:
    """What one line of one board gains."""

    points: int = 0
    answers: int = 0
    reached: int = 0

    def add(self, points: int, answers: int, day: date) -> None:
        self.points += points
        self.answers += answers
        self.reached = day.toordinal()


Line = tuple[str, str, str, str]
"""Space, scope, period and user: the key of a total."""


class LedgerRows:
    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def award(self, award: Award) -> bool:
        return bool(self.award_all([award]))

    def award_all(self, found: Collection[Award]) -> list[Award]:
        by_key: dict[tuple[str, str, str, str], Award] = {}
        for one in found:
            by_key.setdefault((one.member.space, one.member.user, one.source, one.reason), one)
        if not by_key:
            return []
        write = _award_beside_others if self._db.dialect.name == "postgresql" else _award
        kept = {tuple(row[:4]) for row in self._db.execute(write, [_row(by_key[key]) for key in sorted(by_key)])}
        new = [one for key, one in by_key.items() if key in kept]
        if new:
            self._add(new)
        return new

    def _add(self, new: Iterable[Award]) -> None:
        """Adds awards to the totals and to the counts, every line once and always in the same order."""
        gains: dict[Line, _Gain] = {}
        for award in new:
            space, user = award.member.space, award.member.user
            for scope in scopes(award.channel):
                for period in period_keys(award.day):
                    gain = gains.setdefault((space, scope, period, user), _Gain())
                    gain.add(award.points, int(award.reason == ANSWERED), award.day)
        changes: Counter[tuple[str, str, str, int]] = Counter()
        for row in self._db.execute(_raised, [_gained(line, gains[line]) for line in sorted(gains)]):
            if row.stands:
                gain = gains[row.space, row.scope, row.period, row.user]
                board = (row.space, row.scope, row.period)
                point_counts.step(changes, board, row.points - gain.points, row.points)
        point_counts.change(self._db, changes)

    def has(self, member: Member, source: str, reason: str) -> bool:
        return bool(self.earners(member.space, source, reason, [member]))

    def earners(self, space: SpaceId, source: str, reason: str, found: Collection[Member]) -> set[Member]:
        users = [member.user for member in found]
        keys = {"b_space": space, "b_source": source, "b_reason": reason}
        return {
            Member(space, UserId(user))
            for start in range(0, len(users), AT_ONCE)
            for user in self._db.scalars(_earners, {**keys, "b_users": users[start : start + AT_ONCE]})
        }

    def practice_today(self, member: Member, day: date) -> int:
        values = {"b_space": member.space, "b_user": member.user, "b_day": day}
        return int(self._db.execute(_practice, values).scalar_one())

    def of_round(self, round: RoundId, member: Member) -> dict[str, int]:
        rows = self._db.execute(
            select(awards.c.reason, awards.c.points).where(
                awards.c.round == round, awards.c.space == member.space, awards.c.user == member.user
            )
        )
        return {row.reason: row.points for row in rows}

    def total(self, member: Member, scope: str, period: str) -> int:
        return self._db.execute(_total, _line(member, scope, period)).scalar_one_or_none() or 0

    def board(self, space: SpaceId, scope: str, period: str, limit: int) -> tuple[list[Standing], int]:
        rows = self._db.execute(_page, {"b_space": space, "b_scope": scope, "b_period": period, "b_limit": limit})
        lines = [Standing(row.user, row.name or row.user, row.points, row.answers) for row in rows]
        # A page that is not full shows all there is.
        full = len(lines) == limit
        return lines, point_counts.above(self._db, (space, scope, period), 0) if full else len(lines)

    def own_line(self, member: Member, scope: str, period: str) -> Standing | None:
        own = self._db.execute(_own, _line(member, scope, period)).one_or_none()
        if own is None:
            return None
        above = point_counts.above(self._db, (member.space, scope, period), own.points)
        return Standing(own.user, own.name or own.user, own.points, own.answers, above + 1)

    def add_team_round(
        self, space: SpaceId, team: TeamId | None, round: RoundId, day: date, points: int, answers: int
    ) -> None:
        row = {"space": space, "team": team or 0, "round": round, "day": day, "points": points, "answers": answers}
        if added(self._db, _team_round, row):
            gain = _Gain(points, answers, day.toordinal())
            lines = sorted((space, TEAM_SCOPE, period, team_key(team)) for period in period_keys(day))
            self._db.execute(_raise, [_gained(line, gain) for line in lines])

    def team_board(self, space: SpaceId, period: str) -> list[Standing]:
        # Teams are few, and a team that was deleted has no name, and no line.
        names = {team_key(TeamId(row.id)): row for row in self._db.execute(_team_names, {"b_space": space})}
        rows = self._db.execute(_team_lines, {"b_space": space, "b_scope": TEAM_SCOPE, "b_period": period})
        lines = [
            Standing(
                str(names[row.user].id) if row.user in names else "0",
                names[row.user].name if row.user in names else "",
                row.points,
                row.answers,
            )
            for row in rows
            if row.user in names or row.user == team_key(None)
        ]
        return sorted(lines, key=lambda line: (-line.points, line.name))

    def rebuild(self) -> int:
        return rebuild(self._db)


def _line(member: Member, scope: str, period: str) -> dict[str, object]:
    return {"b_space": member.space, "b_scope": scope, "b_period": period, "b_user": member.user}


def _row(award: Award) -> dict[str, object]:
    return {
        "space": award.member.space,
        "user": award.member.user,
        "source": award.source,
        "reason": award.reason,
        "points": award.points,
        "day": award.day,
        "channel": award.channel,
        "round": award.round,
    }


def _gained(line: Line, gain: _Gain) -> dict[str, object]:
    space, scope, period, user = line
    return {
        "space": space,
        "scope": scope,
        "period": period,
        "user": user,
        "points": gain.points,
        "answers": gain.answers,
        "reached": gain.reached,
    }
