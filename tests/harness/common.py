"""Pieces shared by FakeSlack and FakeDiscord: call log, violations, fault injection, waiting, bot subprocesses."""
from __future__ import annotations

import asyncio
import collections
import fnmatch
import math
import os
import random
import signal
import sys
import time
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Awaitable, Callable, Iterable

import pytest

SPECS = Path(__file__).resolve().parents[3] / "shared" / "harness" / "harness" / "specs"
"""Third-party specifications; they stand beside the checkout and are not part of it."""

needs_specs = pytest.mark.skipif(not SPECS.is_dir(), reason="the platform specifications stand beside the checkout")


class HumanError(AssertionError):
    """The test asked for something no human could do in the real client (press a button that is not there, ...)."""


@dataclass
class Violation:
    """One payload rule the bot (or, with source='harness', the fake itself) broke."""

    where: str          # 'chat.postMessage' or 'POST /channels/{channel_id}/messages'
    source: str         # which third-party spec said so: 'slack-web-api', 'tightknit', 'slack_sdk', 'discord-openapi', 'docs', ...
    message: str
    level: str = "error"  # 'error' or 'warn'
    path: str = ""
    payload: Any = None

    def __str__(self) -> str:
        return f"[{self.level}] {self.where} {self.path}: {self.message} (per {self.source})"


@dataclass
class Call:
    """One HTTP request the bot made."""

    seq: int
    at: float                 # time.monotonic()
    name: str                 # method name / route template
    args: dict
    headers: dict
    path: str = ""
    status: int | None = None
    response: Any = None
    fault: str | None = None
    token: str | None = None
    files: dict = field(default_factory=dict)
    violations: list = field(default_factory=list)
    duration: float | None = None


@dataclass
class Fault:
    """Matches calls by glob on the name.  kind:
    ratelimit   429 + Retry-After (and, for Discord, X-RateLimit-*), request NOT performed
    status      answer `status` (500, 502, 503, ...), request NOT performed
    drop        close the TCP connection before performing the request
    drop_after  perform the request, then close the TCP connection without answering  (retry => duplicate danger)
    status_after perform the request, then answer `status`
    delay       perform it after `delay` seconds; with more than the caller's timeout, nobody waits for the answer any more
    late        answer `status` now, and perform it after `delay` seconds all the same
    hang        no answer for `delay` seconds, then close the connection; NOT performed
    error       platform error (`error` for Slack's ok:false; (status, code, message) for Discord)
    garbage     200 with a body that is not JSON, NOT performed
    garbage_after  perform it, then 200 with a body that is not JSON
    """

    match: str
    kind: str
    times: int = 1
    after: int = 0            # let this many matching calls through first
    status: int = 503
    retry_after: float = 1.0
    delay: float = 0.0
    error: Any = None
    is_global: bool = False
    where: Callable[[dict], bool] | None = None
    hits: int = 0

    def take(self, name: str, args: dict) -> bool:
        if self.times <= 0 or not fnmatch.fnmatchcase(name, self.match):
            return False
        if self.where is not None and not self.where(args):
            return False
        if self.after > 0:
            self.after -= 1
            return False
        self.times -= 1
        self.hits += 1
        return True


@dataclass
class Mix:
    """Each matching call meets one of the faults with its chance; drawn from a seed."""

    match: str
    chances: dict[str, float]
    rng: random.Random
    until: float = math.inf       # time.monotonic()
    options: dict[str, dict] = field(default_factory=dict)
    hits: collections.Counter = field(default_factory=collections.Counter)

    def draw(self, name: str, args: dict) -> "Fault | None":
        if time.monotonic() > self.until or not fnmatch.fnmatchcase(name, self.match):
            return None
        at = self.rng.random()
        for kind, chance in self.chances.items():
            at -= chance
            if at < 0:
                self.hits[kind] += 1
                return Fault(self.match, kind, **self.options.get(kind, {}))
        return None


@dataclass
class Accepted:
    """A message that the platform took: what the judge of a drill counts."""

    at: float                     # time.monotonic(), the same clock for all processes of one machine
    key: str                      # Slack: what the metadata carries; Discord: the nonce
    channel: str
    message: str
    call: int


