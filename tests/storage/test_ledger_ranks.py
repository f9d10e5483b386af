"""Ranks are read from counts of points; they are those that counting the lines would give."""

import asyncio
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.ids import ChannelId, Member, SpaceId, UserId
from bot.domain.standings import ranked
from bot.domain.timetable import period_keys
from bot.engine.ports.store import Award, Store, Tx
from bot.storage import point_counts
from bot.storage.database import connect
from bot.wiring import store_on
from tests.postgres import Server
from tests.storage.samples import CHANNEL, DAY, NOW, SPACE
from tests.storage.samples import space as with_space

OTHER = SpaceId("test:other")
CHANNELS = (CHANNEL, ChannelId("two"))
DAYS = (date(2026, 9, 30), date(2026, 10, 1), date(2027, 1, 1))
"""Days of one week, but not of one season; and a day of another year than most of its week."""

USERS = [UserId(name) for name in ("ana", "ben", "cleo", "unseen")]
MEMBERS = st.builds(Member, st.sampled_from([SPACE, SPACE, SPACE, OTHER]), st.sampled_from(USERS))
AWARDS = st.builds(
    Award,
    MEMBERS,
    st.sampled_from([f"item:{i}" for i in range(6)]),
    st.sampled_from(["attempt", "answer"]),
    st.sampled_from([-7, 0, 2, 5, 10, 10, 20]),
    st.sampled_from(DAYS),
    st.sampled_from(CHANNELS),
)
DEEDS = st.lists(AWARDS, min_size=1, max_size=8) | st.tuples(MEMBERS, st.booleans())
"""Awards that are written together, or a member who is hidden (True) or shown again."""


class Undo(Exception):
    """Raised at the end of an example: nothing of it is kept."""


def done(tx: Tx, deeds: list[list[Award] | tuple[Member, bool]]) -> tuple[list[Award], set[Member]]:
    """Does the deeds; tells what was awarded, and who is hidden."""
    kept: list[Award] = []
    hidden: set[Member] = set()
    for space in (SPACE, OTHER):
        with_space(tx, space)
        for user in USERS[:-1]:
            tx.people.see(Member(space, user), user, NOW)
    for deed in deeds:
        if isinstance(deed, list):
            kept += tx.ledger.award_all(deed)
            look(tx, deed[0])
            continue
        member, hide = deed
        tx.people.hide(member, boards=hide)
        if member.user in USERS[:-1]:
            (hidden.add if hide else hidden.discard)(member)
    return kept, hidden


@pytest.fixture(params=[-1, point_counts.LONG], ids=["long", "short"])
def boards_are(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """All boards are long, so that ranks come from counts as soon as one is asked for; or all are short."""
    monkeypatch.setattr(point_counts, "LONG", request.param)


def look(tx: Tx, award: Award) -> None:
    """Asks for the member's rank on every board that an award counts on."""
    for scope in ("space", f"channel:{award.channel}"):
        for period in period_keys(award.day):
            tx.ledger.own_line(award.member, scope, period)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(DEEDS, min_size=1, max_size=6))
async def test_a_rank_is_the_one_that_counting_gives(
    store: Store, boards_are: None, deeds: list[list[Award] | tuple[Member, bool]]
) -> None:
    wrong: list[object] = []

    def work(tx: Tx) -> None:
        kept, hidden = done(tx, deeds)
        boards: dict[tuple[SpaceId, str, str], Counter[UserId]] = {}
        for award in kept:
            for scope in ("space", f"channel:{award.channel}"):
                for period in period_keys(award.day):
                    points = boards.setdefault((award.member.space, scope, period), Counter())
                    points[award.member.user] += award.points
        for (space, scope, period), points in boards.items():
            shown = {user: one for user, one in points.items() if Member(space, user) not in hidden}
            for user, own in points.items():
                line = tx.ledger.own_line(Member(space, user), scope, period)
                counted = 1 + sum(one > own for one in shown.values())
                if line is None or (line.points, line.rank) != (own, counted):
                    wrong.append((space, scope, period, user, line, own, counted))
            positive = {user: 1 + sum(two > one for two in shown.values()) for user, one in shown.items() if one > 0}
            for limit in (2, 9):
                lines, number = tx.ledger.board(space, scope, period, limit)
                page = {line.key: line.rank for line in ranked(lines)}
                of_page = {user: positive.get(UserId(user)) for user in page}
                if (page, len(page), number) != (of_page, min(limit, len(positive)), len(positive)):
                    wrong.append((space, scope, period, page, positive, number))
        drift = tx.ledger.rebuild()
        if drift:
            wrong.append(drift)
        raise Undo

    with pytest.raises(Undo):
        await store.run(work)
    assert wrong == []


