"""For whoever operates the bot: `/health`, `/alive` and `/metrics`, on a listener of their own."""

import asyncio
import logging
from collections.abc import Callable

from aiohttp import web

from bot import __version__
from bot.engine.ports.clock import Clock
from bot.engine.ports.figures import Figures
from bot.engine.ports.store import Store
from bot.web.metrics import CONTENT_TYPE, Metrics
from bot.web.pulse import Pulse
from bot.web.server import WebServer

log = logging.getLogger(__name__)

PATIENCE = 2.0
"""Seconds that the database has for an answer; Kubernetes and Docker give a probe a few."""

RECENT = 60.0
"""Seconds within which a beat must have ended for the bot to be healthy. It beats once a second."""

STUCK = 180.0
"""Seconds without a beat after which only a restart helps. A lost database ends no beat, and needs no restart."""


class Operations:
    """The listener for probes and for Prometheus. It says nothing about people, and knows no passwords: keep it
    where only your own machines reach it."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        store: Store,
        clock: Clock,
        pulse: Pulse,
        metrics: Metrics,
        replica: str,
        doubt: Callable[[], str],
    ) -> None:
        """`doubt` says why nothing is posted although the bot beats, or nothing."""
        self._store, self._clock, self._pulse, self._metrics = store, clock, pulse, metrics
        self._replica, self._doubt = replica, doubt
        self.web = WebServer(host, port, setting="`operations: port:`", health=self._health)
        self.web.add_routes([web.get("/alive", self._alive), web.get("/metrics", self._numbers)])

    async def _figures(self) -> Figures | None:
        now = self._clock.now()
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._store.run(lambda tx: tx.figures(now))
        except Exception as error:
            log.warning("the database does not answer: %s", str(error) or "it takes too long")
            return None

    async def _health(self, _: web.Request) -> web.Response:
        """200 when everything works, 503 with what does not."""
        figures, age = await self._figures(), self._pulse.age
        wrong = [
            *([] if figures else ["the database does not answer"]),
            *([] if age < RECENT else [f"the last beat was {age:.0f} s ago"]),
            *([doubt] if (doubt := self._doubt()) else []),
        ]
        body = {
            "ok": not wrong,
            "wrong": wrong,
            "version": __version__,
            "replica": self._replica,
            "database": figures is not None,
            "last_beat_seconds": round(age, 1),
            "posts": figures and {"due": figures.due, "unknown": figures.unknown, "uncertain": figures.uncertain},
        }
        return web.json_response(body, status=503 if wrong else 200)

    async def _alive(self, _: web.Request) -> web.Response:
        """503 when only a restart helps. A database that is away is no reason to restart."""
        age = self._pulse.age
        return web.json_response(
            {"ok": age < STUCK, "last_beat_seconds": round(age, 1)}, status=200 if age < STUCK else 503
        )

    async def _numbers(self, _: web.Request) -> web.Response:
        text = self._metrics.text(await self._figures(), self._clock.now())
        return web.Response(body=text, headers={"Content-Type": CONTENT_TYPE})
