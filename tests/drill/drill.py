"""The supervisor of a drill: starts the platforms and the replicas, kills, pauses, refills, and waits for the end."""

import json
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.bank.bank import PackBank
from tests.drill import databases, loopback
from tests.drill.databases import Database
from tests.drill.journal import Journal, Reader
from tests.drill.judge import Outcome, judge
from tests.drill.plan import Plan
from tests.drill.points import Wanted
from tests.drill.replica import child, member, plan_wave, recount, replica

LOOK = 0.02
"""Seconds between two looks at the replicas."""

SETTLED = ("sent", "skipped", "failed", "uncertain")
MOST_BROKEN = 12
"""Replicas that end with an error of their own before the drill gives up."""


class Drill:
    """One drill in one folder. Has no threads and no event loop of its own, since it forks."""

    def __init__(self, plan: Plan, folder: Path, database: Database, bank: PackBank) -> None:
        self._plan, self._folder, self._database, self._bank = plan, folder, database, bank
        self._chance = random.Random(plan.seed)
        self._journal = Journal(folder / "journal")
        self._reader = Reader(folder / "journal")
        self._log = folder / "log"
        self._wanted = Wanted(plan.wanted())
        self._hits: Counter[tuple[str, str]] = Counter()
        self._alive: set[int] = set()
        self._asleep: dict[int, float] = {}
        self._others: list[int] = []
        self._made = self._waves = self._broken = 0
        self._outcome = Outcome(plan.seed, plan.database)

    def run(self) -> Outcome:
        """Runs the drill to its end; whatever happens, no process is left behind."""
        channels = self._plan.channels * self._plan.most_waves
        ready, told_to = os.pipe()
        platforms = child(lambda: loopback.serve(self._plan, self._journal, channels, told_to), self._log)
        os.close(told_to)
        began = time.monotonic()
        try:
            with os.fdopen(ready) as line:
                self._told: dict[str, Any] = json.loads(line.readline())
            answering = child(lambda: member(self._plan, self._database.url, self._bank), self._log)
            self._others.append(answering)
            self._supervise(began)
            self._stop()
            os.kill(answering, signal.SIGKILL)
            while self._others:
                _wait(self._others.pop())
            _wait(child(lambda: recount(self._database.url, self._journal), self._log))
        finally:
            for pid in [*self._alive, *self._others, platforms]:
                _kill(pid)
        return self._judged(began)

    def _judged(self, began: float) -> Outcome:
        self._reader.new()
        found = self._outcome
        found.seconds = round(time.monotonic() - began, 1)
        found.hits = {f"{point} {lane}": count for (point, lane), count in sorted(self._hits.items())}
        found.missing = [" ".join(moment) for moment in self._wanted.missing()]
        found.differed = next((one["differed"] for one in self._reader.lines if one["event"] == "recounted"), None)
        answers = self._database.read(databases.ANSWERS)
        found.answers = answers[0]["found"] if answers else 0
        return judge(self._plan, found, self._database.read(databases.ROWS) or [], self._reader.lines)

    # -- the course of it

    def _supervise(self, began: float) -> None:
        plan = self._plan
        clocks = [
            _Now(plan.random_kills, plan.kill_every, self._chance, self._kill_one),
            _Now(plan.pauses, max(0.2, plan.pause_seconds / 4), self._chance, self._pause_one),
            _Now(plan.restarts, plan.restart_every, self._chance, self._strike),
            _Now(plan.locks, plan.lock_seconds * 1.5, self._chance, self._hold),
        ]
        looked = 0.0
        while time.monotonic() - began < plan.limit_seconds:
            self._read()
            self._refill()
            self._wake()
            for clock in clocks:
                clock.tick()
            if time.monotonic() - looked > 0.2:
                looked = time.monotonic()
                waiting, still_open = self._unsettled()
                busy = self._wanted.missing() or not all(clock.over for clock in clocks)
                more = self._waves < plan.waves or (busy and self._waves < plan.most_waves)
                if more and 0 <= waiting < plan.channels * len(plan.lanes):
                    self._next_wave()
                elif waiting == still_open == 0 and not more and not self._asleep:
                    return
            time.sleep(LOOK)

    def _next_wave(self) -> None:
        first = self._waves * self._plan.channels
        self._waves += 1
        _wait(child(lambda: plan_wave(self._plan, self._database.url, self._told["channels"], first), self._log))

    def _unsettled(self) -> tuple[int, int]:
        """How much is due or on its way, and how many questions are open; -1 while the database cannot be read."""
        rows = self._database.read(databases.ROWS)
        unplanned, still_open = (self._database.read(one) for one in (databases.UNPLANNED, databases.STILL_OPEN))
        if rows is None or not unplanned or not still_open:
            return -1, -1
        waiting = sum(row["state"] not in SETTLED or self._is_checked_later(row) for row in rows)
        return waiting + int(unplanned[0]["found"]), int(still_open[0]["found"])

    def _is_checked_later(self, row: databases.Row) -> bool:
        """Whether a second look is still to come, in drills that are about those."""
        return self._plan.sweep and row["state"] == "sent" and row["check_at"] is not None

    # -- replicas

    def _read(self) -> None:
        """Who died, and of what."""
        for event in self._reader.new():
            if event["event"] == "died":
                self._hits[(event["point"], event["lane"])] += 1
        for pid in list(self._alive):
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                self._alive.discard(pid)
                self._asleep.pop(pid, None)
                self._outcome.killed += os.WIFSIGNALED(status)
                self._broken += os.WIFEXITED(status) and os.WEXITSTATUS(status) != 0
        if self._broken > MOST_BROKEN:
            raise RuntimeError(
                f"the replicas of the drill do not run: see {self._log}\n{self._log.read_text()[-2000:]}"
            )

    def _refill(self) -> None:
        while len(self._alive) < self._plan.replicas:
            self._made += 1
            self._start(f"r{self._made}")

    def _start(self, name: str) -> None:
        def live() -> None:
            replica(self._plan, self._database.url, self._told, self._bank, self._wanted, name, self._journal)

        self._alive.add(child(live, self._log))

    def _some(self) -> int | None:
        awake = [pid for pid in self._alive if pid not in self._asleep]
        return self._chance.choice(awake) if awake else None

    def _kill_one(self) -> None:
        pid = self._some()
        if pid is not None:
            os.kill(pid, signal.SIGKILL)

    def _pause_one(self) -> None:
        pid = self._some()
        if pid is not None:
            os.kill(pid, signal.SIGSTOP)
            self._asleep[pid] = time.monotonic() + self._plan.pause_seconds
            self._outcome.paused += 1

    def _wake(self) -> None:
        for pid, until in list(self._asleep.items()):
            if time.monotonic() > until:
                del self._asleep[pid]
                os.kill(pid, signal.SIGCONT)

    def _strike(self) -> None:
        self._outcome.restarted += 1

        def strike() -> None:
            self._database.strike()
            self._journal.write("recovered")

        self._others.append(child(strike, self._log))

    def _hold(self) -> None:
        self._outcome.locked += 1

        def hold() -> None:
            self._database.hold(self._plan.lock_seconds)
            self._journal.write("recovered")

        self._others.append(child(hold, self._log))

    def _stop(self) -> None:
        """All replicas end as on an ordinary stop."""
        for pid in self._alive:
            os.kill(pid, signal.SIGTERM)
        end = time.monotonic() + 10
        while self._alive and time.monotonic() < end:
            self._read()
            time.sleep(LOOK)


class _Now:
    """Something that happens so many times, at random intervals."""

    def __init__(self, times: int, every: float, chance: random.Random, happen: Callable[[], None]) -> None:
        self._left, self._every, self._chance, self._happen = times, every, chance, happen
        self._next = time.monotonic() + self._wait()

    @property
    def over(self) -> bool:
        return self._left <= 0

    def _wait(self) -> float:
        return self._every * self._chance.uniform(0.5, 1.5)

    def tick(self) -> None:
        if self._left > 0 and time.monotonic() >= self._next:
            self._left -= 1
            self._next = time.monotonic() + self._wait()
            self._happen()


def _wait(pid: int) -> None:
    os.waitpid(pid, 0)


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    except (ProcessLookupError, ChildProcessError):
        pass
