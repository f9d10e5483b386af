"""The points ledger, and the totals that boards are read from.

The awards are the truth. Totals are kept in the same transaction and can be made again from the awards.
"""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection, func, select, tuple_

from bot.domain.ids import Member, RoundId, SpaceId, TeamId, UserId
from bot.domain.standings import Standing
from bot.domain.timetable import period_keys
from bot.engine.ports.store import Award
from bot.storage.statements import added, insert, insert_new
from bot.storage.tables import awards, members, team_rounds, teams, totals

SPACE_SCOPE = "space"
PRACTICE = "practice"
ANSWERED = "attempt"
"""The reason that stands once for every answer in a round; boards count it as an answer."""

_award = insert_new(awards)
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


def scopes(channel: str) -> tuple[str, str]:
    """The boards that an award counts on."""
    return SPACE_SCOPE, f"channel:{channel}"


class LedgerRows:
    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def award(self, award: Award) -> bool:
        member = award.member
        new = added(
            self._db,
            _award,
            {
                "space": member.space,
                "user": member.user,
                "source": award.source,
                "reason": award.reason,
                "points": award.points,
                "day": award.day,
                "channel": award.channel,
                "round": award.round,
            },
        )
        if new:
            self._db.execute(
                _raise,
                [
                    self._total(award, scope, period)
                    for scope in scopes(award.channel)
                    for period in period_keys(award.day)
                ],
            )
        return new

    @staticmethod
    def _total(award: Award, scope: str, period: str) -> dict[str, object]:
        return {
            "space": award.member.space,
            "scope": scope,
            "period": period,
            "user": award.member.user,
            "points": award.points,
            "answers": int(award.reason == ANSWERED),
            "reached": award.day.toordinal(),
        }

    def has(self, member: Member, source: str, reason: str) -> bool:
        return bool(self.earners(member.space, source, reason, [member]))

    def earners(self, space: SpaceId, source: str, reason: str, members: Collection[Member]) -> set[Member]:
        found = self._db.scalars(
            select(awards.c.user).where(
                awards.c.space == space,
                awards.c.user.in_([member.user for member in members]),
                awards.c.source == source,
                awards.c.reason == reason,
            )
        )
        return {Member(space, UserId(user)) for user in found}

    def practice_today(self, member: Member, day: date) -> int:
        total = self._db.execute(
            select(func.coalesce(func.sum(awards.c.points), 0)).where(
                awards.c.space == member.space,
                awards.c.user == member.user,
                awards.c.day == day,
                awards.c.reason == PRACTICE,
            )
        ).scalar_one()
        return int(total)

    def of_round(self, round: RoundId, member: Member) -> dict[str, int]:
        rows = self._db.execute(
            select(awards.c.reason, awards.c.points).where(
                awards.c.round == round, awards.c.space == member.space, awards.c.user == member.user
            )
        )
        return {row.reason: row.points for row in rows}

    def total(self, member: Member, scope: str, period: str) -> int:
        line = self.own_line(member, scope, period)
        return line.points if line else 0

    def board(self, space: SpaceId, scope: str, period: str, limit: int) -> tuple[list[Standing], int]:
        shown = (totals.c.space == space) & (totals.c.scope == scope) & (totals.c.period == period)
        joined = totals.outerjoin(members, (members.c.space == totals.c.space) & (members.c.user == totals.c.user))
        visible = shown & members.c.hidden.is_not(True) & (totals.c.points > 0)
        rows = self._db.execute(
            select(totals.c.user, totals.c.points, totals.c.answers, members.c.name)
            .select_from(joined)
            .where(visible)
            .order_by(totals.c.points.desc(), totals.c.reached, totals.c.user)
            .limit(limit)
        )
        lines = [Standing(row.user, row.name or row.user, row.points, row.answers) for row in rows]
        number = self._db.execute(select(func.count()).select_from(joined).where(visible)).scalar_one()
        return lines, int(number)

    def own_line(self, member: Member, scope: str, period: str) -> Standing | None:
        board = (totals.c.space == member.space) & (totals.c.scope == scope) & (totals.c.period == period)
        own = self._db.execute(
            select(totals, members.c.name)
            .select_from(
                totals.outerjoin(
                    members,
                    (members.c.space == totals.c.space) & (members.c.user == totals.c.user),
                )
            )
            .where(board, totals.c.user == member.user)
        ).one_or_none()
        if own is None:
            return None
        hidden = select(members.c.user).where(members.c.space == member.space, members.c.hidden.is_(True))
        above = self._db.execute(
            select(func.count())
            .select_from(totals)
            .where(board, totals.c.points > own.points, totals.c.user.not_in(hidden))
        ).scalar_one()
        return Standing(own.user, own.name or own.user, own.points, own.answers, int(above) + 1)

    def add_team_round(
        self, space: SpaceId, team: TeamId | None, round: RoundId, day: date, points: int, answers: int
    ) -> None:
        self._db.execute(
            insert_new(team_rounds),
            {"space": space, "team": team or 0, "round": round, "day": day, "points": points, "answers": answers},
        )

    def team_board(self, space: SpaceId, period: str) -> list[Standing]:
        # Some rows a day: teams are few, and the period is a property of the day.
        rows = self._db.execute(
            select(team_rounds.c.team, team_rounds.c.day, team_rounds.c.points, team_rounds.c.answers, teams.c.name)
            .select_from(team_rounds.outerjoin(teams, teams.c.id == team_rounds.c.team))
            .where(team_rounds.c.space == space)
            .order_by(team_rounds.c.day)
        )
        lines: dict[int, Standing] = {}
        for row in rows:
            if period not in period_keys(row.day) or (row.team and row.name is None):
                continue
            before = lines.get(row.team, Standing(str(row.team), row.name or "", 0, 0))
            lines[row.team] = Standing(
                before.key, before.name, before.points + row.points, before.answers + row.answers
            )
        return sorted(lines.values(), key=lambda line: (-line.points, line.name))

    def rebuild(self) -> int:
        kept = {
            (row.space, row.scope, row.period, row.user): (row.points, row.answers)
            for row in self._db.execute(select(totals))
        }
        true: dict[tuple[str, str, str, str], tuple[int, int]] = {}
        reached: dict[tuple[str, str, str, str], int] = {}
        for row in self._db.execute(select(awards).order_by(awards.c.day)):
            for scope in scopes(row.channel):
                for period in period_keys(row.day):
                    key = (row.space, scope, period, row.user)
                    points, answers = true.get(key, (0, 0))
                    true[key] = (points + row.points, answers + int(row.reason == ANSWERED))
                    reached[key] = row.day.toordinal()
        wrong = [key for key in kept.keys() | true.keys() if kept.get(key) != true.get(key)]
        columns = tuple_(totals.c.space, totals.c.scope, totals.c.period, totals.c.user)
        for key in wrong:
            self._db.execute(totals.delete().where(columns == key))
            if key in true:
                points, answers = true[key]
                self._db.execute(
                    totals.insert(),
                    {
                        "space": key[0],
                        "scope": key[1],
                        "period": key[2],
                        "user": key[3],
                        "points": points,
                        "answers": answers,
                        "reached": reached[key],
                    },
                )
        return len(wrong)