class Faults:
    def __init__(self) -> None:
        self.rules: list[Fault] = []
        self.mixes: list[Mix] = []

    def mix(self, match: str, chances: dict[str, float], *, seed: int = 0, until: float = math.inf, **options: dict) -> Mix:
        """Faults by chance; `options` by kind, such as late={"delay": 4.0}."""
        m = Mix(match, chances, random.Random(seed), until, options)
        self.mixes.append(m)
        return m

    def add(self, match: str, kind: str, **kw) -> Fault:
        f = Fault(match, kind, **kw)
        self.rules.append(f)
        return f

    def clear(self) -> None:
        self.rules.clear()
        self.mixes.clear()

    def pick(self, name: str, args: dict) -> Fault | None:
        for f in self.rules:
            if f.take(name, args):
                return f
        for m in self.mixes:
            f = m.draw(name, args)
            if f is not None:
                return f
        return None

    # shorthands
    def ratelimit(self, match: str, retry_after: float = 1.0, times: int = 1, **kw) -> Fault:
        return self.add(match, "ratelimit", retry_after=retry_after, times=times, **kw)

    def server_error(self, match: str, status: int = 503, times: int = 1, **kw) -> Fault:
        return self.add(match, "status", status=status, times=times, **kw)

    def drop(self, match: str, times: int = 1, **kw) -> Fault:
        return self.add(match, "drop", times=times, **kw)

    def drop_after(self, match: str, times: int = 1, **kw) -> Fault:
        return self.add(match, "drop_after", times=times, **kw)

    def delay(self, match: str, seconds: float, times: int = 1, **kw) -> Fault:
        return self.add(match, "delay", delay=seconds, times=times, **kw)

    def error(self, match: str, error: Any, times: int = 1, **kw) -> Fault:
        return self.add(match, "error", error=error, times=times, **kw)


class Recorder:
    """Call log + violations + a condition that wakes waiters on every change."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.accepted: list[Accepted] = []
        self.on_accepted: Callable[[Accepted], None] | None = None
        self.on_deleted: Callable[[str, str], None] | None = None    # channel, message
        self.history_lag = 0.0                        # seconds until a message shows in a channel's history
        self._late: set[asyncio.Task] = set()
        self.violations: list[Violation] = []
        self._changed: asyncio.Event | None = None
        self._seq = 0

    def touch(self) -> None:
        ev, self._changed = self._changed, None
        if ev is not None:
            ev.set()

    async def wait_until(self, predicate: Callable[[], Any], timeout: float = 5.0, what: str = "condition") -> Any:
        """Wait until predicate() is truthy; returns its value.  Raises TimeoutError naming `what`."""
        end = time.monotonic() + timeout
        while True:
            v = predicate()
            if v:
                return v
            left = end - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"timed out after {timeout}s waiting for {what}; last calls: {[c.name for c in self.calls[-8:]]}")
            if self._changed is None:
                self._changed = asyncio.Event()
            try:
                await asyncio.wait_for(self._changed.wait(), min(left, 0.25))
            except (asyncio.TimeoutError, TimeoutError):
                pass

    def accept(self, key: Any, channel: str, message: str, call: int) -> None:
        """Remembers a message by its key; messages without one are not counted."""
        if key is None or key == "":
            return
        a = Accepted(time.monotonic(), str(key), channel, message, call)
        self.accepted.append(a)
        if self.on_accepted is not None:
            self.on_accepted(a)

    def deleted(self, channel: str, message: str) -> None:
        if self.on_deleted is not None:
            self.on_deleted(channel, message)

    def doubled(self) -> dict[str, list[Accepted]]:
        """Keys under which more than one message was taken."""
        by_key: dict[str, list[Accepted]] = {}
        for a in self.accepted:
            by_key.setdefault(a.key, []).append(a)
        return {k: v for k, v in by_key.items() if len({(a.channel, a.message) for a in v}) > 1}

    def later(self, delay: float, perform: Callable[[], Any]) -> None:
        """Performs a request after its caller was told something else."""
        async def run() -> None:
            await asyncio.sleep(delay)
            try:
                perform()
            except Exception:
                pass                                  # refused: nothing took effect
            self.touch()
        t = asyncio.ensure_future(run())
        self._late.add(t)
        t.add_done_callback(self._late.discard)

    def find(self, name: str = "*", where: Callable[[Call], bool] | None = None, since: int = 0) -> list[Call]:
        return [c for c in self.calls if c.seq > since and fnmatch.fnmatchcase(c.name, name) and (where is None or where(c))]

    async def wait_call(self, name: str, where: Callable[[Call], bool] | None = None, *, since: int = 0, count: int = 1, timeout: float = 5.0) -> Call:
        """Wait for the count-th answered call matching the glob `name`; returns it."""
        def ok():
            m = [c for c in self.find(name, where, since) if c.status is not None or c.fault]
            return m[count - 1] if len(m) >= count else None
        return await self.wait_until(ok, timeout, f"call {name} (x{count})")

    @property
    def mark(self) -> int:
        """Sequence number of the last call; pass it as since=."""
        return self._seq

    def next_seq(self) -> int:
        self._seq += 1
        return self._seq

    def violate(self, call: Call | None, v: Violation) -> None:
        self.violations.append(v)
        if call is not None:
            call.violations.append(v)
        self.touch()

    @property
    def errors(self) -> list[Violation]:
        return [v for v in self.violations if v.level == "error" and v.source != "harness"]

    @property
    def warnings(self) -> list[Violation]:
        return [v for v in self.violations if v.level == "warn"]

    @property
    def harness_bugs(self) -> list[Violation]:
        """Places where the fake's own output did not fit the third-party spec."""
        return [v for v in self.violations if v.source == "harness"]

    def assert_clean(self) -> None:
        if self.errors:
            raise AssertionError("payload violations:\n" + "\n".join(map(str, self.errors)))


