"""Interview kits on Discord: form, preview, changes, and a file that nobody else gets."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.engine import kit_commands as k
from bot.engine import views as v
from bot.platforms.discord import limits
from bot.platforms.discord.look import Look
from bot.platforms.discord.render import render
from tests.harness import validate_discord as V
from tests.harness.common import needs_specs
from tests.kitpage.house import PlainExporter
from tests.platforms.discord.town import MEMBER, Json, Town, town
from tests.world import World, seen

pytestmark = needs_specs
FORM = {"title": "Senior ML engineer", "level": "expert", "minutes": "60", "draw": "llm,nlp,evaluation"}
HIRING = "123456789012345678"


def quick(study: Town, padding: int = 0) -> Town:
    """With files that are written in no time; what they look like is for other tests."""
    study.world.engine._exporter = PlainExporter(padding)
    return study


async def made(study: Town) -> Json:
    # The space's secret is half of a kit's seed: a fixed one gives the same kit every time.
    await study.world.store.run(
        lambda tx: tx.people.add_space(study.space, zone="UTC", seed="seed", at=study.world.clock.at)
    )
    form = await study.slash("kit", study.boss)
    assert form.kind == "modal", form.kind
    sent = await study.send(form, FORM)
    assert sent.ephemeral
    return sent.messages[0]  # type: ignore[no-any-return]


def menu(study: Town, kit: Json, name: str) -> Json:
    return next(one for one in V.components_of(kit["components"]) if one.get("custom_id") == f"menu/{name}")


async def choose(study: Town, kit: Json, name: str, place: int) -> Any:
    option = menu(study, kit, name)["options"][place]["value"]
    used = await study.fake.select(kit, f"menu/{name}", [option], user=study.boss)
    await study.settled(used)
    return used


async def test_a_kit_is_made_by_a_form_changed_in_place_and_arrives_as_a_file_for_the_asker_alone(study: Town) -> None:
    quick(study)
    kit = await made(study)
    labels = [one["label"].split(". ", 1)[1] for one in menu(study, kit, "swap")["options"]]
    assert "of 60 minutes" in study.fake.text_of(kit)
    await choose(study, kit, "up", 0)
    assert [one["label"].split(". ", 1)[1] for one in menu(study, kit, "swap")["options"]][:2] == labels[1::-1]
    await choose(study, kit, "lock", 0)
    assert "**locked**" in study.fake.text_of(kit)
    swapped = await choose(study, kit, "swap", 0)
    assert swapped.kind == "deferred_update"
    assert labels[0] not in study.fake.text_of(kit).split("Left out")[0]
    sent = await choose(study, kit, "files", 1)
    (file,) = sent.messages[0]["attachments"]
    assert file["filename"] == "interview-kit-interviewer.docx"
    assert sent.messages[0]["flags"] & V.EPHEMERAL
    assert study.fake.messages(study.channel) == []
    assert study.fake.messages(study.channel, user=study.person("ana")) == []


async def test_whoever_may_not_is_told_so_and_whoever_has_the_role_may(make_world: Callable[..., World]) -> None:
    def hiring(server: Json) -> Json:
        server["roles"].append({**server["roles"][0], "id": HIRING, "name": "Hiring", "permissions": "0"})
        return {}

    async with town(make_world, roles=hiring, kit_roles=(HIRING,)) as study:
        quick(study)
        refused = await study.slash("kit", level="expert")
        assert refused.ephemeral
        assert "Only" in study.said(refused)
        assert "of 45 minutes" not in study.said(refused)
        form = await study.slash("kit")
        assert form.kind == "message"
        manager = study.fake.add_user("manager")
        study.fake.add_member(study.server, manager, permissions=MEMBER, roles=[HIRING])
        assert "of 30 minutes" in study.said(await study.slash("kit", manager, level="beginner", minutes=30))
        assert "Only admins" in study.said(await study.slash("study status", manager))
        study.fake.assert_clean()


async def test_a_file_comes_at_once_where_the_command_names_its_format(study: Town) -> None:
    used = await quick(study).slash("kit", study.boss, level="expert", format="md", copy="candidate")
    assert used.ephemeral
    assert [one["filename"] for one in used.messages[0]["attachments"]] == ["interview-kit-candidate.md"]


async def test_a_file_that_is_too_large_for_discord_is_told(study: Town) -> None:
    quick(study, padding=limits.UPLOAD)
    sent = await choose(study, await made(study), "files", 0)
    assert "Discord takes 10 MB" in study.said(sent)
    assert not sent.messages[0]["attachments"]


async def test_the_preview_carries_the_link_that_the_web_server_gives(study: Town) -> None:
    async def link(asker: Any, view: v.KitView) -> str:
        assert asker.member.user == study.boss["id"]
        return f"https://kits.example.com/kit#link=sealed&code={view.code}"

    quick(study).platform.gateway._doors._kit_link = link
    kit = await made(study)
    assert any(one.get("url", "").startswith("https://kits.example.com/kit#link=sealed")
               for one in V.components_of(kit["components"]))  # fmt: skip


async def test_the_largest_kit_stays_one_message_that_discord_takes(world: World) -> None:
    view = seen(await world.do(k.MakeKit(minutes="480", seed="1"), admin=True), v.KitView)
    large = replace(view, lines=view.lines * 2, unmet=("x" * 200,) * 6, link="https://kits.example.com/kit#link=x")
    assert len(large.lines) > 40
    for one in (view, replace(large, lines=large.lines[:9]), large):
        (message,) = render(one, Look())
        issues = V.check_message({"components": list(message.components), "flags": V.COMPONENTS_V2})
        # Doubled lines have doubled tokens, which no kit has.
        assert [issue for issue in issues if issue[1] == "error" and "duplicate option" not in issue[3]] == []
