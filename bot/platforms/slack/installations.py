"""OAuth installations: tokens encrypted at rest, rotated before they expire, looked up once and then remembered."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any, TypeVar

from cryptography.fernet import Fernet, InvalidToken
from slack_sdk.oauth.installation_store.models.bot import Bot
from slack_sdk.oauth.installation_store.models.installation import Installation
from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from sqlalchemy import and_, delete, desc, event, or_, select
from sqlalchemy.dialects.postgresql import insert  # compiles for SQLite as well: the clause is the same
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.platforms.slack import tables
from bot.platforms.slack.api import Api
from bot.platforms.slack.memory import Memory
from bot.platforms.slack.settings import SlackSettings
from bot.platforms.slack.workspaces import Workspace

log = logging.getLogger(__name__)

ROTATE_MINUTES = 120
REMEMBERED = 300.0
"""Seconds that a look-up is good for: another replica may have seen the app being uninstalled."""

T = TypeVar("T", Bot, Installation)


def connect(database: str) -> AsyncEngine:
    """The same database, by the asynchronous driver."""
    url = make_url(database)
    if url.get_backend_name() == "sqlite":
        return create_async_engine(url.set(drivername="sqlite+aiosqlite"), connect_args={"timeout": 5})
    engine = create_async_engine(
        url.set(drivername="postgresql+asyncpg"), pool_size=2, max_overflow=2, pool_pre_ping=True, hide_parameters=True
    )
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)

    def open_with(_dialect: object, _record: object, _positional: object, options: dict[str, Any]) -> None:
        # The driver itself reads the address, with all that libpq knows, such as sslmode.
        options.clear()
        options.update(dsn=address, timeout=5, command_timeout=10)

    event.listen(engine.sync_engine, "do_connect", open_with)
    return engine


class EncryptedStore(AsyncSQLAlchemyInstallationStore):
    """slack_sdk's store, with every secret encrypted on its way in and decrypted on its way out."""

    def __init__(self, client_id: str, engine: AsyncEngine, key: str) -> None:
        super().__init__(client_id, engine, tables.BOTS, tables.INSTALLATIONS, log)
        self._fernet = Fernet(key.encode())

    async def async_save(self, installation: Installation) -> None:
        await super().async_save(self._each(installation, self._encrypted))

    async def async_save_bot(self, bot: Bot) -> None:
        # async_save of the base class calls this with what is encrypted already.
        await super().async_save_bot(bot if self._is_encrypted(bot.bot_token) else self._each(bot, self._encrypted))

    def opened(self, row: Any) -> Bot:
        """The bot in a row of our table, its tokens readable."""
        values = {name: row[name] for name in row if name not in ("id", "client_id")}
        for name in tables.SECRETS & values.keys():
            values[name] = self._decrypted(values[name]) if values[name] else values[name]
        return Bot(**values)

    def _each(self, value: T, change: Callable[[str], str]) -> T:
        """A copy of an installation with its secrets changed."""
        copy: T = type(value)(**value.to_dict_for_copying())
        for name in tables.SECRETS:
            text = getattr(copy, name, None)
            if text:
                setattr(copy, name, change(text))
        return copy

    def _encrypted(self, text: str) -> str:
        return self._fernet.encrypt(text.encode()).decode()

    def _decrypted(self, text: str) -> str:
        return self._fernet.decrypt(text.encode()).decode()

    def _is_encrypted(self, text: str | None) -> bool:
        try:
            return bool(text) and bool(self._decrypted(text or ""))
        except InvalidToken:
            return False


class Installed:
    """The workspaces that installed the app by themselves."""

    def __init__(self, api: Api, settings: SlackSettings, engine: AsyncEngine) -> None:
        self.engine = engine
        self.store = EncryptedStore(settings.client_id, engine, settings.encryption_key.get_secret_value())
        self._client_id = settings.client_id
        self._rotator = AsyncTokenRotator(
            client_id=settings.client_id, client_secret=settings.client_secret.get_secret_value(), client=api.client
        )
        self._known: Memory[Workspace] = Memory(seconds=REMEMBERED)
        self._asking = asyncio.Lock()

    async def find(self, team: str | None, enterprise: str | None) -> Workspace | None:
        """The installation of a workspace, or that of its organisation."""
        key = (team, None if team else enterprise)
        known = self._known.get(key)
        if known is not None:
            return known
        async with self._asking:  # one look-up, and one rotation, for a whole team that comes at once
            known = self._known.get(key)
            if known is None:
                known = await self._look(team, enterprise)
                if known is not None:
                    self._known.keep(key, known)
        return known

    async def _look(self, team: str | None, enterprise: str | None) -> Workspace | None:
        bot = await self._bot(team, enterprise)
        if bot is None:
            return None
        rotated = await self._rotator.perform_bot_token_rotation(bot=bot, minutes_before_expiration=ROTATE_MINUTES)
        if rotated is not None:
            await self.store.async_save_bot(rotated)
            bot = rotated
        return Workspace(
            id=team or enterprise or "",
            token=bot.bot_token or "",
            bot_id=bot.bot_id or "",
            bot_user=bot.bot_user_id or "",
            scopes=frozenset(bot.bot_scopes or ()),
            installer=await self._installer(bot),
        )

    async def _bot(self, team: str | None, enterprise: str | None) -> Bot | None:
        table = tables.bots.c
        async with self.engine.begin() as connection:
            if team and not enterprise:
                enterprise = await connection.scalar(
                    select(tables.grid.c.enterprise_id).where(tables.grid.c.team_id == team)
                )
            whole = and_(table.enterprise_id == enterprise, table.team_id.is_(None)) if enterprise else None
            own = table.team_id == team if team else None
            wanted = [one for one in (own, whole) if one is not None]
            if not wanted:
                return None
            rows = await connection.execute(
                select(tables.bots)
                .where(table.client_id == self._client_id, table.bot_token.is_not(None), or_(*wanted))
                .order_by(table.team_id.is_(None), desc(table.installed_at), desc(table.id))
                .limit(1)
            )
            row = rows.mappings().first()
            if row is not None and team and enterprise and row["team_id"] is None:
                # Posts know the workspace only: remember whose organisation it is.
                await connection.execute(
                    insert(tables.grid).values(team_id=team, enterprise_id=enterprise).on_conflict_do_nothing()
                )
        return self.store.opened(row) if row is not None else None

    async def _installer(self, bot: Bot) -> str:
        table = tables.installations.c
        place = table.team_id == bot.team_id if bot.team_id else table.enterprise_id == bot.enterprise_id
        async with self.engine.connect() as connection:
            found = await connection.scalar(
                select(table.user_id)
                .where(table.client_id == self._client_id, place)
                .order_by(desc(table.installed_at), desc(table.id))
                .limit(1)
            )
        return str(found or "")

    async def forget(self, team: str | None, enterprise: str | None) -> None:
        """Deletes the installation and its tokens; the space's data is the engine's to keep or delete."""
        async with self._asking:  # else a look-up on its way would be remembered after this
            for table in (tables.bots, tables.installations):
                place = table.c.team_id == team if team else table.c.enterprise_id == enterprise
                async with self.engine.begin() as connection:
                    await connection.execute(delete(table).where(table.c.client_id == self._client_id, place))
            self._known.forget((team, None if team else enterprise))
        log.warning("the app was uninstalled from %s; its tokens are deleted", team or enterprise)

    def changed(self, team: str | None, enterprise: str | None) -> None:
        """A new installation was saved: look it up again."""
        self._known.forget((team, None if team else enterprise))

    async def close(self) -> None:
        await self.engine.dispose()