class BotProcess:
    """Runs a bot as a subprocess with an exact environment, captures its log, stops only that process."""

    def __init__(self, argv: Iterable[str], env: dict[str, str] | None = None, cwd: str | None = None, log: str | os.PathLike | None = None, inherit_env: bool = True,
                 fake_time: str | None = None, inject: bool = False):
        """fake_time: e.g. '2026-11-23 08:59:55' (UTC) runs the bot under Debian's faketime; monotonic clocks stay real.
        inject: for a bot without base-URL settings: a sitecustomize.py sets the libraries' base URLs from
        SLACK_API_BASE_URL / DISCORD_API_BASE_URL / DISCORD_GATEWAY_URL before the bot's own code runs."""
        self.argv = [str(a) for a in argv]
        base = dict(os.environ) if inherit_env else {"PATH": os.environ.get("PATH", "")}
        for k in list(base):   # a proxy in the environment would divert loopback traffic
            if k.lower() in ("http_proxy", "https_proxy", "all_proxy"):
                del base[k]
        base.update({"NO_PROXY": "127.0.0.1,localhost", "PYTHONUNBUFFERED": "1"})
        base.update(env or {})
        if inject:
            base["PYTHONPATH"] = os.pathsep.join(filter(None, [str(Path(__file__).with_name("inject")), base.get("PYTHONPATH")]))
        self.clock_offset = 0.0
        if fake_time:
            t = datetime.fromisoformat(fake_time).replace(tzinfo=timezone.utc).timestamp()
            self.clock_offset = t - time.time()
            base.update(FAKETIME=f"{'+' if self.clock_offset >= 0 else ''}{self.clock_offset:.3f}", DONT_FAKE_MONOTONIC="1", FAKETIME_DONT_FAKE_MONOTONIC="1",
                        LD_PRELOAD=next((str(p) for p in Path("/usr/lib").glob("*/faketime/libfaketime.so.1")), ""))
            if not base["LD_PRELOAD"]:
                raise RuntimeError("apt-get install faketime")
        self.env, self.cwd, self.log_path = base, cwd, Path(log) if log else None
        self.proc: asyncio.subprocess.Process | None = None
        self.lines: list[str] = []
        self._reader: asyncio.Task | None = None

    async def start(self) -> "BotProcess":
        self.proc = await asyncio.create_subprocess_exec(
            *self.argv, env=self.env, cwd=self.cwd, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT, limit=1 << 22)
        self._reader = asyncio.create_task(self._read())
        return self

    async def _read(self) -> None:
        assert self.proc and self.proc.stdout
        out = open(self.log_path, "a") if self.log_path else None
        try:
            while line := await self.proc.stdout.readline():
                s = line.decode(errors="replace").rstrip("\n")
                self.lines.append(s)
                if out:
                    out.write(s + "\n"); out.flush()
        finally:
            if out:
                out.close()

    async def wait_line(self, text: str, timeout: float = 15.0) -> str:
        end = time.monotonic() + timeout
        i = 0
        while time.monotonic() < end:
            for line in self.lines[i:]:
                if text in line:
                    return line
            i = len(self.lines)
            if self.proc and self.proc.returncode is not None:
                raise RuntimeError(f"bot exited with {self.proc.returncode}:\n" + "\n".join(self.lines[-40:]))
            await asyncio.sleep(0.05)
        raise TimeoutError(f"no log line with {text!r} in {timeout}s:\n" + "\n".join(self.lines[-40:]))

    @property
    def returncode(self) -> int | None:
        return self.proc.returncode if self.proc else None

    async def stop(self, timeout: float = 10.0) -> float:
        """SIGTERM, wait; returns seconds it took to exit (SIGKILL after timeout => inf)."""
        if not self.proc or self.proc.returncode is not None:
            return 0.0
        t = time.monotonic()
        self.proc.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(self.proc.wait(), timeout)
            took = time.monotonic() - t
        except (asyncio.TimeoutError, TimeoutError):
            self.proc.kill()
            await self.proc.wait()
            took = float("inf")
        if self._reader:
            await self._reader
        return took

    async def kill(self) -> None:
        """SIGKILL (simulates a crash)."""
        if self.proc and self.proc.returncode is None:
            self.proc.kill()
            await self.proc.wait()
        if self._reader:
            await self._reader

    def rss_mb(self) -> float | None:
        try:
            for line in Path(f"/proc/{self.proc.pid}/status").read_text().splitlines():
                if line.startswith("VmRSS:"):
                    return int(line.split()[1]) / 1024
        except Exception:
            return None
        return None

    async def __aenter__(self) -> "BotProcess":
        return await self.start()

    async def __aexit__(self, *a) -> None:
        await self.stop()


def percentiles(values: list[float], ps=(50, 90, 95, 99)) -> dict:
    v = sorted(values)
    if not v:
        return {}
    out = {f"p{p}": round(v[min(len(v) - 1, int(len(v) * p / 100))], 2) for p in ps}
    out.update(n=len(v), max=round(v[-1], 2), mean=round(sum(v) / len(v), 2))
    return out


async def maybe_await(x):
    return await x if isinstance(x, Awaitable) else x
