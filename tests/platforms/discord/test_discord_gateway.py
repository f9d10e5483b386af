"""The connection: kept through everything that Discord and the network do to it."""

from collections.abc import Callable

import pytest

from bot.domain.errors import StudyError
from bot.engine.ports.platform import Unreachable
from tests.harness.common import needs_specs
from tests.harness.fake_discord import FakeDiscord
from tests.platforms.discord.town import Town, eventually, platform, settings, town
from tests.world import World

pytestmark = needs_specs
SYNC = "PUT /applications/*"


async def test_commands_are_registered_once_and_again_only_when_they_change(
    make_world: Callable[..., World], monkeypatch: pytest.MonkeyPatch
) -> None:
    world = make_world()
    async with FakeDiscord() as fake:
        for _ in range(2):
            face = platform(world, settings(fake))
            await face.start()
            await face.stop()
        assert len(fake.find(SYNC)) == 1
        from bot.platforms.discord import commands

        fewer = commands.payload()[1:]
        monkeypatch.setattr(commands, "payload", lambda: fewer)
        face = platform(world, settings(fake))
        await face.start()
        await face.stop()
        assert len(fake.find(SYNC)) == 2
        assert {one["name"] for one in fake.commands[None].values()} == {one["name"] for one in fewer}


async def test_a_development_server_gets_the_commands_alone(make_world: Callable[..., World]) -> None:
    async with FakeDiscord() as fake:
        server = fake.add_guild()
        face = platform(make_world(), settings(fake, development_server=server["id"]))
        await face.start()
        await face.stop()
        assert fake.commands[server["id"]]
        assert fake.commands[None] == {}


async def test_no_privileged_intent_is_asked_for(study: Town) -> None:
    assert study.fake.identifies[0]["intents"] == 1


@pytest.mark.parametrize("way", ["reconnect", "drop", "close"])
async def test_a_lost_connection_is_resumed_and_nothing_said_meanwhile_is_lost(study: Town, way: str) -> None:
    await {
        "reconnect": study.fake.gateway_reconnect,
        "drop": study.fake.gateway_drop,
        "close": study.fake.gateway_close,
    }[way]()
    await study.fake.wait_until(lambda: study.fake.resumes and study.fake.live(), 10)
    used = await study.slash("study help")
    assert "/quiz" in study.said(used)
    assert len(study.fake.identifies) == 1


async def test_an_invalid_session_is_begun_anew_at_the_same_address(study: Town) -> None:
    await study.fake.gateway_invalidate()
    await study.fake.wait_until(lambda: len(study.fake.identifies) == 2 and study.fake.live(), 15)
    used = await study.slash("study help")
    assert "/quiz" in study.said(used)


async def test_two_shards_both_answer(make_world: Callable[..., World]) -> None:
    async with town(make_world, shards=2) as study:
        assert sorted(tuple(one["shard"]) for one in study.fake.identifies) == [(0, 2), (1, 2)]
        for shard in (0, 1):
            server = study.fake.add_guild(shard=shard, members=[study.person("ana")])
            channel = study.fake.add_channel(server, "study")
            used = await study.slash("study help", channel=channel)
            assert "/quiz" in study.said(used)


async def test_a_process_takes_the_shards_of_its_configuration(make_world: Callable[..., World]) -> None:
    async with FakeDiscord(shards=2) as fake:
        face = platform(make_world(), settings(fake, shard_count=2, shard_ids=(1,)))
        await face.start()
        await fake.wait_ready(1)
        assert [tuple(one["shard"]) for one in fake.identifies] == [(1, 2)]
        await face.stop()


async def test_an_unreachable_discord_does_not_end_the_start(make_world: Callable[..., World]) -> None:
    async with FakeDiscord() as fake:
        fake.faults.server_error("GET /users/@me", 503)
        face = platform(make_world(), settings(fake))
        await face.start()
        with pytest.raises(Unreachable):
            _ = face.gateway.client
        await fake.wait_ready()
        await face.stop()


async def test_a_failing_gateway_is_tried_again(make_world: Callable[..., World]) -> None:
    async with FakeDiscord() as fake:
        fake.faults.server_error("GET /gateway/bot", 503)
        face = platform(make_world(), settings(fake))
        await face.start()
        await fake.wait_ready()
        await face.stop()


async def test_a_wrong_token_ends_the_start_with_a_sentence(make_world: Callable[..., World]) -> None:
    async with FakeDiscord() as fake:
        given = settings(fake).model_copy(update={"token": settings(fake).token.__class__("wrong.token.here")})
        with pytest.raises(StudyError, match="does not accept"):
            await platform(make_world(), given).start()


async def test_the_bot_waits_when_its_session_starts_run_out(make_world: Callable[..., World]) -> None:
    class Spent(FakeDiscord):
        def _r_get_gateway_bot(self, call, p, b):  # type: ignore[no-untyped-def]
            found = super()._r_get_gateway_bot(call, p, b)
            return {**found, "session_start_limit": {**found["session_start_limit"], "remaining": 3}}

    async with Spent() as fake:
        face = platform(make_world(), settings(fake))
        await face.start()
        await fake.wait_call("GET /gateway/bot")
        assert fake.identifies == []
        await face.stop()


async def test_a_server_that_the_bot_was_removed_from_is_paused(study: Town) -> None:
    await study.open_day()
    study.fake.remove_bot(study.server)

    async def reason() -> str:
        found = await study.world.store.run(lambda tx: tx.schedules.of(study.space))
        return found[0].pause_reason

    assert await eventually(reason, bool) == "the bot was removed from the server"
