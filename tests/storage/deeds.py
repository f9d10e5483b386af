"""What is done to stores over and over: answers that are saved and rewarded, as at the close of a round."""

import asyncio
from collections.abc import Sequence

from bot.domain.ids import Member, UserId
from bot.domain.rounds import Round
from bot.engine.ports.store import Award, Store, Tx
from tests.storage.samples import DAY, SPACE, answer


def member(number: int) -> Member:
    return Member(SPACE, UserId(f"user{number}"))


def answered(tx: Tx, round: Round, who: Member) -> bool | None:
    """Saves an answer and its points in one transaction; whatever is repeated is there already."""
    saved = tx.submissions.save(answer(round, who), day=DAY)
    parts = (("attempt", 2), ("answer", 10))
    tx.ledger.award_all(
        [Award(who, "item:a", reason, points, DAY, round.channel, round.id) for reason, points in parts]
    )
    return saved


async def all_answer(store: Store, round: Round, deliveries: Sequence[Member], *, tasks: int = 16) -> list[object]:
    """Delivers answers, so many at a time; returns what each got, errors as well, in the order of `deliveries`."""
    results: list[object] = [None] * len(deliveries)
    waiting = iter(enumerate(deliveries))

    async def work() -> None:
        for number, who in waiting:
            try:
                results[number] = await store.run(lambda tx, who=who: answered(tx, round, who))
            except Exception as error:
                results[number] = error

    await asyncio.gather(*(work() for _ in range(tasks)))
    return results


async def drift(store: Store, round: Round) -> tuple[int, int, int]:
    """Rows of answers, what the round counts, and how many totals differ from the awards."""

    def look(tx: Tx) -> tuple[int, int, int]:
        found = tx.rounds.get(round.id)
        assert found is not None
        return len(tx.submissions.of(round.id)), found.answered, tx.ledger.rebuild()

    return await store.run(look)
