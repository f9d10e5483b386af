"""Sums over rounds are those that looking through the rounds would give, also after an upgrade."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, union_all

from bot import wiring
from bot.domain.ids import ChannelId, ItemId, Member, TeamId, UserId
from bot.domain.rounds import Phase, Round
from bot.engine.ports.store import Award, Store, Tx
from bot.storage.database import connect, migrate, within
from bot.storage.tables import asked_items, question_days, totals
from bot.wiring import store_on
from tests.storage.samples import ANA, CHANNEL, DAY, NOW, SPACE, a_round, answer, opened, schedule

SCRIPTS = wiring.data_folder("migrations")
CHANNELS = [ChannelId("a"), ChannelId("b")]
FATES = st.sampled_from(["planned", "void", "open", "posted twice", "closed", "closed before it was posted"])
"""What becomes of a round."""


class Undo(Exception):
    """Raised at the end of an example: nothing of it is kept."""


def live(tx: Tx, channel: ChannelId, day: date, item: str, fate: str, answers: int) -> Round | None:
    """Makes a round and brings it to its fate; None while another is open in the channel."""
    tx.rounds.keep_item("digest", "source")
    made = tx.rounds.add(a_round(schedule(tx, channel), day, item))
    if made is None:
        return None
    if fate == "void":
        tx.rounds.void(made.id)
        return replace(made, phase=Phase.VOID)
    for number in range(answers):
        tx.submissions.save(answer(made, Member(SPACE, UserId(f"u{number}"))), day=day)
    posted = {"planned": 0, "posted twice": 2}.get(fate, 1)
    if fate == "closed before it was posted":
        tx.rounds.close(made.id, NOW)
    for _ in range(posted):
        tx.rounds.opened(made.id, "m", NOW)
    if fate == "closed":
        tx.rounds.close(made.id, NOW)
    closed = fate.startswith("closed")
    message = "m" if posted else None
    return replace(made, phase=Phase.CLOSED if closed else Phase.OPEN, answered=answers, message=message)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(CHANNELS), FATES, st.sampled_from("xyz"), st.integers(0, 3)), max_size=8))
async def test_the_sums_over_rounds_are_in_step(store: Store, lives: list[tuple[ChannelId, str, str, int]]) -> None:
    wrong: list[object] = []

    def work(tx: Tx) -> None:
        found = [
            live(tx, channel, DAY + timedelta(days=place // 2), item, fate, answers)
            for place, (channel, fate, item, answers) in enumerate(lives)
        ]
        rounds = [one for one in found if one is not None]
        asked = [one.item for one in rounds if one.phase is not Phase.VOID]
        if tx.rounds.asked(SPACE, newest=3) != (dict(Counter(asked)), asked[-3:]):
            wrong.append(("asked", tx.rounds.asked(SPACE), asked))
        posted = [one for one in rounds if one.message is not None]
        waiting = {one.day for one in posted if one.phase is Phase.OPEN}
        if tx.rounds.closed_days(SPACE) != sorted({one.day for one in posted} - waiting):
            wrong.append(("closed days", tx.rounds.closed_days(SPACE)))
        answers: Counter[date] = Counter()
        for one in rounds:
            if one.phase is Phase.CLOSED:
                answers[one.day] += one.answered
        if tx.rounds.answers_by_day(SPACE, 99) != dict(answers):
            wrong.append(("answers", tx.rounds.answers_by_day(SPACE, 99), answers))
        drift = tx.ledger.rebuild()
        if drift:
            wrong.append(("drift", drift))
        raise Undo

    with pytest.raises(Undo):
        await store.run(work)
    assert wrong == []


async def test_an_upgrade_makes_the_sums_of_what_is_there(database_url: str) -> None:
    def a_past(tx: Tx) -> None:
        found = opened(tx)
        tx.submissions.save(answer(found), day=DAY)
        tx.ledger.award(Award(ANA, "item:a", "attempt", 5, DAY, CHANNEL, found.id))
        for team in (None, TeamId(3)):
            tx.ledger.add_team_round(SPACE, team, found.id, DAY, 5, 1)
        tx.rounds.close(found.id, NOW)
        live(tx, ChannelId("b"), DAY, ItemId("beginner/overfitting"), "void", 0)
        live(tx, ChannelId("c"), DAY, ItemId("beginner/overfitting"), "open", 2)

    sums = union_all(
        *(
            select(table.c.space, table.c[key], table.c[value])
            for table, key, value in ((totals, "user", "points"), (asked_items, "item", "times"))
        )
    )
    days = select(question_days)
    store = store_on(connect(database_url))
    await store.run(a_past)
    await store.close()
    engine = connect(database_url)

    def rows() -> list[list[tuple[object, ...]]]:
        return within(engine, lambda db: [sorted(map(tuple, db.execute(one)), key=repr) for one in (sums, days)])

    before = rows()
    later = sum(file.name[:4] >= "0004" for file in (SCRIPTS / "versions").glob("[0-9]*.py"))
    migrate(engine, SCRIPTS, f"-{later}")
    migrate(engine, SCRIPTS)
    assert rows() == before
    store = store_on(connect(database_url))
    assert await store.run(lambda tx: tx.ledger.rebuild()) == 0
    await store.close()
