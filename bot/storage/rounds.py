"""Rounds, and the items as they were when they were asked."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, case, func, or_, select, update

from bot.domain.ids import ChannelId, ItemId, RoundId, ScheduleId, SpaceId
from bot.domain.questions import Style
from bot.domain.rounds import Feedback, Phase, Round
from bot.storage.statements import insert, insert_new
from bot.storage.tables import (
    NOT_VOID,
    OPEN_PHASES,
    STALE,
    asked_items,
    item_versions,
    question_days,
    rounds,
    schedules,
    spaces,
)

# NOT_VOID, OPEN_PHASES and STALE stand in conditions as they stand in the indexes: a database takes an index over some
# of the rows only where it reads the same words, without bound values.
_times = select(asked_items.c.item, asked_items.c.times).where(asked_items.c.space == bindparam("b_space"))
_order = (
    select(rounds.c.item)
    .where(rounds.c.space == bindparam("b_space"), rounds.c.phase != Phase.VOID)
    .order_by(rounds.c.id.desc())
)
_ask = insert(asked_items)
_ask = _ask.on_conflict_do_update(
    index_elements=["space", "item"], set_={"times": asked_items.c.times + _ask.excluded.times}
)
_never = asked_items.delete().where(
    asked_items.c.space == bindparam("b_space"), asked_items.c.item == bindparam("b_item"), asked_items.c.times == 0
)
_note = insert(question_days)
_note = _note.on_conflict_do_update(
    index_elements=["space", "day"],
    set_={name: question_days.c[name] + _note.excluded[name] for name in ("posted", "waiting", "closed", "answers")},
)
_closed_days = (
    select(question_days.c.day)
    .where(question_days.c.space == bindparam("b_space"), question_days.c.posted > 0, question_days.c.waiting == 0)
    .order_by(question_days.c.day)
)
_answers_by_day = (
    select(question_days.c.day, question_days.c.answers)
    .where(question_days.c.space == bindparam("b_space"), question_days.c.closed > 0)
    .order_by(question_days.c.day.desc())
    .limit(bindparam("b_limit"))
)


def _value(row: Row[Any]) -> Round:
    return Round(
        id=RoundId(row.id),
        number=row.number,
        space=SpaceId(row.space),
        channel=ChannelId(row.channel),
        schedule=ScheduleId(row.schedule),
        day=row.day,
        item=ItemId(row.item),
        item_digest=row.item_digest,
        style=Style(row.style),
        check=row.check,
        feedback=Feedback(row.feedback),
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        phase=Phase(row.phase),
        answered=row.answered,
        message=row.message,
    )


class RoundRows:
    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def get(self, round: RoundId) -> Round | None:
        row = self._db.execute(select(rounds).where(rounds.c.id == round)).one_or_none()
        return None if row is None else _value(row)

    def open_in(self, space: SpaceId, channel: ChannelId) -> Round | None:
        row = self._db.execute(
            select(rounds).where(rounds.c.space == space, rounds.c.channel == channel, OPEN_PHASES)
        ).one_or_none()
        return None if row is None else _value(row)

    def numbered(self, space: SpaceId, channel: ChannelId, number: int) -> Round | None:
        row = self._db.execute(
            select(rounds).where(
                rounds.c.space == space,
                rounds.c.channel == channel,
                rounds.c.number == number,
                rounds.c.phase != Phase.VOID,
            )
        ).one_or_none()
        return None if row is None else _value(row)

    def last(self, space: SpaceId, channel: ChannelId, *, closed: bool = False, limit: int = 1) -> list[Round]:
        phases = [Phase.CLOSED] if closed else [Phase.CLOSED, Phase.OPEN, Phase.PLANNED]
        rows = self._db.execute(
            select(rounds)
            .where(rounds.c.space == space, rounds.c.channel == channel, rounds.c.phase.in_(phases))
            .order_by(rounds.c.number.desc())
            .limit(limit)
        )
        return [_value(row) for row in rows]

    def add(self, round: Round) -> Round | None:
        # A channel has one schedule: whoever holds it is alone with the channel's numbers.
        self._db.execute(select(schedules.c.id).where(schedules.c.id == round.schedule).with_for_update(key_share=True))
        highest = select(func.coalesce(func.max(rounds.c.number), 0)).where(
            rounds.c.space == round.space, rounds.c.channel == round.channel, rounds.c.number > 0
        )
        number = self._db.execute(highest).scalar_one() + 1
        found = self._db.execute(
            insert_new(rounds).returning(rounds),
            {
                "space": round.space,
                "channel": round.channel,
                "number": number,
                "schedule": round.schedule,
                "day": round.day,
                "item": round.item,
                "item_digest": round.item_digest,
                "style": round.style,
                "check": round.check,
                "feedback": round.feedback,
                "opens_at": round.opens_at,
                "closes_at": round.closes_at,
                "phase": round.phase,
            },
        ).one_or_none()
        if found is None:
            return None
        self._db.execute(_ask, {"space": round.space, "item": round.item, "times": 1})
        return _value(found)

    def opened(self, round: RoundId, message: str, at: datetime) -> None:
        # A round may have been closed, or answered, between its post and the confirmation. The post shows an open
        # question without answers; anything else is news, and `to_edit` finds it.
        confirming = (
            update(rounds)
            .where(rounds.c.id == round)
            .values(
                message=message,
                edited_at=at,
                shown=f"{Phase.OPEN}:0",
                phase=case((rounds.c.phase == Phase.PLANNED, Phase.OPEN), else_=rounds.c.phase),
            )
            .returning(rounds.c.space, rounds.c.day, rounds.c.phase)
        )
        first = self._db.execute(confirming.where(rounds.c.message.is_(None))).one_or_none()
        if first is None:
            self._db.execute(confirming)
        else:
            self._sum(first.space, first.day, posted=1, waiting=int(first.phase == Phase.OPEN))

    def close(self, round: RoundId, at: datetime) -> bool:
        closing = (
            update(rounds)
            .where(rounds.c.id == round, OPEN_PHASES)
            .values(phase=Phase.CLOSED, closes_at=case((rounds.c.closes_at > at, at), else_=rounds.c.closes_at))
            .returning(rounds.c.space, rounds.c.day, rounds.c.answered, rounds.c.message)
        )
        found = self._db.execute(closing).one_or_none()
        if found is None:
            return False
        waiting = 0 if found.message is None else -1
        self._sum(found.space, found.day, waiting=waiting, closed=1, answers=found.answered)
        return True

    def _sum(
        self, space: str, day: date, *, posted: int = 0, waiting: int = 0, closed: int = 0, answers: int = 0
    ) -> None:
        """Adds to the sums of a space's day."""
        sums = {"posted": posted, "waiting": waiting, "closed": closed, "answers": answers}
        self._db.execute(_note, {"space": space, "day": day, **sums})

    def void(self, round: RoundId) -> None:
        # A void round gives its number back; its own is negative, so that numbers stay unique.
        ending = (
            update(rounds)
            .where(rounds.c.id == round, rounds.c.phase == Phase.PLANNED)
            .values(phase=Phase.VOID, number=-rounds.c.id)
            .returning(rounds.c.space, rounds.c.item)
        )
        for row in self._db.execute(ending).all():
            self._db.execute(_ask, {"space": row.space, "item": row.item, "times": -1})
            self._db.execute(_never, {"b_space": row.space, "b_item": row.item})

    def due_to_close(self, now: datetime, limit: int) -> list[Round]:
        rows = self._db.execute(
            select(rounds).where(OPEN_PHASES, rounds.c.closes_at <= now).order_by(rounds.c.closes_at).limit(limit)
        )
        return [_value(row) for row in rows]

    def withheld(self, space: SpaceId) -> set[ItemId]:
        held = select(rounds.c.item).where(rounds.c.space == space, OPEN_PHASES).distinct()
        return {ItemId(item) for item in self._db.scalars(held)}

    def asked(self, space: SpaceId, *, newest: int | None = None) -> tuple[dict[ItemId, int], list[ItemId]]:
        # Whoever picks from a space's bag holds it until the pick is written: two replicas that open two channels of
        # it at nine would else ask the same.
        self._db.execute(select(spaces.c.id).where(spaces.c.id == space).with_for_update(key_share=True))
        times = {ItemId(row.item): row.times for row in self._db.execute(_times, {"b_space": space})}
        order = [ItemId(item) for item in self._db.scalars(_order.limit(newest), {"b_space": space})]
        return times, order[::-1]

    def closed_days(self, space: SpaceId) -> list[date]:
        return list(self._db.scalars(_closed_days, {"b_space": space}))

    def answers_by_day(self, space: SpaceId, limit: int) -> dict[date, int]:
        rows = self._db.execute(_answers_by_day, {"b_space": space, "b_limit": limit})
        return {row.day: row.answers for row in rows}

    def silent_run(self, schedule: ScheduleId, limit: int) -> int:
        since = select(schedules.c.resumed_on).where(schedules.c.id == schedule).scalar_subquery()
        answered = self._db.scalars(
            select(rounds.c.answered)
            .where(
                rounds.c.schedule == schedule,
                NOT_VOID,  # the words of the index that knows the order
                rounds.c.phase == Phase.CLOSED,
                or_(since.is_(None), rounds.c.day >= since),
            )
            .order_by(rounds.c.day.desc())
            .limit(limit)
        )
        run = 0
        for number in answered:
            if number:
                break
            run += 1
        return run

    def to_edit(self, now: datetime, *, platform: str, every: timedelta, limit: int) -> list[Round]:
        waiting = (
            select(rounds.c.id)
            .where(
                STALE,
                rounds.c.space.startswith(f"{platform}:", autoescape=True),
                or_(rounds.c.edited_at.is_(None), rounds.c.edited_at <= now - every, rounds.c.edited_at > now),
            )
            .order_by(rounds.c.edited_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        rows = self._db.execute(update(rounds).where(rounds.c.id.in_(waiting)).values(edited_at=now).returning(rounds))
        return [_value(row) for row in rows]

    def shows(self, round: Round) -> None:
        self._db.execute(update(rounds).where(rounds.c.id == round.id).values(shown=f"{round.phase}:{round.answered}"))

    def keep_item(self, digest: str, source: str) -> None:
        self._db.execute(insert_new(item_versions), {"digest": digest, "source": source})

    def item_source(self, digest: str) -> str | None:
        return self._db.execute(
            select(item_versions.c.source).where(item_versions.c.digest == digest)
        ).scalar_one_or_none()
