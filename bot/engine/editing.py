"""Live edits: posts show how many answered, and that they are closed. Posts go first."""

import asyncio
import logging
from datetime import datetime, timedelta

from bot.domain.rounds import Phase, Round
from bot.engine.asking import question_view
from bot.engine.flights import Flight
from bot.engine.ports.platform import Platform, Refused
from bot.engine.ports.store import Tx
from bot.engine.sending import SEND_TIMEOUT, Surroundings

log = logging.getLogger(__name__)

EDITS = 40
"""Edits on their way at a time and platform."""

GIVE_UP = timedelta(hours=1)
"""A post that shows itself open after the close is edited again and again, until so long after it."""


class Editing:
    """Brings posts up to date that show an old number of answers or an old phase."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around

    async def edit(self, now: datetime) -> None:
        for name, platform in self._around.platforms.items():
            await self._edit_on(name, platform, now)

    async def _edit_on(self, name: str, platform: Platform, now: datetime) -> None:
        around = self._around
        room = EDITS - around.flights.count(f"edit {name}")
        if room <= 0:
            return
        every = timedelta(seconds=platform.edit_seconds)

        def work(tx: Tx) -> list[Round]:
            stale = tx.rounds.to_edit(now, platform=name, every=every, limit=room)
            return [round for round in stale if around.claims.book_edit(tx, platform, round, now)]

        for round in await around.store.run(work):
            around.flights.start(
                f"edit {name}",
                round.id,
                round.space,
                lambda flight, round=round: self._one(platform, round, flight),  # type: ignore[misc]  # mypy cannot infer defaults
                f"the edit of round {round.id} failed",
            )

    async def _one(self, platform: Platform, round: Round, flight: Flight) -> None:
        flight.takes_off()
        around = self._around
        view = await around.store.run(lambda tx: question_view(tx, around.bank, around.rules, round))
        try:
            async with asyncio.timeout(SEND_TIMEOUT):
                await platform.edit(round.space, round.channel, round.message or "", view)
        except Refused as error:
            log.info("the post of round %s cannot be edited: %s", round.id, error.reason)
        except Exception as error:
            around.tally.counts["edits failed"] += 1
            closed = round.phase is Phase.CLOSED
            # The count under a post is a courtesy; a post that shows itself open after the close is worse.
            level = logging.WARNING if closed else logging.INFO
            log.log(level, "the post of round %s could not be edited: %s", round.id, type(error).__name__)
            if not closed or around.clock.now() < round.closes_at + GIVE_UP:
                return
        else:
            around.tally.counts["edited"] += 1
        await around.store.run(lambda tx: tx.rounds.shows(round))
