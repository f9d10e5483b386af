"""Numbers for Prometheus. Labels name platforms, kinds and outcomes, never a space, a channel or a person."""

import platform as machine
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime
from typing import TypeVar

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.metrics_core import CounterMetricFamily

from bot import __version__
from bot.domain.errors import Unavailable
from bot.engine import commands as c
from bot.engine import views as v
from bot.engine.engine import Engine
from bot.engine.ports.figures import Figures
from bot.engine.ports.store import Store, Tx
from bot.engine.tally import Tally

T = TypeVar("T")

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
LATE = (0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600, 7200)
OUTCOMES = (
    "sent", "late", "retried", "limited", "refused", "skipped", "missed", "unknown", "found", "partial", "absent",
    "uncertain", "doubled", "lost", "edited", "edits failed",
)  # fmt: skip
"""See `Tally`, which counts them. All are shown from the start: a number that was never there raises no alarm."""

TICK = (0.005, 0.02, 0.1, 0.5, 1, 5, 15, 60)


class Metrics:
    """One process's numbers. What is in the database is read when somebody asks."""

    def __init__(self, *, bank: str) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # it has no types; twice the lines, and no use
        kept = self._registry = CollectorRegistry()
        Info("studybot_build", "What runs.", registry=kept).info(
            {"version": __version__, "python": machine.python_version(), "bank": bank}
        )
        kept.register(self)
        self._tally = Tally()
        self._late = Histogram(
            "studybot_post_lateness_seconds",
            "From the time when a post was due to its confirmation.",
            buckets=LATE,
            registry=kept,
        )
        self.ticks = Histogram("studybot_tick_seconds", "How long one beat took.", buckets=TICK, registry=kept)
        self.commands = Counter(
            "studybot_commands", "What people did, by command.", ["platform", "command"], registry=kept
        )
        self.answers = Counter("studybot_answers", "Answers that were saved.", ["platform"], registry=kept)
        self.database_errors = Counter(
            "studybot_database_errors", "Transactions that failed because of the database.", registry=kept
        )
        self._open_rounds = Gauge("studybot_open_rounds", "Questions that take answers now.", registry=kept)
        self._open_answers = Gauge("studybot_open_answers", "Answers to them so far.", registry=kept)
        self._due = Gauge("studybot_due_posts", "Posts that are due and not sent.", registry=kept)
        self._overdue = Gauge("studybot_overdue_seconds", "How long the oldest of them has been due.", registry=kept)
        self._unknown = Gauge("studybot_unknown_posts", "Posts that are being looked up.", registry=kept)
        self._uncertain = Gauge("studybot_uncertain_posts", "Posts that wait for an admin's decision.", registry=kept)

    def collect(self) -> Iterator[CounterMetricFamily]:
        """What posting has come to, as Prometheus' library asks for it."""
        family = CounterMetricFamily("studybot_posts", "Posts, by what came of them.", labels=["outcome"])
        for outcome in OUTCOMES:
            family.add_metric([outcome.replace(" ", "_")], self._tally.counts[outcome])
        yield family

    def text(self, figures: Figures | None, now: datetime) -> bytes:
        """Everything, as Prometheus reads it. Without `figures`, what is in the database keeps its last value."""
        while self._tally.lateness:
            self._late.observe(self._tally.lateness.popleft())
        if figures is not None:
            self._open_rounds.set(figures.open_rounds)
            self._open_answers.set(figures.open_answers)
            self._due.set(figures.due)
            since = figures.overdue_since
            self._overdue.set((now - since).total_seconds() if since else 0)
            self._unknown.set(figures.unknown)
            self._uncertain.set(figures.uncertain)
        return generate_latest(self._registry)

    def beat(self, tick: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
        """The tick, timed."""

        async def timed() -> None:
            with self.ticks.time():
                await tick()

        return timed

    def follow(self, tally: Tally) -> None:
        """Shows what posting has come to."""
        self._tally = tally

    def store(self, store: Store) -> "MeasuredStore":
        return MeasuredStore(store, self)

    def engine(self, engine: Engine) -> "MeasuredEngine":
        return MeasuredEngine(engine, self)


class MeasuredStore:
    """A store that counts its database's failures."""

    def __init__(self, store: Store, metrics: Metrics) -> None:
        self._store, self._metrics = store, metrics

    async def run(self, work: Callable[[Tx], T]) -> T:
        try:
            return await self._store.run(work)
        except Unavailable:
            self._metrics.database_errors.inc()
            raise

    async def close(self) -> None:
        await self._store.close()


class MeasuredEngine(Engine):
    """An engine that counts what people do."""

    def __init__(self, engine: Engine, metrics: Metrics) -> None:
        self.__dict__.update(engine.__dict__)  # everything of the engine that it stands for
        self._metrics = metrics

    async def handle(self, command: c.Command, asker: c.Asker) -> v.View:
        view = await super().handle(command, asker)
        platform = asker.member.space.partition(":")[0]
        self._metrics.commands.labels(platform, type(command).__name__).inc()
        if isinstance(command, c.AnswerToday | c.AnswerRound) and isinstance(view, v.ReceiptView | v.VerdictView):
            self._metrics.answers.labels(platform).inc()
        return view
