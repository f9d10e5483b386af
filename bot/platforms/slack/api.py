"""Slack's Web API, by slack_sdk: one shared connection pool, no retry behind our back, and errors told apart.

Every failure is one of three: certainly not done (Unreachable), refused (Refused), or nobody knows.
"""

import asyncio
import logging
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.engine.ports.platform import Refused, TooFast, Unreachable
from bot.platforms.slack.settings import SlackSettings

log = logging.getLogger(__name__)

Answer = dict[str, Any]
PATIENCE = 3.0
"""Seconds that a reading call waits before it is repeated; longer waits are the caller's to plan."""

TIMEOUT = 12
"""Seconds; within what the engine gives a post."""

NOT_SURE = frozenset({"internal_error", "fatal_error", "request_timeout", "service_unavailable", "team_added_to_org"})
"""Slack says of these that a part may have been done."""

GONE = frozenset(
    {"token_revoked", "account_inactive", "invalid_auth", "not_authed", "token_expired", "app_uninstalled"}
)
ADVICE = {
    "not_in_channel": "Type `/invite @Study Bot` in the channel.",
    "channel_not_found": "If the channel is private, type `/invite @Study Bot` in it. If it is gone, set up another.",
    "is_archived": "Unarchive the channel, or type `/study setup` in another one.",
    "missing_scope": "Add the scope to the app at api.slack.com/apps and install it again.",
    "restricted_action": "Ask a workspace admin who may post in this channel, and let the app in.",
    "user_not_found": "The person is not in this workspace any more: choose another notice place in `/study setup`.",
    "user_disabled": "The person's account is switched off: choose another notice place in `/study setup`.",
}


class NobodyKnows(Exception):
    """Slack may or may not have done it."""


def connection(settings: SlackSettings) -> tuple[AsyncWebClient, aiohttp.ClientSession]:
    """A client without a token of its own, and its connection pool; a proxy only where the settings name one."""
    session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT, connect=5), trust_env=False)
    client = AsyncWebClient(base_url=settings.api_base_url, timeout=TIMEOUT, session=session, retry_handlers=[])
    # slack_sdk takes a proxy from the environment when it is given none; only the configuration decides here.
    client.proxy = settings.proxy or None
    return client, session


class Api:
    """Calls with errors told apart."""

    def __init__(self, client: AsyncWebClient, session: aiohttp.ClientSession, proxy: str = "") -> None:
        self.client, self.session, self.proxy = client, session, proxy or None

    async def call(self, method: str, token: str, **arguments: Any) -> Answer:
        """One call, tried once. Raises Unreachable, Refused or NobodyKnows."""
        answer = await self._send(method, json={"token": token, **arguments})
        return dict(answer.data) if isinstance(answer.data, dict) else {}

    async def read(self, method: str, token: str, **arguments: Any) -> Answer:
        """A call that changes nothing, so that it may be repeated: three tries. Arguments go as a form, which every
        reading method takes."""
        for attempt in range(3):
            try:
                answer = await self._send(method, params={"token": token, **arguments})
                return dict(answer.data) if isinstance(answer.data, dict) else {}
            except (Unreachable, NobodyKnows) as error:
                wait = error.retry_after if isinstance(error, TooFast) else 0.3 * (attempt + 1)
                if attempt == 2 or wait > PATIENCE:
                    raise
                await asyncio.sleep(wait)
        raise AssertionError("the last try returns or raises")

    async def who(self, token: str) -> tuple[Answer, frozenset[str] | None]:
        """Who the token belongs to, and its scopes; None where Slack does not name them."""
        answer = await self._send("auth.test", json={"token": token})
        scopes = header(answer.headers, "x-oauth-scopes")
        named = None if scopes is None else frozenset(one.strip() for one in scopes.split(",") if one.strip())
        return (dict(answer.data) if isinstance(answer.data, dict) else {}), named

    async def respond(self, url: str, body: Answer) -> None:
        """Answers by a `response_url`. Raises Unreachable, Refused (used up or too old) or NobodyKnows."""
        try:
            async with self.session.post(url, json=body, proxy=self.proxy) as answer:
                text = await answer.text()
                if answer.status == 429:
                    raise TooFast("response_url: 429", retry_after(answer.headers))
                if answer.status >= 500:
                    raise NobodyKnows(f"response_url: HTTP {answer.status}")
                if answer.status >= 400 or '"ok":false' in text.replace(" ", ""):
                    raise Refused(f"response_url: HTTP {answer.status} {text[:80]}")
        except aiohttp.ClientConnectorError as error:
            raise Unreachable(f"Slack cannot be reached: {error.os_error}") from error
        except (aiohttp.ClientError, TimeoutError, ConnectionError) as error:
            raise NobodyKnows(f"response_url: {type(error).__name__}") from error

    async def _send(self, method: str, **body: Any) -> AsyncSlackResponse:
        try:
            return await self.client.api_call(method, **body)
        except SlackApiError as error:
            raise told_apart(method, error) from error
        except aiohttp.ClientConnectorError as error:
            raise Unreachable(f"Slack cannot be reached: {error.os_error}") from error
        except (aiohttp.ClientError, TimeoutError, ConnectionError) as error:
            raise NobodyKnows(f"{method}: {type(error).__name__}") from error

    async def close(self) -> None:
        await self.session.close()


def told_apart(method: str, error: SlackApiError) -> Exception:
    """The error as the engine's port knows it."""
    response = error.response
    status = getattr(response, "status_code", 0)
    data = getattr(response, "data", None)
    if status == 429:
        return TooFast(f"{method}: 429", retry_after(getattr(response, "headers", {})))
    code = data.get("error", "") if isinstance(data, dict) else ""
    if code == "ratelimited":
        return TooFast(f"{method}: 429", retry_after(getattr(response, "headers", {})))
    if status >= 500 or not code or code in NOT_SURE:
        return NobodyKnows(f"{method}: HTTP {status} {code}".strip())
    return Refused(*refusal(str(code), data if isinstance(data, dict) else {}))


def refusal(code: str, data: Answer) -> tuple[str, str]:
    """The reason and what the admin can do about it."""
    if code in GONE:
        return (
            f"Slack does not accept the bot's token any more ({code}).",
            "Install the app again, and put its new bot token into the configuration.",
        )
    if code == "missing_scope":
        return f"The app lacks the scope {data.get('needed', '?')}.", ADVICE[code]
    reasons = {
        "not_in_channel": "The bot is not in the channel.",
        "channel_not_found": "Slack does not show the bot this channel.",
        "is_archived": "The channel is archived.",
        "user_not_found": "There is no such person in this workspace.",
        "user_disabled": "That person's account is switched off.",
    }
    advice = ADVICE.get(code) or next((text for name, text in ADVICE.items() if code.startswith(name)), "")
    return reasons.get(code, f"Slack refused it: {code}."), advice


def retry_after(headers: Any) -> float:
    """Seconds to wait, from the header; a header that makes no sense counts as five seconds."""
    try:
        return max(0.5, float(header(headers, "retry-after") or 5.0))
    except ValueError:
        return 5.0


def header(headers: Any, name: str) -> str | None:
    """A header's value, whatever its case; slack_sdk gives lists, aiohttp texts."""
    for key, value in dict(headers or {}).items():
        if str(key).casefold() == name:
            return str(value[0] if isinstance(value, list) else value)
    return None
