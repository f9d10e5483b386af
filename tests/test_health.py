"""`/health`, `/alive` and `/metrics`: what a probe and Prometheus are told, and that it is about nobody."""

import re
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.engine.engine import Engine
from bot.engine.ports.platform import Refused
from bot.storage.problems import DatabaseProblem
from bot.web import operations
from bot.web.metrics import Metrics
from bot.web.operations import Operations
from bot.web.pulse import Pulse
from tests.world import SPACE, World


class Watched:
    """A world with its listener for operations. `away` takes the database from it, `doubt` is a reason not to post."""

    def __init__(self, world: World) -> None:
        self.world, self.pulse, self.metrics, self.doubt = world, Pulse(), Metrics(bank=world.bank.label), ""
        self.away = False
        self.store = self.metrics.store(self)  # type: ignore[arg-type]  # all that the listener needs
        self.metrics.follow(world.delivering.tally)
        self.beat = self.pulse.around(self.metrics.beat(world.delivering.tick))
        world.engine = self.metrics.engine(world.engine)
        self.operations = Operations(
            "127.0.0.1",
            0,
            store=self.store,
            clock=world.clock,
            pulse=self.pulse,
            metrics=self.metrics,
            replica="one",
            doubt=lambda: self.doubt,
        )

    async def run(self, work: Any) -> Any:
        if self.away:
            raise DatabaseProblem("The database is away.")
        return await self.world.store.run(work)

    async def get(self, path: str) -> tuple[int, Any]:
        async with (
            aiohttp.ClientSession() as browser,
            browser.get(f"{self.operations.web.url}{path}", headers={"Accept": "*/*"}) as answer,
        ):
            return answer.status, await (answer.text() if path == "metrics" else answer.json())

    async def numbers(self) -> dict[str, float]:
        """Every sample, as `name{label=value}`."""
        _, text = await self.get("metrics")
        return {
            sample.name + "".join(f"{{{key}={value}}}" for key, value in sample.labels.items()): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }


@pytest.fixture
async def watched(world: World) -> AsyncIterator[Watched]:
    made = Watched(world)
    await made.operations.web.start()
    yield made
    await made.operations.web.stop()


async def test_a_bot_that_beats_on_a_database_that_answers_is_well(watched: Watched) -> None:
    await watched.beat()
    status, says = await watched.get("health")
    assert (status, says["ok"], says["wrong"], says["replica"]) == (200, True, [], "one")
    assert says["posts"] == {"due": 0, "unknown": 0, "uncertain": 0}


async def test_without_its_database_the_bot_is_not_well_but_alive(watched: Watched) -> None:
    watched.away = True
    status, says = await watched.get("health")
    assert (status, says["wrong"], says["posts"]) == (503, ["the database does not answer"], None)
    # A restart would not bring the database back.
    assert (await watched.get("alive"))[0] == 200
    assert (await watched.numbers())["studybot_database_errors_total"] == 2


async def test_a_bot_that_has_not_beaten_for_long_is_not_well_and_then_not_alive(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "RECENT", 0.0)
    status, says = await watched.get("health")
    assert (status, says["wrong"]) == (503, ["the last beat was 0 s ago"])
    monkeypatch.setattr(operations, "STUCK", 0.0)
    assert (await watched.get("alive"))[0] == 503


async def test_a_bot_that_posts_nothing_because_its_clock_is_wrong_says_so(watched: Watched) -> None:
    watched.doubt = "the clock is three hours ahead of the platform's"
    status, says = await watched.get("health")
    assert (status, says["wrong"]) == (503, ["the clock is three hours ahead of the platform's"])


async def test_the_numbers_tell_what_was_posted_and_answered(watched: Watched) -> None:
    world = watched.world
    await world.set_up()
    await world.until(world.clock.at.replace(hour=9))
    await world.answer("Mine")
    await world.answer("Mine too", "Ben")
    await watched.beat()
    seen = await watched.numbers()
    assert seen["studybot_posts_total{outcome=sent}"] == 1
    assert seen["studybot_post_lateness_seconds_count"] == 1
    assert seen["studybot_answers_total{platform=test}"] == 2
    assert seen["studybot_commands_total{command=AnswerRound}{platform=test}"] == 2
    assert (seen["studybot_open_rounds"], seen["studybot_open_answers"]) == (1, 2)
    assert seen["studybot_tick_seconds_count"] == 1


async def test_the_numbers_tell_what_was_refused_and_what_waits_for_a_decision(watched: Watched) -> None:
    world = watched.world
    world.platform.before, world.platform.can_look = [Refused("not in the channel")], False
    await world.first_morning()
    world.platform.after = [ConnectionError("nobody knows")]
    await world.next_morning()
    seen = await watched.numbers()
    assert seen["studybot_posts_total{outcome=refused}"] == 1
    assert seen["studybot_uncertain_posts"] == 1
    assert (await watched.get("health"))[1]["posts"]["uncertain"] == 1


async def test_no_number_is_about_a_person_a_channel_or_a_space(watched: Watched) -> None:
    world = watched.world
    await world.open_day()
    await world.answer("My very own words", "Ana")
    text = (await watched.get("metrics"))[1] + str((await watched.get("health"))[1])
    for word in ("Ana", "ana", SPACE, "own words", "test:", 'study"', "#study"):
        assert word not in text, word
    labels = set(re.findall(r"[{,]([a-z_]+)=", text))
    assert labels == {"version", "python", "bank", "outcome", "le", "platform", "command"}


async def test_the_listener_tells_nothing_to_names_that_point_here_from_outside(watched: Watched) -> None:
    async with aiohttp.ClientSession() as browser:
        given = {"Host": "evil.example.com"}
        async with browser.get(f"{watched.operations.web.url}metrics", headers=given) as answer:
            assert answer.status == 421


def test_a_measured_engine_is_an_engine_in_every_other_way(world: World) -> None:
    measured = Metrics(bank="b").engine(world.engine)
    assert isinstance(measured, Engine)
    assert (measured.bank, measured.clock) == (world.engine.bank, world.engine.clock)
