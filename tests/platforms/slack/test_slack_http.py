"""Slack over HTTP: signatures, retries, and installations by OAuth in several workspaces."""

import asyncio
import sqlite3
import time
from urllib.parse import urlencode

import pytest
from slack_sdk.oauth.installation_store.models.bot import Bot

from tests.harness import FakeSlack
from tests.harness.common import needs_specs
from tests.platforms.slack.workspace import SPACE, Make, Workspace

pytestmark = [
    needs_specs,
    # slack_sdk 3.47 hands aiohttp a BasicAuth in oauth.v2.access; aiohttp 4 will want a header.
    pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning"),
]
KEY = "rGj0cTtCyJmQ9rWSkbnEp3cPS8w2WlLwGdb6yVMn4Pg="
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
async def public(make: Make) -> Workspace:
    return await make(mode="http")


async def test_a_signed_command_is_answered(public: Workspace) -> None:
    assert "There is no open question" not in public.text(await public.type_("/study help"))
    assert "of 1" in public.text(await public.type_("/quiz beginner 1"))
    assert all(one.via == "http" for one in public.fake.deliveries)
    public.fake.assert_clean()


@pytest.mark.parametrize("forged", ["wrong secret", "stale", "unsigned"])
async def test_a_request_that_slack_did_not_sign_now_is_refused(public: Workspace, forged: str) -> None:
    body = urlencode({"command": "/study", "text": "me", "team_id": "T0HARNESS", "user_id": public.ana["id"]}).encode()
    status, _, _ = await public.fake.http_post(
        body,
        FORM,
        secret="0" * 32 if forged == "wrong secret" else None,
        sign=forged != "unsigned",
        ts=int(time.time()) - 600 if forged == "stale" else None,
    )
    assert status == 401
    assert not public.private(public.ana)


async def test_slacks_retries_are_done_once(public: Workspace) -> None:
    sent = await public.fake.command("/quiz", "beginner 1", user=public.ana, channel=public.study, duplicates=2)
    assert len(sent.acks) == 3
    await public.fake.wait_ephemeral(public.ana)
    await public.type_("/study me", public.ben)
    assert len(public.private(public.ana)) == 1


async def test_a_proxy_on_the_same_machine_may_keep_the_public_name(make: Make) -> None:
    team = await make(mode="http", public_url="https://study.example.com")
    body = b'{"type": "url_verification", "challenge": "abc", "token": "t"}'
    for name, expected in (("study.example.com", 200), ("evil.example.com", 421)):
        status, _, _ = await team.fake.http_post(body, "application/json", headers={"Host": name})
        assert status == expected


@pytest.fixture
async def shared(make: Make, fake: FakeSlack) -> Workspace:
    """An app that workspaces install by themselves."""
    team = await make(
        mode="http",
        bot_token="",
        client_id=fake.client_id,
        client_secret=fake.client_secret,
        encryption_key=KEY,
        public_url="http://study.example.com",
        authorize_url=f"{fake.url}/oauth/v2/authorize",
    )
    assert team.slack.web is not None
    flow = team.slack.web.url.rstrip("/")
    # The public name leads to this port; here, the browser takes the short way.
    fake.redirect_uri = f"{flow}/slack/oauth_redirect"
    return team


async def install(shared: Workspace, team: dict[str, str], user: dict[str, str], **trick: bool) -> tuple[int, str]:
    """A browser's way through the installation; the public address is this server's."""
    assert shared.slack.web is not None
    base = shared.slack.web.url.rstrip("/")
    original = shared.fake.issue_code

    def short_way(*args: object, **more: object) -> str:
        return original(*args, **(more | {"redirect_uri": None}))  # type: ignore[arg-type]

    shared.fake.issue_code = short_way  # type: ignore[method-assign]
    import aiohttp

    cookies: dict[str, str] = {}
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as browser:
        async with browser.get(f"{base}/slack/install", allow_redirects=False) as page:
            text = await page.text()
            for header in page.headers.getall("Set-Cookie", []):
                name, _, value = header.split(";", 1)[0].partition("=")
                cookies[name.strip()] = value.strip()
        start = text.index(f"{shared.fake.url}/oauth/v2/authorize")
        consent = text[start : text.index('"', start)].replace("&amp;", "&")
        shared.fake.next_oauth_team, shared.fake.next_oauth_user = team, user
        async with browser.get(consent, allow_redirects=False) as allowed:
            back = allowed.headers["Location"].replace("http://study.example.com", base)
        if trick.get("tampered"):
            back = back.replace("state=", "state=x")
        jar = "; ".join(f"{name}={value}" for name, value in cookies.items())
        headers = {} if trick.get("other_browser") else {"Cookie": jar}
        async with browser.get(back, headers=headers) as done:
            first = done.status, await done.text()
        if trick.get("twice"):
            async with browser.get(back, headers=headers) as again:
                return again.status, await again.text()
        return first


