"""Leases and session starts. Taking a lease is one conditional statement, so two replicas cannot both get it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Connection, case, delete, or_, select

from bot.engine.ports.leases import Lease, Start
from bot.storage.lease_tables import leases, session_starts
from bot.storage.statements import insert

_new = insert(leases)
_same = leases.c.owner == _new.excluded.owner
_take = _new.on_conflict_do_update(
    index_elements=["name"],
    set_={
        "owner": _new.excluded.owner,
        "term": case((_same, leases.c.term), else_=leases.c.term + 1),
        "since": case((_same, leases.c.since), else_=_new.excluded.since),
        "lease_until": _new.excluded.lease_until,
    },
    # `since` of the new row is the database's present.
    where=or_(_same, leases.c.lease_until < _new.excluded.since),
).returning(leases)


class LeaseRows:
    def __init__(self, connection: Connection, database_now: Callable[[], datetime]) -> None:
        self._db = connection
        self._now = database_now

    def take(self, name: str, owner: str, length: timedelta) -> Lease | None:
        now = self._now()
        row = self._db.execute(
            _take, {"name": name, "owner": owner, "term": 1, "since": now, "lease_until": now + length}
        ).one_or_none()
        return None if row is None else Lease(row.name, row.owner, row.term, row.since, row.lease_until)

    def drop(self, name: str, owner: str) -> None:
        self._db.execute(delete(leases).where(leases.c.name == name, leases.c.owner == owner))

    def running(self, prefix: str) -> list[Lease]:
        rows = self._db.execute(
            select(leases)
            .where(leases.c.name.startswith(prefix, autoescape=True), leases.c.lease_until >= self._now())
            .order_by(leases.c.name)
        )
        return [Lease(row.name, row.owner, row.term, row.since, row.lease_until) for row in rows]

    def sweep(self, older: timedelta) -> None:
        before = self._now() - older
        self._db.execute(delete(leases).where(leases.c.lease_until < before))
        self._db.execute(delete(session_starts).where(session_starts.c.at < before))

    def started(self, bot: str, shard: int) -> None:
        self._db.execute(session_starts.insert(), {"bot": bot, "shard": shard, "at": self._now()})

    def starts(self, bot: str, within: timedelta) -> list[Start]:
        now = self._now()
        rows = self._db.execute(
            select(session_starts)
            .where(session_starts.c.bot == bot, session_starts.c.at > now - within)
            .order_by(session_starts.c.at.desc(), session_starts.c.id.desc())
        )
        return [Start(row.shard, now - row.at) for row in rows]
