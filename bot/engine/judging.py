"""Verdicts: computed in a worker thread, after the save, never inside a transaction or on the event loop."""

import asyncio
import logging

from bot.domain.ids import RoundId
from bot.domain.questions import Rubric
from bot.domain.rounds import Round, Submission
from bot.domain.verdicts import Verdict, judge_choice
from bot.engine.asking import check_of
from bot.engine.ports.bank import Bank
from bot.engine.ports.grader import Grader
from bot.engine.ports.store import Store, Tx
from bot.engine.turn import item_of

log = logging.getLogger(__name__)

Task = tuple[Submission, Rubric | bool]
"""An answer, and what it is judged by: a rubric, or whether the chosen option is right."""


class Judge:
    """Judges answers that have no verdict yet. A crash in between loses nothing: the next tick finds them."""

    def __init__(self, store: Store, bank: Bank, grader: Grader) -> None:
        self._store, self._bank, self._grader = store, bank, grader

    async def waiting(self, *, limit: int, round: RoundId | None = None) -> int:
        """Judges at most `limit` waiting answers, of one round or of all; returns how many there were."""
        tasks = await self._store.run(lambda tx: self._tasks(tx, limit, round))
        if not tasks:
            return 0
        verdicts = await asyncio.to_thread(lambda: [self._tried(answer, by) for answer, by in tasks])

        def keep(tx: Tx) -> None:
            for (answer, _), verdict in zip(tasks, verdicts, strict=True):
                if verdict is not None:
                    tx.submissions.judge(answer, verdict)

        await self._store.run(keep)
        return len(tasks)

    async def text(self, text: str, rubric: Rubric) -> Verdict:
        """The verdict on a practice answer."""
        return await asyncio.to_thread(self._grader.grade, text, rubric)

    def _tasks(self, tx: Tx, limit: int, round: RoundId | None) -> list[Task]:
        rounds: dict[RoundId, Round] = {}
        tasks: list[Task] = []
        for answer in tx.submissions.unjudged(limit, round):
            found = rounds.get(answer.round) or tx.rounds.get(answer.round)
            assert found is not None  # a foreign key holds every answer to its round
            rounds[answer.round] = found
            item = item_of(tx, self._bank, found)
            check = check_of(item, found)
            tasks.append((answer, item.rubric if check is None else check.right == answer.choice))
        return tasks

    def _tried(self, answer: Submission, by: Rubric | bool) -> Verdict | None:
        """The verdict, or None where the grader has a bug: one answer must not hold up the others."""
        try:
            return self._verdict(answer, by)
        except Exception:
            log.exception("an answer in round %s could not be judged", answer.round)
            return None

    def _verdict(self, answer: Submission, by: Rubric | bool) -> Verdict:
        return judge_choice(right=by) if isinstance(by, bool) else self._grader.grade(answer.text, by)
