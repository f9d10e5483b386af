"""`/study status` on Discord: what the bot may not do in this channel, and how many processes run."""

from datetime import timedelta

from tests.harness.common import needs_specs
from tests.harness.fake_discord import ALL_PERMS
from tests.platforms.discord.town import Town

pytestmark = needs_specs
ATTACH, HISTORY = 1 << 15, 1 << 16


async def test_the_status_names_each_permission_that_is_missing_and_what_it_is_for(study: Town) -> None:
    study.channel["_bot_permissions"] = ALL_PERMS & ~ATTACH & ~HISTORY & ~(1 << 3)
    said = study.said(await study.slash("study status", study.boss))
    assert "Not allowed in this channel" in said
    assert "Attach Files: for the diagram of a model answer" in said
    assert "Read Message History: to look up whether a post arrived" in said
    assert "Send Messages:" not in said


async def test_the_status_says_nothing_about_permissions_where_none_is_missing(study: Town) -> None:
    assert "Not allowed" not in study.said(await study.slash("study status", study.boss))


async def test_the_status_says_how_many_processes_run(study: Town) -> None:
    for name in ("a", "b"):
        await study.world.store.run(
            lambda tx, name=name: tx.leases.take(f"replica:{name}", name, timedelta(minutes=1))  # type: ignore[misc]
        )
    assert "2 processes" in study.said(await study.slash("study status", study.boss))
