"""Constraints decide: what is new is kept, what is there already is told, by name."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.exc import IntegrityError, StatementError

from bot.domain.ids import ChannelId, Member, RoundId, ScheduleId, SpaceId, UserId
from bot.domain.questions import Style
from bot.domain.rounds import Phase
from bot.engine.ports.store import Award, DeliveryKind, QuizAnswer, Tx
from bot.storage.store import SqliteStore
from bot.storage.tables import metadata
from tests.storage.samples import ANA, CHANNEL, DAY, NOW, SPACE, a_round, answer, opened, planned, schedule, space


def names() -> set[str]:
    """The names of all constraints and indexes."""
    found: set[str] = set()
    for table in metadata.tables.values():
        found |= {str(one.name) for one in (*table.constraints, *table.indexes)}
    return found


@pytest.mark.parametrize(
    "name",
    [
        "one_team_of_a_name",
        "one_schedule_per_channel",
        "one_round_per_number",
        "one_round_per_day",
        "one_open_round_per_channel",
        "one_delivery_per_key",
        "ck_rounds_phase",
        "ck_deliveries_state",
        "ck_schedules_next_is_whole",
    ],
)
def test_a_rule_of_the_product_has_a_constraint_of_its_name(name: str) -> None:
    assert name in names()


def test_every_constraint_has_a_name() -> None:
    assert "None" not in names()


async def test_a_channel_has_one_open_round(store: SqliteStore) -> None:
    def work(tx: Tx) -> bool:
        opened(tx)
        return tx.rounds.add(a_round(schedule(tx), DAY + timedelta(days=1))) is None

    assert await store.run(work)


async def test_a_channel_may_open_a_round_after_the_last_one_was_closed(store: SqliteStore) -> None:
    def work(tx: Tx) -> list[int]:
        first = opened(tx)
        tx.rounds.close(first.id, NOW)
        opened(tx, DAY + timedelta(days=1))
        return [one.number for one in tx.rounds.last(SPACE, CHANNEL, limit=9)]

    assert await store.run(work) == [2, 1]


async def test_a_schedule_has_one_round_a_day(store: SqliteStore) -> None:
    def work(tx: Tx) -> bool:
        tx.rounds.close(opened(tx).id, NOW)
        return tx.rounds.add(a_round(schedule(tx))) is None

    assert await store.run(work)


async def test_a_delivery_key_is_planned_once(store: SqliteStore) -> None:
    def work(tx: Tx) -> list[bool]:
        space(tx)
        return [
            tx.deliveries.plan(key="k", kind=DeliveryKind.NOTICE, space=SPACE, channel=CHANNEL, due_at=NOW)
            for _ in range(2)
        ]

    assert await store.run(work) == [True, False]


async def test_a_team_name_is_taken_once_in_a_space_whatever_its_case(store: SqliteStore) -> None:
    def work(tx: Tx) -> list[bool]:
        other = SpaceId("test:b")
        for name in (SPACE, other):
            space(tx, name)
        return [tx.people.add_team(*one) for one in ((SPACE, "Vision"), (SPACE, "VISION"), (other, "Vision"))]

    assert await store.run(work) == [True, False, True]


async def test_a_team_cannot_take_the_name_of_another(store: SqliteStore) -> None:
    def work(tx: Tx) -> tuple[bool, list[str]]:
        space(tx)
        for name in ("Vision", "Language"):
            tx.people.add_team(SPACE, name)
        team = tx.people.team_named(SPACE, "language")
        assert team is not None
        return tx.people.rename_team(SPACE, team.id, "vision"), [one.name for one in tx.people.teams(SPACE)]

    assert await store.run(work) == (False, ["Language", "Vision"])


async def test_a_channel_has_one_schedule(store: SqliteStore) -> None:
    def work(tx: Tx) -> int:
        schedule(tx)
        schedule(tx)
        return len(tx.schedules.of(SPACE))

    assert await store.run(work) == 1


async def test_an_award_is_made_once_by_member_source_and_reason(store: SqliteStore) -> None:
    award = Award(ANA, "item:a", "answer", 5, DAY, CHANNEL)
    ben = Member(SPACE, UserId("ben"))
    others = [replace(award, source="item:b"), replace(award, reason="hints"), replace(award, member=ben)]

    def work(tx: Tx) -> tuple[list[bool], int]:
        made = [tx.ledger.award(one) for one in (award, replace(award, points=9), *others)]
        return made, tx.ledger.total(ANA, "space", "all")

    assert await store.run(work) == ([True, False, True, True, True], 15)


async def test_a_hint_is_charged_once(store: SqliteStore) -> None:
    def work(tx: Tx) -> list[bool]:
        found = opened(tx)
        return [tx.submissions.take_hint(found.id, ANA, 0, 10) for _ in range(2)]

    assert await store.run(work) == [True, False]


async def test_an_answer_is_new_then_changed_then_locked(store: SqliteStore) -> None:
    def work(tx: Tx) -> list[bool | None]:
        found = opened(tx)
        done = [tx.submissions.save(answer(found, text=text), day=DAY) for text in ("one", "two")]
        tx.submissions.lock(found.id, ANA)
        return [*done, tx.submissions.save(answer(found, text="three"), day=DAY)]

    assert await store.run(work) == [True, False, None]


async def test_a_quiz_position_is_answered_once(store: SqliteStore) -> None:
    def work(tx: Tx) -> list[bool]:
        quiz = tx.quizzes.add(ANA, "llm", Style.CHECK, [], NOW)
        return [tx.quizzes.answer(quiz.id, QuizAnswer(0, choice, True, 1)) for choice in (0, 1)]

    assert await store.run(work) == [True, False]


async def test_a_share_and_a_skip_happen_once(store: SqliteStore) -> None:
    def work(tx: Tx) -> list[bool]:
        found = opened(tx)
        tx.submissions.save(answer(found), day=DAY)
        shares = [tx.submissions.share(found.id, ANA) for _ in range(2)]
        return [*shares, *(tx.schedules.skip(found.schedule, DAY) for _ in range(2))]

    assert await store.run(work) == [True, False, True, False]


async def test_one_closes_a_round_and_the_others_do_not(store: SqliteStore) -> None:
    def work(tx: Tx) -> list[bool]:
        found = opened(tx)
        return [tx.rounds.close(found.id, NOW) for _ in range(2)]

    assert await store.run(work) == [True, False]


async def test_the_first_user_owns_a_space_and_the_second_does_not(store: SqliteStore) -> None:
    def work(tx: Tx) -> list[bool]:
        space(tx)
        return [tx.people.claim_ownership(SPACE, UserId(user)) for user in ("ana", "ben")]

    assert await store.run(work) == [True, False]


async def test_a_round_of_no_kept_item_is_refused(store: SqliteStore) -> None:
    with pytest.raises(IntegrityError):
        await store.run(lambda tx: tx.rounds.add(a_round(schedule(tx))))


async def test_a_delivery_of_no_space_is_refused(store: SqliteStore) -> None:
    with pytest.raises(IntegrityError):
        await store.run(
            lambda tx: tx.deliveries.plan(
                key="k", kind=DeliveryKind.NOTICE, space=SpaceId("test:none"), channel=CHANNEL, due_at=NOW
            )
        )


async def test_a_next_day_without_its_instant_is_refused(store: SqliteStore) -> None:
    with pytest.raises(IntegrityError, match="next_is_whole"):
        await store.run(lambda tx: tx.schedules.set_next(schedule(tx).id, DAY, None))


@pytest.mark.parametrize("moment", [datetime(2026, 11, 23, 9), datetime(2026, 11, 23, 9).replace(fold=1)])
async def test_a_naive_instant_is_refused(store: SqliteStore, moment: datetime) -> None:
    with pytest.raises(StatementError, match="a naive datetime was given to the database"):
        await store.run(lambda tx: planned(tx, due_at=moment))


async def test_an_instant_comes_back_aware_and_in_utc(store: SqliteStore) -> None:
    tokyo = NOW.astimezone(ZoneInfo("Asia/Tokyo"))
    found = await store.run(lambda tx: tx.deliveries.get(planned(tx, due_at=tokyo)))
    assert found is not None
    assert (found.due_at, found.due_at.utcoffset(), found.first_at) == (NOW, timedelta(0), None)


def void(tx: Tx, day: date = DAY) -> RoundId:
    """A round that never got to its channel."""
    tx.rounds.keep_item("digest", "source")
    made = tx.rounds.add(a_round(schedule(tx), day))
    assert made is not None
    tx.rounds.void(made.id)
    return made.id


async def test_a_void_round_is_no_round_of_the_channel(store: SqliteStore) -> None:
    def work(tx: Tx) -> tuple[object, ...]:
        void(tx)
        rounds = tx.rounds
        return (
            rounds.open_in(SPACE, CHANNEL),
            rounds.numbered(SPACE, CHANNEL, 1),
            rounds.last(SPACE, CHANNEL),
            rounds.asked(SPACE),
            rounds.closed_days(SPACE),
            rounds.withheld(SPACE),
        )

    assert await store.run(work) == (None, None, [], ({}, []), [], set())


async def test_void_rounds_use_up_no_number(store: SqliteStore) -> None:
    def work(tx: Tx) -> int:
        for days in range(3):
            void(tx, DAY + timedelta(days=days))
        return opened(tx, DAY + timedelta(days=9)).number

    assert await store.run(work) == 1


async def test_a_round_that_was_posted_cannot_become_void(store: SqliteStore) -> None:
    def work(tx: Tx) -> Phase:
        found = opened(tx)
        tx.rounds.void(found.id)
        again = tx.rounds.get(found.id)
        assert again is not None
        return again.phase

    assert await store.run(work) is Phase.OPEN


async def test_a_day_is_closed_when_all_its_rounds_are(store: SqliteStore) -> None:
    def work(tx: Tx) -> list[list[date]]:
        rounds = [opened(tx, channel=ChannelId(channel)) for channel in ("a", "b")]
        days = []
        for one in rounds:
            tx.rounds.close(one.id, NOW)
            days.append(tx.rounds.closed_days(SPACE))
        return days

    assert await store.run(work) == [[], [DAY]]


async def test_an_early_close_moves_the_closing_time_and_a_late_one_does_not(store: SqliteStore) -> None:
    def work(tx: Tx) -> list[object]:
        found = []
        for channel, hours in (("a", 1), ("b", 99)):
            one = opened(tx, channel=ChannelId(channel))
            tx.rounds.close(one.id, NOW + timedelta(hours=hours))
            closed = tx.rounds.get(one.id)
            assert closed is not None
            assert closed.phase is Phase.CLOSED
            found.append(closed.closes_at - NOW)
        return found

    assert await store.run(work) == [timedelta(hours=1), timedelta(hours=8)]


async def test_a_pin_is_replaced_and_taken_away(store: SqliteStore) -> None:
    def work(tx: Tx) -> list[dict[date, str]]:
        number: ScheduleId = schedule(tx).id
        found = []
        for item in ("a/one", "a/two", None):
            tx.schedules.pin(number, DAY, item)  # type: ignore[arg-type]
            found.append({day: str(one) for day, one in tx.schedules.pins(number).items()})
        return found

    assert await store.run(work) == [{DAY: "a/one"}, {DAY: "a/two"}, {}]
