"""One scripted day on the page, on Slack and on Discord: the same deliveries, verdicts and boards everywhere."""

from collections.abc import Callable
from typing import Any

import aiohttp
import pytest

from bot.domain.ids import ChannelId, SpaceId
from bot.engine.delivering import Delivering
from bot.platforms.local.platform import LocalPlatform
from bot.platforms.local.settings import LocalSettings
from bot.web.server import WebServer
from tests.harness.common import needs_specs
from tests.platforms.discord.town import Town, town
from tests.platforms.slack.workspace import Workspace
from tests.world import MONDAY, World

pytestmark = [needs_specs, pytest.mark.slow]

NINE = MONDAY.replace(hour=9)
SETUP = {"time": "09:00", "zone": "UTC", "days": "mon-fri", "draw": "beginner"}
ITEM = "beginner/overfitting"
ANSWERS = {
    "ana": "It memorizes noise, so training error is low but test error is high. More data, dropout, early stopping.",
    "ben": "Cross-validation prevents overfitting, just train for more epochs.",
    "chloe": "no idea",
}
Day = dict[str, Any]


async def outcome(world: World, space: SpaceId, channel: ChannelId) -> Day:
    """What the day left in the database, without the platform's own ids."""

    def work(tx: Any) -> Day:
        round = tx.rounds.last(space, channel)[0]
        names = {answer.member.user: tx.people.person(answer.member).name for answer in tx.submissions.of(round.id)}
        lines, number = tx.ledger.board(space, f"channel:{channel}", "2026-W48", 10)
        return {
            "round": (round.number, round.item, round.day, round.closes_at, round.phase, round.answered),
            "deliveries": [(one.kind, one.state, one.day) for one in tx.deliveries.feed(space, channel, 20)],
            "verdicts": {
                names[answer.member.user].casefold(): answer.verdict for answer in tx.submissions.of(round.id)
            },
            "board": [(line.name.casefold(), line.points, line.answers) for line in lines],
            "members": number,
            "drift": tx.ledger.rebuild(),
        }

    return await world.store.run(work)


async def day_on_the_page(world: World) -> Day:
    settings = LocalSettings(enabled=True, port=0)
    face, server = LocalPlatform(world.engine, settings, world.bank.folders), WebServer("127.0.0.1", 0)
    server.add_routes(face.routes())
    server.on_stop(face.close)
    await server.start()
    world.delivering = Delivering(
        world.store, world.bank, world.clock, {"local": face}, world.judge, world.rules, "one"
    )

    async with aiohttp.ClientSession() as browser:

        async def send(path: str, who: str, **body: Any) -> Day:
            headers = {"X-Visitor": who, "X-Study-Bot": "1"}
            async with browser.post(f"{server.url}api/{path}", json=body, headers=headers) as reply:
                return dict(await reply.json())

        await send(
            "command", "boss", line="/study setup " + " ".join(f"{name}={value}" for name, value in SETUP.items())
        )
        await send("command", "boss", line=f"/study schedule pin {ITEM}")
        await world.until(NINE)
        space, channel = SpaceId(settings.space), ChannelId(settings.channel)
        number = (await world.store.run(lambda tx: tx.rounds.last(space, channel)))[0].id
        await send("press", "ben", token=f"hint:{number}:0")
        for who, text in ANSWERS.items():
            await send("submit", who, token=f"answer:{number}:", fields={"text": text})
        await world.until(NINE.replace(day=24, hour=8, minute=50))
        await send("press", "ana", token=f"share:{number}:")
        await world.tick()
    await server.stop()
    return await outcome(world, space, channel)


async def day_on_slack(team: Workspace) -> Day:
    await team.set_up_slack()
    await team.type_(f"/study schedule pin {ITEM}", team.boss)
    await team.until(NINE)
    await team.press(team.card(), "Hint 1", team.ben)
    for who in (team.ana, team.ben, team.chloe):
        await team.answer_by_form(ANSWERS[who["name"]], who)
    await team.until(NINE.replace(day=24, hour=8, minute=50))
    verdict = await team.press(team.card(), "Your verdict", team.ana)
    await team.press(verdict, "Share my answer in the channel", team.ana)
    await team.tick()
    return await outcome(team, SpaceId("slack:T0HARNESS"), team.channel)


async def day_on_discord(study: Town) -> Day:
    await study.slash("study setup", study.boss, **SETUP)
    await study.slash("study schedule pin", study.boss, item=ITEM)
    await study.until(NINE)
    post = study.fake.bot_messages(study.channel)[-1]
    await study.press(post, study_label(study, post, "Hint 1"), "ben")
    for who, text in ANSWERS.items():
        await study.answer(post, text, who)
    await study.until(NINE.replace(day=24, hour=8, minute=50))
    verdict = await study.press(study.fake.bot_messages(study.channel)[0], "Your verdict", "ana")
    await study.press(verdict.messages[-1], "Share my answer in the channel", "ana")
    await study.tick()
    return await outcome(study.world, study.space, ChannelId(study.channel["id"]))


def study_label(study: Town, post: dict[str, Any], start: str) -> str:
    """The whole label of the button that begins so."""
    return next(str(one["label"]) for one in study.fake.components(post) if str(one.get("label", "")).startswith(start))


async def test_the_same_day_gives_the_same_deliveries_verdicts_and_boards_everywhere(
    make_world: Callable[..., World],
    make: Any,
) -> None:
    team = await make()
    days = {"slack": await day_on_slack(team)}
    days["page"] = await day_on_the_page(make_world())
    async with town(make_world) as study:
        days["discord"] = await day_on_discord(study)
    assert [name for name, *_ in days["slack"]["board"]] == ["ana"]
    assert days["slack"]["drift"] == 0
    assert days["slack"] == days["page"] == days["discord"]
