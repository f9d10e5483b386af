"""Leases that replicas share: one holder at a time, an end by themselves, and the count of session starts."""

import asyncio
from datetime import timedelta

from bot.engine.ports.leases import Start
from bot.engine.ports.store import Store, Tx

LONG, ENDED = timedelta(minutes=1), timedelta(seconds=-1)
DAY = timedelta(hours=24)


async def test_a_lease_has_one_holder_at_a_time(store: Store) -> None:
    def work(tx: Tx) -> tuple[bool, bool]:
        return tx.leases.take("a", "one", LONG) is not None, tx.leases.take("a", "two", LONG) is not None

    assert await store.run(work) == (True, False)


async def test_of_many_who_ask_at_once_one_gets_it(store: Store) -> None:
    asked = await asyncio.gather(
        *(store.run(lambda tx, owner=f"r{n}": tx.leases.take("a", owner, LONG)) for n in range(20))
    )
    held = [one for one in asked if one is not None]
    assert len(held) == 1
    assert (await store.run(lambda tx: tx.leases.running("a")))[0].owner == held[0].owner


async def test_its_holder_makes_a_lease_longer_and_stays_in_the_same_term(store: Store) -> None:
    first = await store.run(lambda tx: tx.leases.take("a", "one", LONG))
    again = await store.run(lambda tx: tx.leases.take("a", "one", LONG))
    assert first is not None
    assert again is not None
    assert (again.term, again.since) == (1, first.since)
    assert again.until > first.until


async def test_a_lease_that_has_ended_is_taken_by_the_next_in_a_new_term(store: Store) -> None:
    await store.run(lambda tx: tx.leases.take("a", "one", ENDED))
    taken = await store.run(lambda tx: tx.leases.take("a", "two", LONG))
    assert taken is not None
    assert (taken.owner, taken.term) == ("two", 2)
    assert await store.run(lambda tx: tx.leases.take("a", "one", LONG)) is None


async def test_a_lease_is_given_back_by_its_holder_only(store: Store) -> None:
    await store.run(lambda tx: tx.leases.take("a", "one", LONG))
    await store.run(lambda tx: tx.leases.drop("a", "two"))
    assert await store.run(lambda tx: tx.leases.take("a", "two", LONG)) is None
    await store.run(lambda tx: tx.leases.drop("a", "one"))
    assert await store.run(lambda tx: tx.leases.take("a", "two", LONG)) is not None


async def test_only_leases_in_force_are_listed_and_only_under_their_prefix(store: Store) -> None:
    def work(tx: Tx) -> list[str]:
        for name, length in (("s:2", LONG), ("s:1", LONG), ("s:3", ENDED), ("sx", LONG), ("s_1", LONG)):
            tx.leases.take(name, "one", length)
        return [one.name for one in tx.leases.running("s:")]

    assert await store.run(work) == ["s:1", "s:2"]


async def test_what_ended_long_ago_is_swept_away_and_nothing_else(store: Store) -> None:
    def work(tx: Tx) -> tuple[int, int]:
        tx.leases.take("old", "one", -DAY)
        tx.leases.take("new", "one", ENDED)
        tx.leases.started("bot", 0)
        tx.leases.sweep(timedelta(hours=1))
        # A lease that was swept away begins in its first term again.
        old, new = tx.leases.take("old", "two", LONG), tx.leases.take("new", "two", LONG)
        assert old is not None
        assert new is not None
        return old.term, new.term

    assert await store.run(work) == (1, 2)
    assert len(await store.run(lambda tx: tx.leases.starts("bot", DAY))) == 1


async def test_session_starts_are_counted_per_bot_the_newest_first(store: Store) -> None:
    for bot, shard in (("mine", 0), ("other", 0), ("mine", 1)):
        await store.run(lambda tx, bot=bot, shard=shard: tx.leases.started(bot, shard))

    def work(tx: Tx) -> tuple[list[Start], list[Start]]:
        return tx.leases.starts("mine", DAY), tx.leases.starts("mine", timedelta(0))

    found, none = await store.run(work)
    assert [one.shard for one in found] == [1, 0]
    assert all(timedelta(0) <= one.ago < DAY for one in found)
    assert none == []
