"""Steps of the clock: time that runs away from the monotonic clock is doubted before anything is done by it."""

import asyncio
import logging
import time
from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.engine.ports.platform import Platform

log = logging.getLogger(__name__)

STEP = 60.0
"""Seconds by which the clock may run away from the monotonic one between two beats."""

APART = timedelta(minutes=5)
"""How far a platform's clock may be from ours."""

PATIENCE = 3.0
ASK_AGAIN = 30.0
"""Seconds between two questions while the clock is known to be wrong."""


class Steps:
    """Notices steps and asks the platforms who is right. `wrong` says what is the matter, while something is."""

    def __init__(self) -> None:
        self._last: tuple[datetime, float] | None = None
        self._asked = 0.0
        self.wrong = ""

    async def hold(self, now: datetime, platforms: Iterable[Platform]) -> bool:
        """Whether this beat must do nothing by the clock: right after a step, and while platforms contradict it.

        Where no platform can tell the time, a step holds one beat; a clock that is put right within it did no harm.
        """
        steady = time.monotonic()
        last, self._last = self._last, (now, steady)
        stepped = last is not None and abs((now - last[0]).total_seconds() - (steady - last[1])) > STEP
        if stepped or (self.wrong and steady - self._asked >= ASK_AGAIN):
            self._asked = steady
            self.wrong = await _contradiction(now, platforms)
            if self.wrong:
                log.error("%s Nothing is posted, closed or skipped until they agree: set the clock right.", self.wrong)
            elif stepped:
                log.warning("the clock made a step and shows %s now", f"{now:%Y-%m-%d %H:%M:%S} UTC")
        return stepped or bool(self.wrong)


async def _contradiction(now: datetime, platforms: Iterable[Platform]) -> str:
    """What a platform says against our clock; empty when one agrees, or none can tell."""
    says = ""
    for platform in platforms:
        try:
            async with asyncio.timeout(PATIENCE):
                theirs = await platform.server_time()
        except Exception as error:
            log.info("%s does not tell the time: %s", platform.name, type(error).__name__)
            continue
        if theirs is None:
            continue
        if abs(theirs - now) <= APART:
            return ""
        says = f"The clock shows {now:%Y-%m-%d %H:%M} UTC, but at {platform.name} it is {theirs:%Y-%m-%d %H:%M} UTC."
    return says
