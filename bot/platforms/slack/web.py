"""Slack over HTTP: signed requests for bolt, and the pages of an installation by OAuth."""

from collections.abc import Sequence

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store.models.installation import Installation
from slack_sdk.oauth.state_store.sqlalchemy import AsyncSQLAlchemyOAuthStateStore

from bot.platforms.slack import tables
from bot.platforms.slack.api import Api
from bot.platforms.slack.installations import Installed
from bot.platforms.slack.manifest import scopes
from bot.platforms.slack.settings import SlackSettings

EVENTS, INSTALL, REDIRECT = "/slack/events", "/slack/install", "/slack/oauth_redirect"
STATE_SECONDS = 600


def event_routes(app: AsyncApp) -> Sequence[web.AbstractRouteDef]:
    """Where Slack sends commands, presses and events; bolt checks the signature and its five minutes."""

    async def events(request: web.Request) -> web.StreamResponse:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    return [web.post(EVENTS, events)]


def install_routes(flow: AsyncOAuthFlow) -> Sequence[web.AbstractRouteDef]:
    async def install(request: web.Request) -> web.StreamResponse:
        return await to_aiohttp_response(await flow.handle_installation(await to_bolt_request(request)))

    async def callback(request: web.Request) -> web.StreamResponse:
        return await to_aiohttp_response(await flow.handle_callback(await to_bolt_request(request)))

    return [web.get(INSTALL, install), web.get(REDIRECT, callback)]


class _Flow(AsyncOAuthFlow):
    """bolt's flow; a new installation is used from the next request on."""

    def __init__(self, api: Api, settings: AsyncOAuthSettings, installed: Installed) -> None:
        super().__init__(client=api.client, settings=settings)
        self._installed = installed

    async def store_installation(self, request: object, installation: Installation) -> None:
        await super().store_installation(request, installation)  # type: ignore[arg-type]
        self._installed.changed(installation.team_id, installation.enterprise_id)


def oauth_flow(api: Api, settings: SlackSettings, installed: Installed) -> AsyncOAuthFlow:
    """The installation by OAuth: its state is used once, in the same browser, within ten minutes."""
    wanted = scopes()
    made = AsyncOAuthSettings(
        client_id=settings.client_id,
        client_secret=settings.client_secret.get_secret_value(),
        scopes=list(wanted),
        user_scopes=[],
        redirect_uri=f"{settings.public_url.rstrip('/')}{REDIRECT}",
        install_path=INSTALL,
        redirect_uri_path=REDIRECT,
        authorization_url=settings.authorize_url,
        installation_store=installed.store,
        installation_store_bot_only=True,
        state_store=AsyncSQLAlchemyOAuthStateStore(
            expiration_seconds=STATE_SECONDS, engine=installed.engine, table_name=tables.STATES
        ),
    )
    return _Flow(api, made, installed)
