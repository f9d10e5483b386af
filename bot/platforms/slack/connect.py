"""Starts and stops everything that is Slack: the doors, the sockets or the web server, the connection pool."""

import asyncio
import logging
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize

from bot.domain.errors import StudyError
from bot.engine.ports.platform import Refused, Unreachable
from bot.platforms.slack.api import Api, NobodyKnows, connection
from bot.platforms.slack.installations import Installed
from bot.platforms.slack.installations import connect as connect_database
from bot.platforms.slack.kits import KitLink, no_link
from bot.platforms.slack.leaving import First, always
from bot.platforms.slack.listen import Doors
from bot.platforms.slack.needs import Engine
from bot.platforms.slack.people import Admins
from bot.platforms.slack.platform import SlackPlatform
from bot.platforms.slack.settings import SlackSettings
from bot.platforms.slack.web import event_routes, install_routes, oauth_flow
from bot.platforms.slack.workspaces import OneWorkspace, Workspaces
from bot.web.server import WebServer

log = logging.getLogger(__name__)

PING = 5.0
"""Seconds between pings; a dead connection is replaced after four of them."""
NOT_INSTALLED = "Study Bot is not installed in this workspace any more. Ask an admin to install it again."


class _Known(AsyncAuthorize):
    """Finds the token of a request's workspace without asking Slack; bolt takes no bound method for this."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        actor_enterprise_id: str | None = None,
        actor_team_id: str | None = None,
        actor_user_id: str | None = None,
    ) -> AuthorizeResult | None:
        found = await self._workspaces.find(team_id, enterprise_id)
        if found is None:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=found.bot_user,
            bot_id=found.bot_id,
            bot_token=found.token,
        )


class Slack:
    """One process's Slack. Make it inside the running loop; `start` and `stop` it once."""

    def __init__(self, engine: Engine, settings: SlackSettings, packs: Mapping[str, Path], *, database: str,
                 selectors: Mapping[str, str], kit_link: KitLink = no_link,
                 first: First = always) -> None:  # fmt: skip
        self._settings = settings
        client, session = connection(settings)
        self._api = Api(client, session, settings.proxy)
        self._installed: Installed | None = None
        self._one: OneWorkspace | None = None
        self._workspaces: Workspaces
        if settings.has_oauth:
            self._workspaces = self._installed = Installed(self._api, settings, connect_database(database))
        else:
            self._workspaces = self._one = OneWorkspace(self._api, settings.bot_token.get_secret_value())
        self.platform = SlackPlatform(self._api, self._workspaces, packs, prefix=settings.prefix)
        admins = Admins(self._api, settings.admins, settings.kit_users)
        self._doors = Doors(
            engine,
            self._api,
            self._workspaces,
            admins,
            selectors,
            prefix=settings.prefix,
            kit_link=kit_link,
            first=first,
        )
        self._app = AsyncApp(
            name="studybot",
            client=client,
            signing_secret=settings.signing_secret.get_secret_value(),
            authorize=_Known(self._workspaces),  # type: ignore[arg-type]  # its types know functions only
            user_facing_authorize_error_message=NOT_INSTALLED,
        )
        self._doors.open(self._app)
        self._sockets: list[AsyncSocketModeHandler] = []
        self._connecting: list[asyncio.Task[None]] = []
        self.web = self._web()

    def _web(self) -> WebServer | None:
        """The web server for signed requests and installations; none in Socket Mode with one workspace."""
        settings = self._settings
        if not settings.has_web:
            return None
        server = WebServer(settings.host, settings.port, public=urlsplit(settings.public_url).hostname or "")
        if settings.mode == "http":
            server.add_routes(event_routes(self._app), signed=True)
        if self._installed is not None:
            server.add_routes(install_routes(oauth_flow(self._api, settings, self._installed)))
        return server

    async def start(self) -> None:
        """Connects; raises StudyError where the configuration is at fault, and keeps trying where Slack is."""
        if self._one is not None:
            try:
                place = await self._one.start()
                log.info("connected to the workspace %s as %s", place.id, place.bot_user)
            except Refused as error:
                raise StudyError(f"The bot token was refused. {error.reason}", error.advice) from None
            except (Unreachable, NobodyKnows) as error:
                log.warning("Slack does not answer yet: %s", error)
        if self.web is not None:
            await self.web.start()
            log.info("Slack's requests are taken at %s", self.web.url)
        if self._settings.mode == "socket":
            await self._check_app_token()
            for _ in range(self._settings.connections):
                self._connecting.append(asyncio.create_task(self._connect()))
            await asyncio.wait(self._connecting, timeout=5.0)

    async def _check_app_token(self) -> None:
        """The library would try a wrong token for ever, and write a stack trace each time."""
        try:
            await self._api.call("apps.connections.open", self._settings.app_token.get_secret_value())
        except Refused as error:
            raise StudyError(
                f"The app token was refused. {error.reason}",
                "Make one with the scope connections:write at api.slack.com/apps, Basic Information.",
            ) from None
        except (Unreachable, NobodyKnows) as error:
            log.warning("Slack opens no connection yet: %s", error)

    async def _connect(self) -> None:
        token = self._settings.app_token.get_secret_value()
        socket = AsyncSocketModeHandler(
            self._app, token, web_client=self._api.client, proxy=self._settings.proxy or None, ping_interval=PING
        )
        # As in `connection`: a proxy comes from the configuration, not from the environment.
        socket.client.proxy = self._settings.proxy or None
        self._sockets.append(socket)
        await socket.client.connect()  # type: ignore[no-untyped-call]  # slack_sdk has no types here

    async def stop(self) -> None:
        """Takes nothing new, lets answers on their way out, closes."""
        for task in self._connecting:
            task.cancel()
        await asyncio.gather(*self._connecting, return_exceptions=True)
        for socket in self._sockets:
            await socket.client.close()  # type: ignore[no-untyped-call]  # nor here
        if self.web is not None:
            await self.web.stop()
        await self._doors.close()
        await self.platform.close()
        await self._api.close()
        if self._installed is not None:
            await self._installed.close()
