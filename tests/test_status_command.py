"""`studybot status` and `studybot health`: how it stands, from the database alone."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot import wiring
from bot.app import own_name
from bot.bank.bank import PackBank
from bot.cli import main
from bot.engine.roll import LENGTH, PREFIX, Roll
from tests.platforms.discord.town import eventually
from tests.world import CHANNEL, World


@pytest.fixture(autouse=True)
def read_once(bank: PackBank, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading the questions takes most of a command's time, and the tests have done so already."""
    monkeypatch.setattr(wiring, "open_bank", lambda _: bank)


@pytest.fixture
def config(tmp_path: Path, database: Path) -> Path:
    file = tmp_path / "config.yaml"
    file.write_text(f"database: sqlite:///{database}\nplatforms:\n  local:\n    enabled: true\n")
    return file


def invoked(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


async def run(*words: object) -> Result:
    """The command, in a thread: it runs an event loop of its own."""
    return await asyncio.to_thread(invoked, *words)


async def told(config: Path) -> tuple[int, Any]:
    result = await run("status", "-c", config, "--json")
    return result.exit_code, json.loads(result.stdout)


async def test_before_the_first_setup_the_status_says_how_to_begin(config: Path, world: World) -> None:
    result = await run("status", "-c", config)
    assert result.exit_code == 0, result.output
    assert "Not running, as far as the database knows." in result.output
    assert "No channel is set up yet. In the channel of your choice: /study setup" in result.output


async def test_the_status_shows_last_and_next_in_the_readers_zone(config: Path, world: World) -> None:
    await world.open_day()
    result = await run("status", "-c", config, "--zone", "Asia/Tokyo")
    assert result.exit_code == 0, result.output
    assert "last       Question 1, Mon 23 Nov 2026 18:00 JST" in result.output
    assert "next       Tue 24 Nov 2026 18:00 JST" in result.output


async def test_the_status_says_why_a_day_was_skipped(config: Path, world: World) -> None:
    await world.set_up()
    await world.until(world.clock.at.replace(hour=20))
    result = await run("status", "-c", config)
    assert "why not    2026-11-23: skipped, the bot was not running at the time" in result.output


async def test_a_post_that_needs_a_decision_makes_the_exit_status_one(config: Path, world: World) -> None:
    world.platform.after, world.platform.can_look = [ConnectionError("nobody knows")], False
    await world.first_morning()
    result = await run("status", "-c", config)
    assert result.exit_code == 1, result.output
    assert "question of 2026-11-23 in study may or may not be there, since" in result.output
    assert "type /study status there and press one of the two buttons" in result.output
    status, says = await told(config)
    assert (status, says["needs_decision"]) == (1, True)
    assert says["spaces"][0]["uncertain"][0]["what"] == "question of 2026-11-23"


async def test_programs_get_the_same_facts_as_admins_in_the_chat(config: Path, world: World) -> None:
    await world.open_day()
    view: Any = await world.type("/study status", "Boss", admin=True)
    status, says = await told(config)
    channel = says["spaces"][0]["channels"][0]
    assert (status, says["bank"], says["replicas"]) == (0, view.bank, [])
    assert (channel["channel"], channel["last"], channel["last_at"], channel["next_due"]) == (
        CHANNEL,
        "Question 1",
        "2026-11-23T09:00:00+00:00",
        "2026-11-24T09:00:00+00:00",
    )
    assert channel["unseen"] == view.channels[0].unseen


async def test_every_replica_that_runs_is_listed_until_it_stops(config: Path, world: World) -> None:
    name = own_name()
    roll = Roll(world.store, name)
    await roll.start()
    shown = await eventually(lambda: told(config), lambda found: found[1]["replicas"])
    assert [one["name"] for one in shown[1]["replicas"]] == [name]
    assert f"Running: {name}, since" in (await run("status", "-c", config)).output
    assert (await run("health", "-c", config)).exit_code == 0
    await roll.stop()
    assert (await told(config))[1]["replicas"] == []
    result = await run("health", "-c", config)
    assert (result.exit_code, "No bot of this machine is alive" in result.output) == (1, True)


async def test_a_bot_of_another_machine_does_not_make_this_one_healthy(config: Path, world: World) -> None:
    await world.store.run(lambda tx: tx.leases.take(f"{PREFIX}elsewhere:1:ab", "elsewhere:1:ab", LENGTH))
    assert (await run("health", "-c", config)).exit_code == 1


def test_health_asks_the_listener_and_says_when_nobody_is_there(config: Path) -> None:
    config.write_text(config.read_text() + "operations:\n  port: 1\n")
    result = invoked("health", "-c", config)
    assert result.exit_code == 1
    assert "Nobody answers on 127.0.0.1, port 1" in result.output


@pytest.mark.parametrize("command", ["status", "health"])
def test_a_database_that_is_not_there_yet_is_not_made(config: Path, database: Path, command: str) -> None:
    database.unlink()
    result = invoked(command, "-c", config)
    assert result.exit_code == 1
    assert "There is no database at" in result.output
    assert not database.exists()


async def test_an_unknown_zone_is_told_with_what_was_meant(config: Path) -> None:
    result = await run("status", "-c", config, "--zone", "Europe/Berln")
    assert result.exit_code == 1
    assert "Europe/Berlin" in result.output


async def test_a_replica_that_says_nothing_more_is_not_counted_for_long(world: World) -> None:
    await world.store.run(lambda tx: tx.leases.take(f"{PREFIX}gone", "gone", timedelta(seconds=-1)))
    view: Any = await world.type("/study status", "Boss", admin=True)
    assert view.replicas == 0


async def test_the_roll_goes_on_when_the_database_was_away(world: World) -> None:
    class Flaky:
        calls = 0

        async def run(self, work: Any) -> Any:
            self.calls += 1
            if self.calls == 1:
                raise ConnectionError("away")
            return await world.store.run(work)

    roll = Roll(Flaky(), "one", every=0.001)  # type: ignore[arg-type]  # all that the roll needs
    await roll.start()

    async def names() -> list[str]:
        return [one.owner for one in await world.store.run(lambda tx: tx.leases.running(PREFIX))]

    assert await eventually(names, bool) == ["one"]
    await roll.stop()
    assert await names() == []


async def test_a_roll_that_was_never_called_has_nothing_to_take_back(world: World) -> None:
    roll = Roll(world.store, "one")
    await roll.stop()
    view: Any = await world.type("/study status", "Boss", admin=True)
    assert view.replicas == 0


async def test_what_a_dead_process_held_is_free_at_the_next_start(world: World) -> None:
    await world.store.run(lambda tx: tx.leases.take("discord:shard:1:1:0", "dead", LENGTH))
    await world.store.run(lambda tx: tx.leases.take("discord:shard:1:1:1", "alive", LENGTH))
    roll = Roll(world.store, "one", gone=lambda name: name == "dead")
    await roll.start()
    held = await world.store.run(lambda tx: tx.leases.running(""))
    assert [one.owner for one in held] == ["alive", "one"]
    await roll.stop()
