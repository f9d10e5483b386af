"""Answers, verdicts and hints."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select, tuple_, update

from bot.domain.ids import ItemId, Member, RoundId, SpaceId, TeamId, UserId
from bot.domain.rounds import Phase, Submission
from bot.domain.verdicts import Verdict
from bot.storage.codec import verdict_from_json, verdict_to_json
from bot.storage.statements import added, insert_new
from bot.storage.tables import hints_taken, member_days, rounds, submissions

_key = (
    (submissions.c.space == bindparam("b_space"))
    & (submissions.c.user == bindparam("b_user"))
    & (submissions.c.round == bindparam("b_round"))
)
_get = select(submissions).where(_key)
_insert = insert_new(submissions)
_change = (
    update(submissions)
    .where(_key, submissions.c.locked.is_(False))
    .values(
        text=bindparam("text"),
        choice=bindparam("choice"),
        submitted_at=bindparam("submitted_at"),
        team=bindparam("team"),
        changes=submissions.c.changes + 1,
        verdict=None,
        coverage=None,
    )
)
_day = insert_new(member_days)
_count = update(rounds).where(rounds.c.id == bindparam("b_round")).values(answered=rounds.c.answered + 1)


def _value(row: Row[Any]) -> Submission:
    return Submission(
        round=RoundId(row.round),
        member=Member(SpaceId(row.space), UserId(row.user)),
        team=None if row.team is None else TeamId(row.team),
        text=row.text,
        choice=row.choice,
        submitted_at=row.submitted_at,
        changes=row.changes,
        locked=row.locked,
        verdict=verdict_from_json(row.verdict) if row.verdict else None,
        shared=row.shared,
    )


def _bound(round: RoundId, member: Member) -> dict[str, Any]:
    return {"b_space": member.space, "b_user": member.user, "b_round": round}


class SubmissionRows:
    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def get(self, round: RoundId, member: Member) -> Submission | None:
        row = self._db.execute(_get, _bound(round, member)).one_or_none()
        return None if row is None else _value(row)

    def of(self, round: RoundId) -> list[Submission]:
        rows = self._db.execute(
            select(submissions)
            .where(submissions.c.round == round)
            .order_by(submissions.c.submitted_at, submissions.c.user)
        )
        return [_value(row) for row in rows]

    def save(self, submission: Submission, *, day: date) -> bool | None:
        member = submission.member
        values = {
            "text": submission.text,
            "choice": submission.choice,
            "submitted_at": submission.submitted_at,
            "team": submission.team,
        }
        if added(self._db, _insert, {"space": member.space, "user": member.user, "round": submission.round, **values}):
            self._db.execute(_day, {"space": member.space, "user": member.user, "day": day})
            self._db.execute(_count, {"b_round": submission.round})
            return True
        changed = self._db.execute(_change, _bound(submission.round, member) | values).rowcount == 1
        return False if changed else None

    def judge(self, submission: Submission, verdict: Verdict) -> None:
        self._db.execute(
            update(submissions)
            .where(_key, submissions.c.changes == submission.changes)
            .values(verdict=verdict_to_json(verdict), coverage=verdict.coverage),
            _bound(submission.round, submission.member),
        )

    def lock(self, round: RoundId, member: Member) -> None:
        self._db.execute(update(submissions).where(_key).values(locked=True), _bound(round, member))

    def share(self, round: RoundId, member: Member) -> bool:
        sharing = update(submissions).where(_key, submissions.c.shared.is_(False)).values(shared=True)
        return self._db.execute(sharing, _bound(round, member)).rowcount == 1

    def unjudged(self, limit: int, round: RoundId | None = None) -> list[Submission]:
        # JSON columns hold the SQL NULL only where nothing was ever written: `coverage` says it for certain.
        waiting = select(submissions).where(submissions.c.coverage.is_(None))
        if round is not None:
            waiting = waiting.where(submissions.c.round == round)
        return [_value(row) for row in self._db.execute(waiting.limit(limit))]

    def days_of(self, members: Collection[Member]) -> Mapping[Member, set[date]]:
        days: defaultdict[Member, set[date]] = defaultdict(set)
        if members:
            keys = [(member.space, member.user) for member in members]
            rows = self._db.execute(
                select(member_days).where(tuple_(member_days.c.space, member_days.c.user).in_(keys))
            )
            for row in rows:
                days[Member(SpaceId(row.space), UserId(row.user))].add(row.day)
        return days

    def hints(self, round: RoundId, member: Member) -> dict[int, int]:
        rows = self._db.execute(
            select(hints_taken.c.hint, hints_taken.c.cost).where(
                hints_taken.c.space == member.space, hints_taken.c.user == member.user, hints_taken.c.round == round
            )
        )
        return {row.hint: row.cost for row in rows}

    def take_hint(self, round: RoundId, member: Member, index: int, cost: int) -> bool:
        return added(
            self._db,
            insert_new(hints_taken),
            {"space": member.space, "user": member.user, "round": round, "hint": index, "cost": cost},
        )

    def all_hints(self, round: RoundId) -> dict[Member, list[int]]:
        costs: defaultdict[Member, list[int]] = defaultdict(list)
        for row in self._db.execute(select(hints_taken).where(hints_taken.c.round == round)):
            costs[Member(SpaceId(row.space), UserId(row.user))].append(row.cost)
        return dict(costs)

    def topics(self, member: Member) -> list[tuple[ItemId, float]]:
        rows = self._db.execute(
            select(rounds.c.item, func.max(submissions.c.coverage))
            .join(rounds, rounds.c.id == submissions.c.round)
            .where(
                submissions.c.space == member.space,
                submissions.c.user == member.user,
                rounds.c.phase == Phase.CLOSED,
                submissions.c.coverage.is_not(None),
            )
            .group_by(rounds.c.item)
        )
        return [(ItemId(item), float(coverage)) for item, coverage in rows]
