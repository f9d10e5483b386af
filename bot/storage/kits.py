"""Interview kits, and when each item was last asked: questions only, nobody's answers."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update

from bot.domain.ids import ItemId, KitId, SpaceId
from bot.domain.kits.values import Request
from bot.domain.questions import Level
from bot.domain.rounds import Phase
from bot.engine.ports.kits import KeptKit
from bot.storage.tables import kits, rounds

KEPT = timedelta(days=90)


def request_to_json(request: Request) -> dict[str, Any]:
    return {
        "title": request.title,
        "minutes": request.minutes,
        "level": request.level.value,
        "mix": {level.value: share for level, share in request.mix.items()},
        "draw": list(request.draw),
        "count": request.count,
        "include": list(request.include),
        "exclude": sorted(request.exclude),
        "seed": request.seed,
        "strict_days": request.strict_days,
    }


def request_from_json(kept: Mapping[str, Any]) -> Request:
    return Request(
        title=kept["title"],
        minutes=kept["minutes"],
        level=Level(kept["level"]),
        mix={Level(level): share for level, share in kept["mix"].items()},
        draw=tuple(kept["draw"]),
        count=kept["count"],
        include=tuple(ItemId(item) for item in kept["include"]),
        exclude=frozenset(ItemId(item) for item in kept["exclude"]),
        seed=kept["seed"],
        strict_days=kept["strict_days"],
    )


def _value(row: Row[Any]) -> KeptKit:
    return KeptKit(
        KitId(row.id),
        SpaceId(row.space),
        row.code,
        row.title,
        request_from_json(row.request),
        frozenset(ItemId(item) for item in row.locked),
    )


class KitRows:
    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def add(self, space: SpaceId, code: str, title: str, request: Request, at: datetime) -> KeptKit:
        self._db.execute(delete(kits).where(kits.c.made_at < at - KEPT))
        new = self._db.execute(
            kits.insert().returning(kits.c.id),
            {
                "space": space,
                "code": code,
                "title": title,
                "request": request_to_json(request),
                "locked": [],
                "made_at": at,
            },
        ).scalar_one()
        return KeptKit(KitId(new), space, code, title, request)

    def get(self, kit: KitId, space: SpaceId) -> KeptKit | None:
        row = self._db.execute(select(kits).where(kits.c.id == kit, kits.c.space == space)).one_or_none()
        return None if row is None else _value(row)

    def find(self, space: SpaceId, code: str, title: str) -> KeptKit | None:
        row = self._db.execute(
            select(kits)
            .where(kits.c.space == space, kits.c.code == code, kits.c.title == title)
            .order_by(kits.c.id.desc())
            .limit(1)
        ).one_or_none()
        return None if row is None else _value(row)

    def change(self, kit: KeptKit, at: datetime) -> None:
        self._db.execute(
            update(kits)
            .where(kits.c.id == kit.id, kits.c.space == kit.space)
            .values(
                code=kit.code,
                title=kit.title,
                request=request_to_json(kit.request),
                locked=sorted(kit.locked),
                made_at=at,
            )
        )

    def spaces(self) -> list[SpaceId]:
        return [
            SpaceId(space) for space in self._db.scalars(select(rounds.c.space).distinct().order_by(rounds.c.space))
        ]

    def last_asked(self, space: SpaceId) -> dict[ItemId, date]:
        # Without a message nobody knows whether it was posted; a question that nobody saw was not asked.
        rows = self._db.execute(
            select(rounds.c.item, func.max(rounds.c.day))
            .where(rounds.c.space == space, rounds.c.message.is_not(None), rounds.c.phase != Phase.VOID)
            .group_by(rounds.c.item)
        )
        return {ItemId(item): day for item, day in rows}
