"""Spaces, members and teams."""

from datetime import datetime

from sqlalchemy import Connection, func, select, update
from sqlalchemy.exc import IntegrityError

from bot.domain.ids import Member, SpaceId, TeamId, UserId
from bot.engine.ports.store import Person, Space, Team
from bot.storage import point_counts
from bot.storage.rebuild import TEAM_SCOPE, team_key
from bot.storage.statements import added, insert, insert_new
from bot.storage.tables import members, schedules, spaces, team_rounds, teams, totals

_see = insert(members)
_see = _see.on_conflict_do_update(
    index_elements=["space", "user"], set_={"name": _see.excluded.name, "seen_at": _see.excluded.seen_at}
)


class PeopleRows:
    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def space(self, space: SpaceId) -> Space | None:
        row = self._db.execute(select(spaces).where(spaces.c.id == space)).one_or_none()
        return None if row is None else Space(SpaceId(row.id), row.zone, row.seed, row.owner)

    def spaces(self) -> list[Space]:
        scheduled = select(schedules.c.space).where(schedules.c.space == spaces.c.id).exists()
        rows = self._db.execute(select(spaces).where(scheduled).order_by(spaces.c.id))
        return [Space(SpaceId(row.id), row.zone, row.seed, row.owner) for row in rows]

    def add_space(self, space: SpaceId, *, zone: str, seed: str, at: datetime) -> Space:
        self._db.execute(insert_new(spaces), {"id": space, "zone": zone, "seed": seed, "created_at": at})
        found = self.space(space)
        assert found is not None  # it was just inserted, or was there before
        return found

    def set_zone(self, space: SpaceId, zone: str) -> None:
        self._db.execute(update(spaces).where(spaces.c.id == space).values(zone=zone))

    def claim_ownership(self, space: SpaceId, user: UserId) -> bool:
        claim = update(spaces).where(spaces.c.id == space, spaces.c.owner.is_(None)).values(owner=user)
        return self._db.execute(claim).rowcount == 1

    def see(self, member: Member, name: str, at: datetime) -> None:
        self._db.execute(_see, {"space": member.space, "user": member.user, "name": name[:120], "seen_at": at})

    def person(self, member: Member) -> Person | None:
        row = self._db.execute(
            select(members).where(members.c.space == member.space, members.c.user == member.user)
        ).one_or_none()
        return None if row is None else Person(member, row.name, row.team, row.hidden, row.streak_hidden)

    def hide(self, member: Member, *, boards: bool | None = None, streak: bool | None = None) -> None:
        own = update(members).where(members.c.space == member.space, members.c.user == member.user)
        if streak is not None:
            self._db.execute(own.values(streak_hidden=streak))
        if boards is not None:
            point_counts.alone(self._db, member.space)
            if self._db.execute(own.where(members.c.hidden.is_(not boards)).values(hidden=boards)).rowcount == 1:
                point_counts.show(self._db, member, shown=not boards)

    def teams(self, space: SpaceId) -> list[Team]:
        rows = self._db.execute(
            select(teams.c.id, teams.c.name, func.count(members.c.user).label("size"))
            .select_from(teams.outerjoin(members, members.c.team == teams.c.id))
            .where(teams.c.space == space)
            .group_by(teams.c.id, teams.c.name)
            .order_by(teams.c.name)
        )
        return [Team(TeamId(row.id), row.name, row.size) for row in rows]

    def team_named(self, space: SpaceId, name: str) -> Team | None:
        return next((team for team in self.teams(space) if team.name.casefold() == name.casefold()), None)

    def add_team(self, space: SpaceId, name: str) -> bool:
        return added(self._db, insert_new(teams), {"space": space, "name": name, "folded": name.casefold()})

    def rename_team(self, space: SpaceId, team: TeamId, name: str) -> bool:
        change = update(teams).where(teams.c.space == space, teams.c.id == team)
        try:
            with self._db.begin_nested():
                return self._db.execute(change.values(name=name, folded=name.casefold())).rowcount == 1
        except IntegrityError:
            return False

    def delete_team(self, space: SpaceId, team: TeamId) -> None:
        self._db.execute(teams.delete().where(teams.c.space == space, teams.c.id == team))
        # SQLite gives the number of the last team to the next one, which shall not inherit its points.
        self._db.execute(team_rounds.delete().where(team_rounds.c.space == space, team_rounds.c.team == team))
        self._db.execute(
            totals.delete().where(
                totals.c.space == space, totals.c.scope == TEAM_SCOPE, totals.c.user == team_key(team)
            )
        )

    def join_team(self, member: Member, team: TeamId | None) -> None:
        self._db.execute(
            update(members).where(members.c.space == member.space, members.c.user == member.user).values(team=team)
        )
