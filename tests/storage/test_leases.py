"""Who holds a delivery: claims, fences, and what becomes of those whose owner died."""

import asyncio
from datetime import timedelta

import pytest

from bot.engine.ports.store import Delivery, DeliveryState, Tx
from bot.storage.store import SqliteStore
from tests.storage.samples import CHANNEL, NOW, SPACE, planned

LEASE = timedelta(seconds=60)
OVER = timedelta(seconds=-1)
NOW_OR_NEVER = {"test": 0.0}


def claimed(tx: Tx, number: int, lease: timedelta = LEASE, owner: str = "one") -> Delivery:
    found = tx.deliveries.claim(number, owner=owner, lease=lease, now=NOW)
    assert found is not None
    return found


async def test_one_of_many_claims_a_delivery(store: SqliteStore) -> None:
    number = await store.run(planned)
    claims = await asyncio.gather(
        *(store.run(lambda tx, i=i: tx.deliveries.claim(number, owner=f"{i}", lease=LEASE, now=NOW)) for i in range(30))
    )  # type: ignore[misc]
    assert [one is not None for one in claims].count(True) == 1


async def test_a_claim_raises_the_fence_and_the_attempt(store: SqliteStore) -> None:
    def work(tx: Tx) -> Delivery:
        return claimed(tx, planned(tx))

    found = await store.run(work)
    assert (found.state, found.fence, found.attempt) == (DeliveryState.SENDING, 1, 1)
    assert found.first_at is not None
    assert found.first_at == found.last_at


async def test_the_holder_confirms_once(store: SqliteStore) -> None:
    def work(tx: Tx) -> list[bool]:
        mine = claimed(tx, planned(tx))
        return [tx.deliveries.confirm(mine, "m1") for _ in range(2)]

    assert await store.run(work) == [True, False]


async def test_an_owner_whose_lease_ran_out_can_no_longer_confirm(store: SqliteStore) -> None:
    def work(tx: Tx) -> tuple[int, list[bool]]:
        mine = claimed(tx, planned(tx), OVER)
        orphans = tx.deliveries.orphaned(9)
        late = [
            tx.deliveries.confirm(mine, "m1"),
            tx.deliveries.give_back(mine, not_before=NOW, error=""),
            tx.deliveries.finish(mine, DeliveryState.FAILED, ""),
            tx.deliveries.resend(mine),
        ]
        return orphans, late

    assert await store.run(work) == (1, [False] * 4)


async def test_an_owner_whose_post_is_being_looked_up_can_no_longer_confirm(store: SqliteStore) -> None:
    def work(tx: Tx) -> tuple[bool, bool]:
        mine = claimed(tx, planned(tx))
        tx.deliveries.finish(mine, DeliveryState.UNKNOWN, "?")
        theirs = tx.deliveries.unknown(settled=NOW_OR_NEVER, owner="two", lease=LEASE, limit=9)
        return tx.deliveries.confirm(mine, "m1"), tx.deliveries.confirm(theirs[0], "m1")

    assert await store.run(work) == (False, True)


async def test_a_lease_that_runs_is_no_orphan(store: SqliteStore) -> None:
    def work(tx: Tx) -> int:
        claimed(tx, planned(tx))
        return tx.deliveries.orphaned(9)

    assert await store.run(work) == 0


async def test_an_unknown_delivery_is_looked_up_by_one_at_a_time(store: SqliteStore) -> None:
    def work(tx: Tx) -> list[int]:
        tx.deliveries.finish(claimed(tx, planned(tx)), DeliveryState.UNKNOWN, "?")
        return [len(tx.deliveries.unknown(settled=NOW_OR_NEVER, owner=owner, lease=LEASE, limit=9)) for owner in "ab"]

    assert await store.run(work) == [1, 0]


@pytest.mark.parametrize(
    ("settled", "found"),
    [
        ({}, 0),
        ({"other": 0.0}, 0),
        ({"test": 3600.0}, 0),
        ({"test": 0.0}, 1),
    ],
)
async def test_an_unknown_delivery_is_looked_up_when_its_platform_has_settled(
    store: SqliteStore,
    settled: dict[str, float],
    found: int,
) -> None:
    def work(tx: Tx) -> int:
        tx.deliveries.finish(claimed(tx, planned(tx)), DeliveryState.UNKNOWN, "?")
        return len(tx.deliveries.unknown(settled=settled, owner="two", lease=LEASE, limit=9))

    assert await store.run(work) == found


