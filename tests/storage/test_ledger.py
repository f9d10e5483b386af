"""Totals are a cache of the awards: whatever happens, they can be made again."""

import asyncio
from datetime import date, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from bot.domain.ids import ChannelId, Member, SpaceId, TeamId, UserId
from bot.domain.verdicts import Band, Covered, Mistake, Remark, Verdict
from bot.engine.ports.store import Award, Tx
from bot.storage.codec import verdict_from_json, verdict_to_json
from bot.storage.database import connect
from bot.storage.store import SqliteStore, Transaction
from bot.storage.tables import totals
from tests.storage.samples import ANA, CHANNEL, DAY, SPACE, answer, opened

DAYS = st.integers(0, 400).map(lambda i: date(2026, 1, 1) + timedelta(days=i))
AWARDS = st.builds(
    Award,
    st.builds(Member, st.sampled_from([SPACE, SpaceId("test:b")]), st.sampled_from([UserId("ana"), UserId("ben")])),
    st.sampled_from(["item:a", "item:b", "day:1"]),
    st.sampled_from(["attempt", "answer", "hints", "streak", "practice"]),
    st.integers(-10, 30),
    DAYS,
    st.sampled_from([CHANNEL, ChannelId("two")]),
)
TEXTS = st.text(max_size=20)
VERDICTS = st.builds(
    Verdict,
    st.floats(0, 1),
    st.sampled_from(Band),
    st.lists(st.builds(Covered, TEXTS, TEXTS)).map(tuple),
    st.lists(TEXTS).map(tuple),
    st.lists(st.builds(Mistake, TEXTS, TEXTS, TEXTS)).map(tuple),
    st.none() | st.sampled_from(Remark),
    TEXTS,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(AWARDS, max_size=30))
def test_totals_agree_with_the_awards_whatever_was_awarded(database: Path, awards: list[Award]) -> None:
    engine = connect(f"sqlite:///{database}")
    with engine.connect() as connection, connection.begin() as undo:
        tx = Transaction(connection)
        kept = [award for award in awards if tx.ledger.award(award)]
        found = tx.ledger.rebuild(), tx.ledger.total(ANA, "space", "all")
        undo.rollback()
    assert found == (0, sum(award.points for award in kept if award.member == ANA))


@given(VERDICTS)
def test_a_verdict_comes_back_from_the_database_as_it_was(verdict: Verdict) -> None:
    assert verdict_from_json(verdict_to_json(verdict)) == verdict


async def test_many_awards_at_once_leave_no_drift(store: SqliteStore) -> None:
    awards = [Award(Member(SPACE, UserId(f"u{i % 7}")), f"item:{i}", "attempt", i, DAY, CHANNEL) for i in range(100)]
    await asyncio.gather(*(store.run(lambda tx, one=one: tx.ledger.award(one)) for one in awards * 2))  # type: ignore[misc]
    assert await store.run(lambda tx: tx.ledger.rebuild()) == 0


async def test_drift_is_found_and_mended(database: Path, store: SqliteStore) -> None:
    await store.run(lambda tx: tx.ledger.award(Award(ANA, "item:a", "attempt", 5, DAY, CHANNEL)))
    engine = connect(f"sqlite:///{database}")
    with engine.begin() as connection:
        connection.execute(update(totals).values(points=99))
        connection.execute(
            totals.insert(),
            {
                "space": SPACE,
                "scope": "space",
                "period": "all",
                "user": "ghost",
                "points": 1,
                "answers": 1,
                "reached": 1,
            },
        )
    differing = [await store.run(lambda tx: tx.ledger.rebuild()) for _ in range(2)]
    assert differing == [9, 0]
    assert await store.run(lambda tx: tx.ledger.total(ANA, "space", "all")) == 5


async def test_ties_go_to_who_got_there_first(store: SqliteStore) -> None:
    def work(tx: Tx) -> list[str]:
        for user, days in (("zoe", 0), ("ana", 1)):
            tx.ledger.award(Award(Member(SPACE, UserId(user)), "item:a", "attempt", 5, DAY + timedelta(days), CHANNEL))
        return [one.key for one in tx.ledger.board(SPACE, "space", "all", 9)[0]]

    assert await store.run(work) == ["zoe", "ana"]


async def test_nobody_stands_on_a_board_with_nothing(store: SqliteStore) -> None:
    def work(tx: Tx) -> tuple[int, int]:
        tx.ledger.award(Award(ANA, "item:a", "attempt", 0, DAY, CHANNEL))
        own = tx.ledger.own_line(ANA, "space", "all")
        return tx.ledger.board(SPACE, "space", "all", 9)[1], own.points if own else -1

    assert await store.run(work) == (0, 0)


async def test_a_team_round_is_kept_once_and_counted_in_its_periods(store: SqliteStore) -> None:
    def work(tx: Tx) -> list[int]:
        found = opened(tx)
        for points in (7, 9):
            tx.ledger.add_team_round(SPACE, None, found.id, DAY, points, 1)
        tx.ledger.add_team_round(SPACE, TeamId(99), found.id, DAY, 5, 1)
        boards = [tx.ledger.team_board(SPACE, period) for period in ("all", "2026-Q4", "2026-Q1")]
        return [sum(line.points for line in board) for board in boards]

    assert await store.run(work) == [7, 7, 0]


async def test_a_verdict_on_an_answer_that_was_changed_meanwhile_is_not_kept(store: SqliteStore) -> None:
    def work(tx: Tx) -> list[bool]:
        found = opened(tx)
        tx.submissions.save(answer(found), day=DAY)
        read = tx.submissions.unjudged(9)[0]
        tx.submissions.save(answer(found, text="Changed"), day=DAY)
        tx.submissions.judge(read, Verdict(1.0, Band.EXCELLENT, (), ()))
        first = tx.submissions.unjudged(9, found.id)
        tx.submissions.judge(first[0], Verdict(0.5, Band.MIXED, (), ()))
        return [bool(first), bool(tx.submissions.unjudged(9))]

    assert await store.run(work) == [True, False]


async def test_nobody_has_no_days(store: SqliteStore) -> None:
    assert await store.run(lambda tx: dict(tx.submissions.days_of([]))) == {}
