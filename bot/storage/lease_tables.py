"""The tables that replicas share among themselves: who holds what, and how often the bot began a session."""

from sqlalchemy import Column, Index, Integer, String, Table

from bot.storage.metadata import metadata
from bot.storage.types import Utc

leases = Table(
    "leases",
    metadata,
    Column("name", String(120), primary_key=True),
    Column("owner", String(80), nullable=False),
    Column("term", Integer, nullable=False),
    Column("since", Utc, nullable=False),
    Column("lease_until", Utc, nullable=False),
)

session_starts = Table(
    "session_starts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("bot", String(80), nullable=False),
    Column("shard", Integer, nullable=False),
    Column("at", Utc, nullable=False),
    Index("ix_session_starts_bot_at", "bot", "at"),
)
