"""Totals are a cache of the awards: whatever happens, they can be made again."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Executable, update

from bot.domain.ids import Member, TeamId, UserId
from bot.domain.verdicts import Band, Covered, Mistake, Remark, Verdict
from bot.engine.ports.store import Award, Store, Tx
from bot.storage import point_counts
from bot.storage.codec import verdict_from_json, verdict_to_json
from bot.storage.database import connect, within
from bot.storage.tables import asked_items, question_days, totals
from bot.storage.tables import point_counts as counts
from tests.storage.samples import ANA, CHANNEL, DAY, NOW, SPACE, answer, opened

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


def spoil(database_url: str, *statements: Executable) -> None:
    """Runs statements past the repositories, as somebody with a shell on the database could."""
    within(connect(database_url), lambda connection: [connection.execute(one) for one in statements])


@given(VERDICTS)
def test_a_verdict_comes_back_from_the_database_as_it_was(verdict: Verdict) -> None:
    assert verdict_from_json(verdict_to_json(verdict)) == verdict


async def test_awards_that_are_written_together_are_kept_once_as_if_one_by_one(store: Store) -> None:
    first, second = (Award(ANA, "item:a", "attempt", points, DAY, CHANNEL) for points in (5, 7))
    other = Award(ANA, "item:b", "attempt", 1, DAY, CHANNEL)

    def work(tx: Tx) -> list[list[Award]]:
        return [tx.ledger.award_all(some) for some in ([first, second], [second, other], [])]

    assert await store.run(work) == [[first], [other], []]
    assert await store.run(lambda tx: tx.ledger.total(ANA, "space", "all")) == 6


async def test_drift_is_found_and_mended(database_url: str, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(point_counts, "LONG", -1)
    await store.run(lambda tx: tx.ledger.award(Award(ANA, "item:a", "attempt", 5, DAY, CHANNEL)))
    await store.run(lambda tx: tx.ledger.own_line(ANA, "space", "all"))
    ghost = {"scope": "space", "period": "all", "user": "ghost", "points": 1, "answers": 1, "reached": 1}
    spoil(
        database_url,
        update(totals).values(points=99),
        totals.insert().values(space=SPACE, **ghost),
        update(counts).values(n=3),
    )
    differing = [await store.run(lambda tx: tx.ledger.rebuild()) for _ in range(2)]
    # Eight totals and a ghost; the count of the one board that somebody had a look at.
    assert differing == [10, 0]
    own = await store.run(lambda tx: tx.ledger.own_line(ANA, "space", "all"))
    assert own is not None
    assert (own.points, own.rank) == (5, 1)


async def test_sums_over_rounds_are_mended_as_well(database_url: str, store: Store) -> None:
    await store.run(lambda tx: tx.rounds.close(opened(tx).id, NOW))
    spoil(database_url, asked_items.delete(), update(question_days).values(closed=7))
    differing = [await store.run(lambda tx: tx.ledger.rebuild()) for _ in range(2)]
    assert differing == [2, 0]
    assert await store.run(lambda tx: tx.rounds.answers_by_day(SPACE, 9)) == {DAY: 0}


async def test_ties_go_to_who_got_there_first(store: Store) -> None:
    def work(tx: Tx) -> list[str]:
        for user, days in (("zoe", 0), ("ana", 1)):
            tx.ledger.award(Award(Member(SPACE, UserId(user)), "item:a", "attempt", 5, DAY + timedelta(days), CHANNEL))
        return [one.key for one in tx.ledger.board(SPACE, "space", "all", 9)[0]]

    assert await store.run(work) == ["zoe", "ana"]


async def test_nobody_stands_on_a_board_with_nothing(store: Store) -> None:
    def work(tx: Tx) -> tuple[int, int]:
        tx.ledger.award(Award(ANA, "item:a", "attempt", 0, DAY, CHANNEL))
        own = tx.ledger.own_line(ANA, "space", "all")
        return tx.ledger.board(SPACE, "space", "all", 9)[1], own.points if own else -1

    assert await store.run(work) == (0, 0)


async def test_a_team_round_is_kept_once_and_counted_in_its_periods(store: Store) -> None:
    def work(tx: Tx) -> list[int]:
        found = opened(tx)
        for points in (7, 9):
            tx.ledger.add_team_round(SPACE, None, found.id, DAY, points, 1)
        tx.ledger.add_team_round(SPACE, TeamId(99), found.id, DAY, 5, 1)
        boards = [tx.ledger.team_board(SPACE, period) for period in ("all", "2026-Q4", "2026-Q1")]
        return [sum(line.points for line in board) for board in boards] + [tx.ledger.rebuild()]

    assert await store.run(work) == [7, 7, 0, 0]


async def test_a_team_is_on_the_board_by_its_present_name_until_it_is_deleted(store: Store) -> None:
    def work(tx: Tx) -> list[list[tuple[str, str, int]]]:
        found = opened(tx)
        for name, points in (("Vision", 5), ("Audio", 9)):
            tx.people.add_team(SPACE, name)
            team = tx.people.team_named(SPACE, name)
            assert team is not None
            tx.ledger.add_team_round(SPACE, team.id, found.id, DAY, points, 1)
        vision, audio = (one.id for one in sorted(tx.people.teams(SPACE), key=lambda one: one.id))
        tx.people.rename_team(SPACE, vision, "Sight")
        boards = [tx.ledger.team_board(SPACE, "all")]
        tx.people.delete_team(SPACE, audio)
        tx.people.add_team(SPACE, "Newcomers")
        boards.append(tx.ledger.team_board(SPACE, "all"))
        return [[(one.key, one.name, one.points) for one in board] for board in boards]

    before, after = await store.run(work)
    assert [line[1:] for line in before] == [("Audio", 9), ("Sight", 5)]
    assert after == before[1:]


async def test_a_verdict_on_an_answer_that_was_changed_meanwhile_is_not_kept(store: Store) -> None:
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


async def test_nobody_has_no_days(store: Store) -> None:
    assert await store.run(lambda tx: dict(tx.submissions.days_of([]))) == {}
