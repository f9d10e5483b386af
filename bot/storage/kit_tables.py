"""The table of interview kits. No person's id is in it, and nothing about a candidate."""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, Text

from bot.storage.metadata import metadata
from bot.storage.types import Utc

kits = Table(
    "kits",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("space", String(80), ForeignKey("spaces.id", ondelete="CASCADE"), nullable=False),
    Column("code", Text, nullable=False),
    Column("title", String(120), nullable=False),
    Column("request", JSON, nullable=False),
    Column("locked", JSON, nullable=False),
    Column("made_at", Utc, nullable=False),
    Index("ix_kits_space", "space"),
    Index("ix_kits_made_at", "made_at"),
)
