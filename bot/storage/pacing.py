"""The pace of each scope. One row per platform, space or channel that was posted to lately."""

from collections.abc import Mapping, Set
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from bot.engine.pacing import REST, Budget
from bot.storage.delivery_tables import rate_budgets
from bot.storage.statements import insert, insert_new

_scopes = rate_budgets.c.scope.in_(bindparam("b_scopes", expanding=True))
_known = select(rate_budgets.c.scope).where(_scopes)
_first = insert_new(rate_budgets)
_read = (
    select(rate_budgets)
    .where(_scopes)
    # In one order everywhere, so that two replicas never wait for one another.
    .order_by(rate_budgets.c.scope)
    .with_for_update()
)
_new = insert(rate_budgets)
_write = _new.on_conflict_do_update(
    index_elements=["scope"], set_={"free_at": _new.excluded.free_at, "slow": _new.excluded.slow}
)


class PacingRows:
    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def read(self, scopes: Set[str]) -> dict[str, Budget]:
        if not scopes:
            return {}
        wanted = sorted(scopes)
        # A row that is not there cannot be locked, and two replicas would book its first second twice.
        new = sorted(scopes - set(self._db.scalars(_known, {"b_scopes": wanted})))
        if new:
            self._db.execute(_first, [{"scope": scope, "free_at": REST.free_at, "slow": REST.slow} for scope in new])
        rows = self._db.execute(_read, {"b_scopes": wanted})
        return {row.scope: Budget(row.free_at, row.slow) for row in rows}

    def write(self, budgets: Mapping[str, Budget]) -> None:
        if budgets:
            self._db.execute(
                _write,
                [{"scope": scope, "free_at": one.free_at, "slow": one.slow} for scope, one in sorted(budgets.items())],
            )

    def prune(self, before: datetime) -> None:
        self._db.execute(delete(rate_budgets).where(rate_budgets.c.free_at < before))
