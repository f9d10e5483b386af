"""How long it takes to plan very many questions that are due at one instant, and what a beat with nothing to do costs.

    python -m tests.benchmarks.planning [--schedules 100000] [--processes 4]

SQLite with one process, then PostgreSQL with several. Prints the seconds from the start until everything is written
down, the rows and the distinct ones among them, how long the event loop was blocked at most (a task that wants to wake
every 10 ms tells), and the milliseconds of an idle beat.
"""

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import text

from bot import wiring
from bot.domain.timetable import study_day
from bot.engine.delivering import Delivering
from bot.engine.judging import Judge
from bot.engine.ports.clock import WallClock
from bot.engine.ports.store import Store, Tx
from bot.engine.turn import Rules
from bot.grading.rubric import RubricGrader
from bot.storage.database import connect, migrate, within
from tests.postgres import Server

SPACES = 200
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata")
BEAT = 0.01

NUMBERS = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)",
    "postgresql": "WITH n AS (SELECT generate_series(1, :count) AS i)",
}


def fill(url: str, schedules: int, due: datetime) -> None:
    """As many schedules as wanted, in four zones, all due at one instant."""
    engine = connect(url)
    migrate(engine, wiring.data_folder("migrations"))
    shown = due if engine.dialect.name == "postgresql" else due.replace(tzinfo=None).isoformat(" ")
    days = " ".join(f"WHEN {i} THEN DATE '{study_day(due, ZoneInfo(zone))}'" for i, zone in enumerate(ZONES))
    days = days if engine.dialect.name == "postgresql" else days.replace("DATE ", "")
    numbers = NUMBERS[engine.dialect.name]
    zones = " ".join(f"WHEN {i} THEN '{zone}'" for i, zone in enumerate(ZONES))
    local = " ".join(f"WHEN {i} THEN '{due.astimezone(ZoneInfo(zone)):%H:%M}'" for i, zone in enumerate(ZONES))
    within(
        engine,
        lambda db: (
            db.execute(
                text(
                    "INSERT INTO spaces (id, zone, seed, created_at) "
                    f"{numbers} SELECT 'test:s' || i, 'UTC', 's', :at FROM n"
                ),
                {"count": SPACES, "at": shown},
            ),
            db.execute(
                text(
                    "INSERT INTO schedules (space, channel, zone, at, weekdays, draw, style, feedback, thread, notice,"
                    " next_day, next_due) "
                    f"{numbers} SELECT 'test:s' || (i % {SPACES} + 1), 'c' || i, CASE i % 4 {zones} END,"
                    f" CASE i % 4 {local} END, '0123456', '[]', 'open', 'close', true, '', CASE i % 4 {days} END, :at"
                    " FROM n"
                ),
                {"count": schedules, "at": shown},
            ),
        ),
    )
    engine.dispose()


def replica(store: Store, name: str) -> Delivering:
    """A process that plans; it has no platform, so it sends nothing."""
    bank = wiring.open_bank([])
    judge = Judge(store, bank, RubricGrader())
    return Delivering(store, bank, WallClock(), {}, judge, Rules(), name)


async def plan(url: str, name: str, start: float) -> dict[str, float]:
    """Beats until nothing is due any more."""
    store = wiring.store_on(connect(url))
    delivering = replica(store, name)
    worst = 0.0

    async def pulse() -> None:
        nonlocal worst
        while True:
            before = time.monotonic()
            await asyncio.sleep(BEAT)
            worst = max(worst, time.monotonic() - before - BEAT)

    await store.run(lambda tx: tx.schedules.of("nobody"))  # type: ignore[arg-type]  # opens a connection
    await asyncio.sleep(max(0.0, start - time.time()))
    pulsing = asyncio.create_task(pulse())
    due = True
    while due:
        await delivering.beat()
        due = (await store.run(lambda tx: tx.deliveries.news(datetime.now(UTC)))).plan
    ended = time.time()
    pulsing.cancel()
    await store.close()
    return {"ended": ended, "blocked": worst}


async def idle(url: str, beats: int = 200) -> tuple[float, float]:
    """Milliseconds of a beat with nothing to do: median and 99th percentile."""
    store = wiring.store_on(connect(url))
    delivering = replica(store, "idle")
    took = []
    for _ in range(beats):
        before = time.perf_counter()
        await delivering.beat()
        took.append((time.perf_counter() - before) * 1000)
    await store.close()
    return statistics.median(took), sorted(took)[int(beats * 0.99) - 1]


def everything_sent(tx: Tx) -> None:
    tx._db.execute(text("UPDATE deliveries SET state = 'sent'"))  # type: ignore[attr-defined]  # faster than sending


async def settle(url: str) -> tuple[int, int]:
    """Rows and distinct schedules; then counts everything as sent."""
    store = wiring.store_on(connect(url))
    counted = text("SELECT count(*), count(DISTINCT schedule) FROM deliveries")
    rows, distinct = await store.run(lambda tx: tuple(tx._db.execute(counted).one()))  # type: ignore[attr-defined]
    await store.run(everything_sent)
    await store.close()
    return rows, distinct


def measure(title: str, url: str, schedules: int, processes: int, server: Server | None = None) -> None:
    fill(url, schedules, datetime.now(UTC).replace(second=0, microsecond=0))
    start = time.time() + 3 + processes
    workers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.planning", "--worker", url, str(start), f"w{i}"],
            stdout=subprocess.PIPE,
        )
        for i in range(processes)
    ]
    found = [json.loads(worker.communicate()[0]) for worker in workers]
    rows, distinct = asyncio.run(settle(url))
    if server is not None:
        # What PostgreSQL does by itself within a minute; the rows have just been changed all at once.
        server.query("VACUUM ANALYZE", url=url)
    median, worst = asyncio.run(idle(url))
    print(
        f"{title}: {schedules:,} schedules, {processes} process(es): "
        f"{max(one['ended'] for one in found) - start:.2f} s, {rows:,} rows, {distinct:,} distinct, "
        f"loop blocked {max(one['blocked'] for one in found) * 1000:.0f} ms at most, "
        f"idle beat {median:.2f} ms (p99 {worst:.2f} ms)",
        flush=True,
    )


def main() -> None:
    if len(sys.argv) > 1 and sys.argv[1] == "--worker":
        url, start, name = sys.argv[2:5]
        print(json.dumps(asyncio.run(plan(url, name, float(start)))))
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--schedules", type=int, default=100_000)
    parser.add_argument("--processes", type=int, default=4)
    given = parser.parse_args()
    print(f"{os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder:
        measure("SQLite", f"sqlite:///{folder}/study.db", given.schedules, 1)
        server = Server()
        try:
            server.run("CREATE DATABASE planning")
            measure("PostgreSQL", server.url("planning"), given.schedules, given.processes, server)
        finally:
            server.close()


if __name__ == "__main__":
    main()
