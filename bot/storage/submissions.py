"""Answers, verdicts and hints."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, String, bindparam, cast, delete, func, select, update

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
AT_ONCE = 5_000
"""Members in one question to the database, which takes some 32,000 values."""

_day = insert_new(member_days)
# One row for each member: after some years a thousand rows for each would take ten times as long to fetch.
_days = (
    select(member_days.c.user, func.aggregate_strings(cast(member_days.c.day, String), ","))
    .where(member_days.c.space == bindparam("b_space"), member_days.c.user.in_(bindparam("b_users", expanding=True)))
    .group_by(member_days.c.user)
)
_takes_answers = (rounds.c.id == bindparam("b_round")) & rounds.c.phase.in_([Phase.PLANNED, Phase.OPEN])
_count = update(rounds).where(_takes_answers).values(answered=rounds.c.answered + 1)
# The close of the round waits for whoever holds this lock, and they for it: see `unjudged`.
_hold_open = select(rounds.c.id).where(_takes_answers).with_for_update(read=True)
_take_back = delete(submissions).where(_key)
_hold = select(rounds.c.id).where(rounds.c.id == bindparam("b_round")).with_for_update(key_share=True)


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
            # Another replica may have closed the round since the caller looked.
            if self._db.execute(_count, {"b_round": submission.round}).rowcount == 0:
                self._db.execute(_take_back, _bound(submission.round, member))
                return None
            self._db.execute(_day, {"space": member.space, "user": member.user, "day": day})
            return True
        if self._db.execute(_hold_open, {"b_round": submission.round}).one_or_none() is None:
            return None
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
            # The transaction that closes a round looks here first: no answer comes between the look and the close.
            self._db.execute(_hold, {"b_round": round})
            waiting = waiting.where(submissions.c.round == round)
        return [_value(row) for row in self._db.execute(waiting.limit(limit))]

    def days_of(self, members: Collection[Member]) -> Mapping[Member, set[date]]:
        days: dict[Member, set[date]] = {}
        users: defaultdict[SpaceId, list[str]] = defaultdict(list)
        for member in members:
            users[member.space].append(member.user)
        for space, some in users.items():
            for start in range(0, len(some), AT_ONCE):
                values = {"b_space": space, "b_users": some[start : start + AT_ONCE]}
                for user, all_days in self._db.execute(_days, values):
                    days[Member(space, UserId(user))] = set(map(date.fromisoformat, all_days.split(",")))
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