async def test_equal_points_share_a_rank_below_the_page(store: Store, boards_are: None) -> None:
    points = (50, 40, 30, 20, 20, 10)

    def work(tx: Tx) -> tuple[list[int], int]:
        users = [UserId(f"u{i}") for i in range(len(points))]
        tx.ledger.award_all(
            [
                Award(Member(SPACE, user), "item:a", "answer", n, DAY, CHANNEL)
                for user, n in zip(users, points, strict=True)
            ]
        )
        lines = [tx.ledger.own_line(Member(SPACE, user), "space", "all") for user in users]
        return [line.rank for line in lines if line], tx.ledger.board(SPACE, "space", "all", 2)[1]

    assert await store.run(work) == ([1, 2, 3, 4, 4, 6], 6)


async def test_who_is_not_on_a_board_has_no_line(store: Store) -> None:
    assert await store.run(lambda tx: tx.ledger.own_line(Member(SPACE, USERS[0]), "space", "all")) is None


async def crowd(store: Store, size: int, *, only_closes: bool = False) -> int:
    """Closes, practice, looks at boards and people who hide, all at once; returns how many awards were written.

    Every other close names the members backwards: whoever locks as it comes would wait in a circle.
    """
    users = [UserId(f"u{i}") for i in range(size)]

    def begin(tx: Tx) -> None:
        with_space(tx)
        for user in users:
            tx.people.see(Member(SPACE, user), user, NOW)

    def close(number: int, tx: Tx) -> int:
        some = users if number % 2 else users[::-1]
        day = DAY + timedelta(days=number % 3)
        awards = [
            Award(Member(SPACE, user), f"item:{number}", reason, 1 + (number + place) % 4, day, CHANNELS[number % 2])
            for place, user in enumerate(some)
            for reason in ("attempt", "answer")
        ]
        return len(tx.ledger.award_all(awards))

    def read(number: int, tx: Tx) -> int:
        look(tx, Award(Member(SPACE, users[number % size]), "", "", 0, DAY + timedelta(days=number % 3), CHANNEL))
        return 0

    def practice(number: int, tx: Tx) -> int:
        user = users[number % len(users)]
        return int(tx.ledger.award(Award(Member(SPACE, user), f"check:{number}", "practice", 1, DAY, CHANNEL)))

    def hide(number: int, tx: Tx) -> int:
        tx.people.hide(Member(SPACE, users[number % 5]), boards=number % 3 > 0)
        return 0

    await store.run(begin)
    works = [
        lambda tx, number=number, deed=deed: deed(number, tx)
        for number in range(24)
        # The second close is a repetition.
        for deed in ((close, close) if only_closes else (close, practice, read, hide, close))
    ]
    return sum(await asyncio.gather(*(store.run(work) for work in works)))  # type: ignore[arg-type]


async def test_rounds_that_close_side_by_side_while_people_hide_leave_no_drift(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(point_counts, "LONG", -1)
    assert await crowd(store, 12) == 24 * 2 * 12 + 24
    assert await store.run(lambda tx: tx.ledger.rebuild()) == 0


async def test_nobody_waits_in_a_circle(postgres: Server, postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(point_counts, "LONG", -1)
    store = store_on(connect(postgres_url))
    await crowd(store, 60, only_closes=True)
    await store.close()  # whoever leaves tells what happened
    figures = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
    assert [row["deadlocks"] for row in postgres.query(figures, url=postgres_url)] == [0]
