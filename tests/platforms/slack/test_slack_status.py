"""`/study status` on Slack: which scopes were not granted, and what each would be for."""

from tests.harness.common import needs_specs
from tests.platforms.slack.workspace import Make, Workspace

pytestmark = needs_specs


async def test_the_status_names_each_scope_that_was_not_granted(make: Make, fake) -> None:  # type: ignore[no-untyped-def]
    fake.tokens[fake.bot_token]["scopes"] -= {"files:write", "groups:history"}
    team = await make()
    said = team.text(await team.type_("/study status", team.boss))
    assert "Scopes that were not granted" in said
    assert "files:write" in said
    assert "channels:history" not in said


async def test_the_status_says_nothing_about_scopes_where_all_were_granted(team: Workspace) -> None:
    assert "Scopes" not in team.text(await team.type_("/study status", team.boss))