async def test_two_workspaces_install_the_app_and_never_meet(shared: Workspace) -> None:
    other = shared.fake.add_team("T0OTHER", "Other")
    olga = shared.fake.add_user("olga", other)
    theirs = shared.fake.add_channel("theirs", other, members=[olga], bot_member=False)
    assert (await install(shared, shared.fake.team, shared.boss))[0] == 200
    assert (await install(shared, other, olga))[0] == 200
    # Who installed the app is an admin, without a word in the configuration.
    said = await shared.fake.command("/study", "setup time=09:00 zone=UTC", user=olga, channel=theirs)
    assert said.in_time
    assert "is set up" in shared.text(await shared.fake.wait_ephemeral(olga))
    listed = shared.text(await shared.type_("/study schedule list", shared.boss))
    assert "no daily question in this space" in listed
    database = sqlite3.connect(shared.database.removeprefix("sqlite:///"))
    tokens = [row[0] for row in database.execute("SELECT bot_token FROM slack_bots")]
    database.close()
    assert len(tokens) == 2
    assert not any("xoxb" in token for token in tokens)


@pytest.mark.parametrize("trick", ["tampered", "other_browser", "twice"])
async def test_an_installation_with_a_state_that_is_not_its_own_is_refused(shared: Workspace, trick: str) -> None:
    status, _ = await install(shared, shared.fake.team, shared.boss, **{trick: True})
    assert status in (400, 401)


async def test_an_uninstalled_app_forgets_its_tokens(shared: Workspace) -> None:
    assert (await install(shared, shared.fake.team, shared.boss))[0] == 200
    await shared.set_up_slack()
    await shared.fake.uninstall()
    found = shared.slack._installed
    assert found is not None
    for _ in range(100):
        if await found.find("T0HARNESS", None) is None:
            break
        await asyncio.sleep(0.05)
    assert await found.find("T0HARNESS", None) is None
    paused = await shared.store.run(lambda tx: tx.schedules.of(SPACE)[0].pause_reason)
    assert paused == "the app was removed from Slack"


async def test_a_workspace_of_a_whole_organisation_uses_its_installation(shared: Workspace) -> None:
    installed = shared.slack._installed
    assert installed is not None
    await installed.store.async_save_bot(
        Bot(
            app_id="A1",
            enterprise_id="E1",
            team_id=None,
            bot_token="xoxb-org",
            bot_id="B1",
            bot_user_id="U1",
            bot_scopes="commands,chat:write",
            is_enterprise_install=True,
            installed_at=time.time(),
        )
    )
    found = await installed.find("T0GRID", "E1")
    assert found is not None
    assert found.token == "xoxb-org"
    await shared.restart()
    # A post knows the workspace only.
    later = await shared.slack._installed.find("T0GRID", None)  # type: ignore[union-attr]
    assert later is not None
    assert later.token == "xoxb-org"
    assert await shared.slack._installed.find("T0STRANGER", None) is None  # type: ignore[union-attr]


async def test_a_token_that_is_about_to_expire_is_renewed_once_for_a_whole_team(shared: Workspace) -> None:
    installed = shared.slack._installed
    assert installed is not None
    shared.fake.refresh_tokens["xoxe-1-old"] = "T0HARNESS"
    await installed.store.async_save_bot(
        Bot(
            app_id="A1",
            team_id="T0HARNESS",
            bot_token="xoxe.xoxb-old",
            bot_refresh_token="xoxe-1-old",
            bot_token_expires_at=int(time.time()) + 60,
            bot_id="B1",
            bot_user_id="U1",
            bot_scopes="commands,chat:write",
            installed_at=time.time() - 1,
        )
    )
    found = await asyncio.gather(*(installed.find("T0HARNESS", None) for _ in range(20)))
    renewed = shared.fake.find("oauth.v2.access")[0].response["access_token"]
    assert {one.token for one in found if one} == {renewed}
    assert len(shared.fake.find("oauth.v2.access")) == 1
    await shared.restart()
    later = await shared.slack._installed.find("T0HARNESS", None)  # type: ignore[union-attr]
    assert later is not None
    assert later.token == found[0].token  # type: ignore[union-attr]
    assert len(shared.fake.find("oauth.v2.access")) == 1
