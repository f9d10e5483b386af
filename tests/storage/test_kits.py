"""Interview kits in the database: kept for a while, in their space alone, without a person."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.ids import ItemId, KitId, SpaceId
from bot.domain.kits.values import Request
from bot.domain.questions import Level
from bot.engine.ports.store import Store, Tx
from bot.storage.tables import kits
from tests.storage.samples import CHANNEL, DAY, NOW, SPACE, a_round, opened, schedule, space

OTHER = SpaceId("test:other")
WISH = Request(
    title="Panel",
    minutes=60,
    level=Level.EXPERT,
    mix={Level.EXPERT: 2, Level.BEGINNER: 1},
    draw=("llm", "data"),
    count=6,
    include=(ItemId("expert/gans"), ItemId("beginner/overfitting")),
    exclude=frozenset({ItemId("expert/mlops")}),
    seed=7,
    strict_days=30,
)


async def test_a_kit_comes_back_as_it_was_kept_and_changed(store: Store) -> None:
    def work(tx: Tx) -> None:
        space(tx)
        made = tx.kits.add(SPACE, "K1-A", "Panel", WISH, NOW)
        assert tx.kits.get(made.id, SPACE) == made
        assert (made.request, made.locked) == (WISH, frozenset())
        later = replace(made, code="K1-B", title="", request=Request(), locked=frozenset({ItemId("expert/gans")}))
        tx.kits.change(later, NOW)
        assert tx.kits.get(made.id, SPACE) == later

    await store.run(work)


async def test_a_kit_is_found_by_code_and_title_in_its_own_space(store: Store) -> None:
    def work(tx: Tx) -> None:
        space(tx)
        space(tx, OTHER)
        tx.kits.add(SPACE, "K1-A", "", WISH, NOW)
        newer = tx.kits.add(SPACE, "K1-A", "", Request(), NOW)
        assert tx.kits.find(SPACE, "K1-A", "") == newer
        assert tx.kits.find(SPACE, "K1-A", "Panel") is None
        assert tx.kits.find(OTHER, "K1-A", "") is None
        assert tx.kits.get(newer.id, OTHER) is None
        assert tx.kits.get(KitId(10**6), SPACE) is None
        tx.kits.change(replace(newer, space=OTHER, code="K1-X"), NOW)
        assert tx.kits.get(newer.id, SPACE) == newer

    await store.run(work)


async def test_kits_are_forgotten_ninety_days_after_their_last_change(store: Store) -> None:
    def work(tx: Tx) -> None:
        space(tx)
        old, changed = (tx.kits.add(SPACE, f"K1-{name}", "", WISH, NOW) for name in "AB")
        tx.kits.change(changed, NOW + timedelta(days=1))
        tx.kits.add(SPACE, "K1-C", "", WISH, NOW + timedelta(days=90, seconds=1))
        assert tx.kits.get(old.id, SPACE) is None
        assert tx.kits.get(changed.id, SPACE) == changed

    await store.run(work)


async def test_only_what_was_certainly_posted_was_asked_and_the_last_day_counts(store: Store) -> None:
    def work(tx: Tx) -> None:
        first = opened(tx, DAY)
        tx.rounds.close(first.id, NOW)
        again = opened(tx, DAY + timedelta(days=9))
        tx.rounds.close(again.id, NOW)
        planned = tx.rounds.add(a_round(schedule(tx, CHANNEL), DAY + timedelta(days=10), "expert/gans"))
        assert planned is not None
        assert tx.kits.last_asked(SPACE) == {"beginner/overfitting": DAY + timedelta(days=9)}
        tx.rounds.void(planned.id)
        assert tx.kits.last_asked(SPACE) == {"beginner/overfitting": DAY + timedelta(days=9)}
        space(tx, OTHER)
        assert tx.kits.last_asked(OTHER) == {}
        assert tx.kits.spaces() == [SPACE]

    await store.run(work)


def test_the_table_has_no_place_for_a_person() -> None:
    assert set(kits.columns.keys()) == {"id", "space", "code", "title", "request", "locked", "made_at"}