async def test_a_delivery_that_is_given_back_waits_for_its_time(store: SqliteStore) -> None:
    def work(tx: Tx) -> list[int]:
        later = NOW + timedelta(minutes=5)
        tx.deliveries.give_back(claimed(tx, planned(tx)), not_before=later, error="x" * 999, counted=False)
        return [len(tx.deliveries.waiting(at, ["test"], 9)) for at in (later - timedelta(seconds=1), later)]

    assert await store.run(work) == [0, 1]


@pytest.mark.parametrize(("counted", "attempt"), [(True, 1), (False, 0)])
async def test_an_attempt_counts_unless_it_is_taken_back(store: SqliteStore, counted: bool, attempt: int) -> None:
    def work(tx: Tx) -> Delivery | None:
        mine = claimed(tx, planned(tx))
        tx.deliveries.give_back(mine, not_before=NOW, error="x" * 999, counted=counted)
        return tx.deliveries.get(mine.id)

    found = await store.run(work)
    assert found is not None
    assert (found.attempt, len(found.error), found.fence) == (attempt, 400, 1)


async def test_what_is_sent_is_claimed_by_nobody(store: SqliteStore) -> None:
    def work(tx: Tx) -> tuple[object, object]:
        number = planned(tx)
        tx.deliveries.confirm(claimed(tx, number), "m1")
        return tx.deliveries.claim(number, owner="two", lease=LEASE, now=NOW), tx.deliveries.decide(number, again=True)

    assert await store.run(work) == (None, None)


@pytest.mark.parametrize(("again", "state"), [(True, DeliveryState.PENDING), (False, DeliveryState.SENT)])
async def test_an_uncertain_delivery_is_decided_once(store: SqliteStore, again: bool, state: DeliveryState) -> None:
    def work(tx: Tx) -> list[Delivery | None]:
        number = planned(tx)
        tx.deliveries.finish(claimed(tx, number), DeliveryState.UNCERTAIN, "?")
        return [tx.deliveries.decide(number, again=again) for _ in range(2)]

    first, second = await store.run(work)
    assert first is not None
    assert (first.state, second) == (state, None)


async def test_waiting_deliveries_come_oldest_due_first(store: SqliteStore) -> None:
    def work(tx: Tx) -> list[str]:
        for key, minutes in (("b", 1), ("a", 2), ("c", 0)):
            planned(tx, key, due_at=NOW - timedelta(minutes=minutes))
        return [one.key for one in tx.deliveries.waiting(NOW, ["test"], 2)]

    assert await store.run(work) == ["a", "b"]


async def test_the_feed_of_a_channel_holds_what_was_sent_or_is_on_its_way(store: SqliteStore) -> None:
    def work(tx: Tx) -> list[str]:
        for key in ("sent", "pending", "sending", "failed"):
            number = planned(tx, key)
            if key != "pending":
                mine = claimed(tx, number)
                if key == "sent":
                    tx.deliveries.confirm(mine, "m1")
                elif key == "failed":
                    tx.deliveries.finish(mine, DeliveryState.FAILED, "no")
        return [one.key for one in tx.deliveries.feed(SPACE, CHANNEL, 9)]

    assert await store.run(work) == ["sent", "sending"]


@pytest.mark.parametrize(("settle", "found"), [(0.5, 1), (60.0, 0)])
async def test_what_a_dead_owner_left_settles_from_the_end_of_its_lease(
    store: SqliteStore, settle: float, found: int
) -> None:
    def work(tx: Tx) -> int:
        claimed(tx, planned(tx), OVER)
        tx.deliveries.orphaned(9)
        return len(tx.deliveries.unknown(settled={"test": settle}, owner="two", lease=LEASE, limit=9))

    assert await store.run(work) == found


async def test_an_unknown_outcome_settles_from_when_it_became_unknown(store: SqliteStore) -> None:
    def work(tx: Tx) -> Delivery:
        return claimed(tx, planned(tx))

    def lose(tx: Tx) -> Delivery | None:
        tx.deliveries.finish(mine, DeliveryState.UNKNOWN, "?")
        return tx.deliveries.get(mine.id)

    mine = await store.run(work)
    lost = await store.run(lose)
    assert lost is not None
    assert lost.last_at is not None
    assert mine.last_at is not None
    assert lost.last_at > mine.last_at
