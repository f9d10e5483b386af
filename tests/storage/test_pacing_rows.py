"""Start times that replicas book in the database, and planning in bulk, on both databases."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import text

from bot.domain.ids import ChannelId, ScheduleId
from bot.domain.rounds import Schedule
from bot.domain.timetable import Timetable
from bot.engine import pacing
from bot.engine.pacing import Budget, Pace
from bot.engine.planning import plan
from bot.engine.ports.store import DeliveryKind, Store, Tx
from bot.engine.turn import Rules
from tests.storage.samples import NOW, SPACE, planned, space

DAY = NOW.date()
MANY = 2000


async def test_replicas_book_one_after_the_other(store: Store) -> None:
    pace = Pace("bot", 1.0)

    def book(tx: Tx) -> datetime:
        kept = tx.pacing.read({"bot"})
        at = pacing.slot(kept, [pace], NOW)
        tx.pacing.write(pacing.booked(kept, [pace], at))
        return at

    found = await asyncio.gather(*(store.run(book) for _ in range(20)))
    assert sorted(found) == [NOW + timedelta(seconds=i) for i in range(20)]


async def test_paces_that_were_free_for_long_are_forgotten(store: Store) -> None:
    def work(tx: Tx) -> set[str]:
        tx.pacing.write({"old": Budget(NOW - timedelta(hours=2)), "new": Budget(NOW, 2.0)})
        tx.pacing.prune(NOW - timedelta(hours=1))
        return {name for name, one in tx.pacing.read({"old", "new"}).items() if one.free_at == NOW and one.slow == 2.0}

    assert await store.run(work) == {"new"}


async def test_what_one_reserved_the_others_do_not_see_until_it_is_given_up(store: Store) -> None:
    def reserved(tx: Tx) -> list[int]:
        number = planned(tx)
        seen = [len(tx.deliveries.waiting(NOW, ["test"], 9))]
        tx.deliveries.reserve([number], owner="one", lease=timedelta(seconds=60))
        seen.append(len(tx.deliveries.waiting(NOW, ["test"], 9)))
        seen.append(int(tx.deliveries.claim(number, owner="two", lease=timedelta(seconds=60), now=NOW) is not None))
        seen.append(tx.deliveries.release("one"))
        seen.append(len(tx.deliveries.waiting(NOW, ["test"], 9)))
        return seen

    assert await store.run(reserved) == [1, 0, 0, 1, 1]


async def test_nothing_is_claimed_before_its_time(store: Store) -> None:
    def work(tx: Tx) -> list[bool]:
        number = planned(tx)
        times = (NOW - timedelta(seconds=1), NOW)
        return [tx.deliveries.claim(number, owner="one", lease=timedelta(60), now=at) is not None for at in times]

    assert await store.run(work) == [False, True]


async def test_the_story_of_a_delivery_is_kept_and_forgotten_with_age(store: Store) -> None:
    def work(tx: Tx) -> tuple[list[tuple[int, int, str, str]], int]:
        number = planned(tx)
        for outcome in ("busy", ""):
            mine = tx.deliveries.claim(number, owner="one", lease=timedelta(60), now=NOW)
            assert mine is not None
            if outcome:
                tx.deliveries.give_back(mine, not_before=NOW, error="x" * 300, counted=False)
            else:
                tx.deliveries.confirm(mine, "m1")
        lines = [(one.attempt, one.fence, one.outcome, one.detail[:3]) for one in tx.deliveries.story(number)]
        tx.deliveries.prune(datetime.now(UTC) + timedelta(days=1))
        return lines, len(tx.deliveries.story(number))

    assert await store.run(work) == (
        [(1, 1, "claimed", "one"), (1, 1, "not sent", "xxx"), (1, 2, "claimed", "one"), (1, 2, "sent", "")],
        0,
    )


async def test_only_what_went_through_doubt_is_looked_at_again_and_once(store: Store) -> None:
    later = NOW + timedelta(minutes=10)

    def work(tx: Tx) -> list[int]:
        for key in ("sure", "doubtful"):
            mine = tx.deliveries.claim(planned(tx, key), owner="one", lease=timedelta(60), now=NOW)
            assert mine is not None
            if key == "doubtful":
                tx.deliveries.finish(mine, mine.state.UNKNOWN, "?")
            tx.deliveries.confirm(mine, "m1", check_at=later)
        found = [len(tx.deliveries.to_check(at, ["test"], again=later, limit=9)) for at in (NOW, later)]
        for one in tx.deliveries.to_check(later, ["test"], again=later, limit=9):
            tx.deliveries.checked(one.id, "m0")
        return [*found, len(tx.deliveries.to_check(later, [], again=later, limit=9)),
                len(tx.deliveries.to_check(later, ["test"], again=later, limit=9))]  # fmt: skip

    assert await store.run(work) == [0, 1, 0, 0]


def herd(tx: Tx) -> None:
    """Very many schedules, due at one instant in two zones; some are paused, one skips the day."""
    space(tx)
    zones = [(ZoneInfo("UTC"), time(9)), (ZoneInfo("Asia/Kolkata"), time(14, 30))]
    for i in range(MANY):
        zone, at = zones[i % 2]
        table = Timetable(zone, at, frozenset(range(7)))
        paused = DAY if i % 100 == 7 else None
        tx._db.execute(  # type: ignore[attr-defined]  # `save` reads each back, which takes longer than the test
            text(
                "INSERT INTO schedules (space, channel, zone, at, weekdays, draw, style, feedback, thread, notice,"
                " paused_from, paused_until, pause_reason, next_day, next_due) VALUES (:space, :channel, :zone, :at,"
                " '0123456', '[]', 'open', 'close', true, '', :paused, :paused, '', :day, :due)"
            ).bindparams(
                *tx_types(),
            ),
            {
                "space": SPACE, "channel": f"c{i}", "zone": table.zone.key, "at": f"{at:%H:%M}",
                "paused": paused, "day": DAY, "due": NOW,
            },
        )  # fmt: skip


def tx_types() -> list[object]:
    from sqlalchemy import bindparam

    from bot.storage.tables import schedules

    return [bindparam(name, type_=schedules.c[column].type)
            for name, column in (("paused", "paused_from"), ("day", "next_day"), ("due", "next_due"))]  # fmt: skip


async def test_two_replicas_plan_thousands_at_once_and_none_twice(store: Store) -> None:
    await store.run(herd)
    await store.run(lambda tx: tx.schedules.skip(ScheduleId(3), DAY))

    async def replica() -> int:
        missed = 0
        while (done := await store.run(lambda tx: plan(tx, Rules(), NOW, limit=500))).found:
            missed += done.missed
        return missed

    assert await asyncio.gather(replica(), replica()) == [0, 0]
    counted = text("SELECT state, error, count(*), count(DISTINCT schedule) FROM deliveries GROUP BY 1, 2 ORDER BY 3")
    rows = await store.run(lambda tx: [tuple(row) for row in tx._db.execute(counted)])  # type: ignore[attr-defined]
    assert rows == [
        ("skipped", "skipped by an admin", 1, 1),
        ("skipped", "paused", MANY // 100, MANY // 100),
        ("pending", "", MANY - 1 - MANY // 100, MANY - 1 - MANY // 100),
    ]
    following = await store.run(lambda tx: {tx.schedules.get(ScheduleId(i)).next_due for i in range(1, 9)})  # type: ignore[union-attr]
    assert following == {NOW + timedelta(days=1)}


async def test_missed_questions_are_told_once_where_the_admins_want_it(store: Store) -> None:
    late = NOW + timedelta(hours=5)

    def work(tx: Tx) -> list[tuple[str, str, str]]:
        space(tx)
        for channel, notice in (("a", ""), ("b", "dm:boss")):
            table = Timetable(ZoneInfo("UTC"), time(9), frozenset(range(7)))
            tx.schedules.save(Schedule(ScheduleId(0), SPACE, ChannelId(channel), table, notice=notice,
                                       next_day=DAY, next_due=NOW))  # fmt: skip
        missed = plan(tx, Rules(), late, limit=9).missed
        assert missed == 2
        told = [one for one in tx.deliveries.waiting(late, ["test"], 9) if one.kind is DeliveryKind.NOTICE]
        return sorted((one.channel, one.key, one.text.split("\n")[0]) for one in told)

    says = f"The question of {date(2026, 11, 23):%A, %d %b %Y} was not posted: the bot was not running at the time."
    assert await store.run(work) == [
        ("a", "notice:1:missed:2026-11-23", says),
        ("dm:boss", "notice:2:missed:2026-11-23", says),
    ]
