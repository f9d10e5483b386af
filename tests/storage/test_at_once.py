"""Many at once, on both databases: nothing twice, nothing lost, nothing that the others did not see."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.ids import ChannelId, ItemId, Member, UserId
from bot.domain.rounds import Round
from bot.engine.ports.store import Store, Tx
from tests.storage.deeds import all_answer, drift, member
from tests.storage.samples import ANA, DAY, NOW, SPACE, a_round, answer, opened, schedule


async def test_answers_that_are_delivered_five_times_by_sixteen_tasks_count_once(store: Store) -> None:
    round = await store.run(opened)
    people = [member(i) for i in range(40)]
    results = await all_answer(store, round, people * 5)
    assert (results.count(True), results.count(False)) == (40, 160)
    assert await drift(store, round) == (40, 40, 0)


async def test_the_close_sees_every_answer_that_was_accepted(store: Store) -> None:
    round = await store.run(opened)
    people = [member(i) for i in range(24)]

    def close(tx: Tx) -> set[Member]:
        tx.submissions.unjudged(99, round.id)
        assert tx.rounds.close(round.id, NOW)
        return {one.member for one in tx.submissions.of(round.id)}

    half, closing = asyncio.Event(), store.run(close)

    async def say(who: Member, number: int) -> tuple[Member, bool | None]:
        saved = await store.run(lambda tx: tx.submissions.save(answer(round, who), day=DAY))
        if number == 8:
            half.set()
        return who, saved

    async def close_in_the_middle() -> set[Member]:
        await half.wait()
        return await closing

    seen, *said = await asyncio.gather(close_in_the_middle(), *(say(who, i) for i, who in enumerate(people)))
    assert {who for who, saved in said if saved} == seen
    assert (await drift(store, round))[:2] == (len(seen), len(seen))


async def test_an_answer_to_a_round_that_was_closed_meanwhile_leaves_nothing_behind(store: Store) -> None:
    def work(tx: Tx) -> tuple[object, ...]:
        round = opened(tx)
        tx.submissions.save(answer(round), day=DAY)
        tx.rounds.close(round.id, NOW)
        ben = Member(SPACE, UserId("ben"))
        saved = [tx.submissions.save(answer(round, who, "Late"), day=DAY) for who in (ANA, ben)]
        return saved, [one.text for one in tx.submissions.of(round.id)], tx.submissions.days_of([ben])

    assert await store.run(work) == ([None, None], ["Mine"], {})


async def test_channels_of_one_space_that_open_at_once_draw_different_questions(store: Store) -> None:
    bag = [ItemId(f"beginner/{i}") for i in range(8)]

    def draw(tx: Tx, channel: ChannelId) -> Round:
        asked, _ = tx.rounds.asked(SPACE)
        made = tx.rounds.add(a_round(schedule(tx, channel), item=next(item for item in bag if item not in asked)))
        assert made is not None
        return made

    def prepare(tx: Tx) -> None:
        tx.rounds.keep_item("digest", "source")
        for i in range(8):
            schedule(tx, ChannelId(f"c{i}"))

    await store.run(prepare)
    made = await asyncio.gather(
        *(store.run(lambda tx, i=i: draw(tx, ChannelId(f"c{i}"))) for i in range(8))  # type: ignore[misc]
    )
    assert sorted(one.item for one in made) == bag


async def test_of_many_who_open_a_channel_one_does(store: Store) -> None:
    first = await store.run(opened)
    await store.run(lambda tx: tx.rounds.close(first.id, NOW))
    tomorrow = replace(a_round(await store.run(schedule)), day=DAY + timedelta(days=1))
    made = await asyncio.gather(*(store.run(lambda tx: tx.rounds.add(tomorrow)) for _ in range(8)))
    assert [one.number for one in made if one] == [2]


async def test_a_day_that_two_admins_pin_at_once_has_one_pin(store: Store) -> None:
    found = await store.run(schedule)
    items = [ItemId(f"beginner/{i}") for i in range(6)]
    await asyncio.gather(
        *(store.run(lambda tx, item=item: tx.schedules.pin(found.id, DAY, item)) for item in items)  # type: ignore[misc]
    )
    assert (await store.run(lambda tx: tx.schedules.pins(found.id)))[DAY] in items


async def test_one_of_many_owns_a_space(store: Store) -> None:
    await store.run(schedule)
    users = [UserId(f"u{i}") for i in range(9)]
    won = await asyncio.gather(
        *(store.run(lambda tx, user=user: tx.people.claim_ownership(SPACE, user)) for user in users)  # type: ignore[misc]
    )
    assert won.count(True) == 1


async def test_the_databases_clock_is_the_present(store: Store) -> None:
    before = datetime.now(UTC)
    found = await store.run(lambda tx: tx.database_now())
    assert abs(found - before) < timedelta(minutes=1)
    assert found.utcoffset() == timedelta(0)
