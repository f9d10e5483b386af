"""Alembic's entry. The connection and the metadata come from `bot.storage.database`; there is no alembic.ini."""

from typing import Any

from alembic import context

from bot.storage.types import Utc


def render_item(kind: str, item: Any, autogen_context: Any) -> str | bool:
    """Our own column type by its short name; Alembic would write its module path and not import it."""
    if kind == "type" and isinstance(item, Utc):
        autogen_context.imports.add("from bot.storage.types import Utc")
        return "Utc()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes["metadata"],
    render_as_batch=True,
    render_item=render_item,
    compare_server_default=False,
)
with context.begin_transaction():
    context.run_migrations()
