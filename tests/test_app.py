"""The life of a process: parts start in order, stop in reverse, and the end comes in any case."""

import asyncio
import os
import signal
import threading
from collections.abc import Awaitable, Callable

import pytest

from bot import app
from bot.app import Part


class Diary:
    """Parts that write down what happens to them."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.ends: list[int] = []
        self.ended = threading.Event()

    def part(
        self,
        name: str,
        *,
        start: Callable[[], Awaitable[object]] | None = None,
        stop: Callable[[], Awaitable[object]] | None = None,
    ) -> Part:
        async def begin() -> None:
            self.lines.append(f"{name} starts")
            if start is not None:
                await start()

        async def end() -> None:
            if stop is not None:
                await stop()
            self.lines.append(f"{name} stopped")

        return Part(name, begin, end)

    def end(self, status: int) -> None:
        self.ends.append(status)
        self.ended.set()


def told() -> asyncio.Event:
    event = asyncio.Event()
    event.set()
    return event


async def for_ever() -> None:
    await asyncio.Event().wait()


async def test_parts_start_in_order_and_stop_in_reverse() -> None:
    diary, stop = Diary(), asyncio.Event()
    await app.run([diary.part("database"), diary.part("page")], ready=stop.set, stop=stop)
    assert diary.lines == ["database starts", "page starts", "page stopped", "database stopped"]


async def test_a_part_that_cannot_start_ends_the_process_and_the_others_are_stopped() -> None:
    diary = Diary()

    async def fail() -> None:
        raise OSError("no network")

    with pytest.raises(OSError, match="no network"):
        await app.run([diary.part("database"), diary.part("chat", start=fail)], ready=lambda: None)
    assert diary.lines[-1] == "database stopped"


async def test_a_part_that_hangs_is_left_behind_and_the_database_is_closed_all_the_same(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "LAST_WORDS", 0.02)
    diary, stop = Diary(), asyncio.Event()
    parts = [diary.part("database"), diary.part("chat", stop=for_ever)]
    await app.run(parts, ready=stop.set, stop=stop, grace=0.02)
    assert diary.lines[-1] == "database stopped"
    assert "chat did not stop in time" in caplog.text


async def test_a_part_that_fails_to_stop_holds_up_no_other(caplog: pytest.LogCaptureFixture) -> None:
    diary, stop = Diary(), asyncio.Event()

    async def fail() -> None:
        raise OSError("gone")

    await app.run([diary.part("database"), diary.part("chat", stop=fail)], ready=stop.set, stop=stop)
    assert diary.lines[-1] == "database stopped"
    assert "chat did not stop cleanly" in caplog.text


async def test_a_process_that_is_told_to_stop_while_it_starts_does_not_wait_for_the_start() -> None:
    diary, said = Diary(), []
    parts = [diary.part("database"), diary.part("chat", start=for_ever), diary.part("heartbeat")]
    await app.run(parts, ready=lambda: said.append("ready"), stop=told())
    assert said == []
    assert diary.lines[-1] == "database stopped"
    assert "heartbeat starts" not in diary.lines


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_stops_the_process_in_order(sign: signal.Signals) -> None:
    diary = Diary()
    await app.run([diary.part("database")], ready=lambda: os.kill(os.getpid(), sign), end=diary.end, hard=3600)
    assert (diary.lines[-1], diary.ends) == ("database stopped", [])


async def test_the_second_signal_ends_the_process_at_once() -> None:
    diary, second = Diary(), asyncio.Event()

    async def again() -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        second.set()
        await asyncio.to_thread(diary.ended.wait, 10)

    parts = [diary.part("database"), diary.part("chat", stop=again)]
    await app.run(parts, ready=lambda: os.kill(os.getpid(), signal.SIGTERM), end=diary.end, hard=3600)
    assert second.is_set()
    assert diary.ends == [128 + signal.SIGTERM]


async def test_the_end_comes_even_when_the_event_loop_is_stuck() -> None:
    diary = Diary()

    async def block() -> None:
        diary.ended.wait(10)

    parts = [diary.part("database", stop=block)]
    await app.run(parts, ready=lambda: os.kill(os.getpid(), signal.SIGTERM), end=diary.end, hard=0.01)
    assert diary.ends == [1]


def test_a_process_that_has_ended_is_known_to_be_gone_and_a_running_one_is_not() -> None:
    import subprocess

    ended = subprocess.Popen(["true"])
    ended.wait()
    machine, number, where = app.own_name().split(":")
    assert app.is_own(app.own_name())
    assert not app.is_gone(f"{machine}:{number}:{where}")
    assert app.is_gone(f"{machine}:{ended.pid}:{where}")


@pytest.mark.parametrize("name", ["elsewhere:1:0-ab", "nobody", "", "{machine}:x:{where}", "{machine}:999999:1-ab"])
def test_of_other_machines_and_other_containers_nothing_is_known(name: str) -> None:
    machine, _, where = app.own_name().split(":")
    assert not app.is_gone(name.format(machine=machine, where=where))
