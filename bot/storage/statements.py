"""Inserts that let a constraint decide.

SQLite and PostgreSQL share the `ON CONFLICT` clause, word for word. SQLAlchemy has a construct for each; the one of
PostgreSQL knows all that SQLite's does, and compiles for both. A test compiles every statement on both databases.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects.postgresql import Insert, insert

__all__ = ["Insert", "added", "insert", "insert_new"]


def insert_new(table: Table) -> Insert:
    """Inserts a row unless a constraint says that it is there."""
    return insert(table).on_conflict_do_nothing()


def added(connection: Connection, statement: Insert, values: Mapping[str, Any]) -> bool:
    """Whether the row was new."""
    return connection.execute(statement, values).rowcount == 1
