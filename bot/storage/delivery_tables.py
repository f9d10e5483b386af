"""The tables behind posting exactly once."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.storage.metadata import metadata
from bot.storage.types import Utc

CHECKED = text("check_at IS NOT NULL")

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
    Column("check_at", Utc),
    UniqueConstraint("key", name="one_delivery_per_key"),
    CheckConstraint("state IN ('pending','sending','sent','unknown','uncertain','failed','skipped')", name="state"),
    Index("ix_deliveries_state_due", "state", "due_at", "id"),
    Index("ix_deliveries_space_channel", "space", "channel", "id"),
    Index("ix_deliveries_check_at", "check_at", sqlite_where=CHECKED, postgresql_where=CHECKED),
)

delivery_attempts = Table(
    "delivery_attempts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("delivery", Integer, ForeignKey("deliveries.id", ondelete="CASCADE"), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("fence", Integer, nullable=False),
    Column("at", Utc, nullable=False),
    Column("outcome", String(12), nullable=False),
    Column("detail", String(200), nullable=False, server_default=""),
    Index("ix_delivery_attempts_delivery", "delivery"),
    Index("ix_delivery_attempts_at", "at"),
)

rate_budgets = Table(
    "rate_budgets",
    metadata,
    Column("scope", String(200), primary_key=True),
    Column("free_at", Utc, nullable=False),
    Column("slow", Float, nullable=False, server_default="1"),
)
