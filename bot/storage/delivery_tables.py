"""The tables behind posting exactly once."""

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from bot.storage.metadata import metadata
from bot.storage.types import Utc

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(160), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("space", String(80), ForeignKey("spaces.id", ondelete="CASCADE"), nullable=False),
    Column("channel", String(120), nullable=False),
    Column("schedule", Integer, ForeignKey("schedules.id", ondelete="CASCADE")),
    Column("round", Integer, ForeignKey("rounds.id", ondelete="CASCADE")),
    Column("user", String(80)),
    Column("day", Date),
    Column("due_at", Utc, nullable=False),
    Column("text", Text, nullable=False, server_default=""),
    Column("state", String(10), nullable=False),
    Column("attempt", Integer, nullable=False, server_default="0"),
    Column("fence", Integer, nullable=False, server_default="0"),
    Column("owner", String(60)),
    Column("not_before", Utc, nullable=False),
    Column("lease_until", Utc),
    Column("first_at", Utc),
    Column("last_at", Utc),
    Column("sent_at", Utc),
    Column("message", String(120)),
    Column("error", String(400), nullable=False, server_default=""),
    UniqueConstraint("key", name="one_delivery_per_key"),
    CheckConstraint("state IN ('pending','sending','sent','unknown','uncertain','failed','skipped')", name="state"),
    Index("ix_deliveries_state_not_before", "state", "not_before"),
    Index("ix_deliveries_space_channel", "space", "channel", "id"),
)
