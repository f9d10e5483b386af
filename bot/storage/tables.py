"""The tables. Named constraints are business rules; every table about people starts its key with the space."""

from sqlalchemy import (
    JSON,
    Boolean,
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

from bot.storage.delivery_tables import deliveries as deliveries
from bot.storage.delivery_tables import delivery_attempts as delivery_attempts
from bot.storage.delivery_tables import rate_budgets as rate_budgets
from bot.storage.kit_tables import kits as kits
from bot.storage.lease_tables import leases as leases
from bot.storage.lease_tables import session_starts as session_starts
from bot.storage.ledger_tables import awards as awards
from bot.storage.ledger_tables import counted_boards as counted_boards
from bot.storage.ledger_tables import point_counts as point_counts
from bot.storage.ledger_tables import team_rounds as team_rounds
from bot.storage.ledger_tables import totals as totals
from bot.storage.metadata import metadata as metadata
from bot.storage.sum_tables import asked_items as asked_items
from bot.storage.sum_tables import question_days as question_days
from bot.storage.types import Utc

notes = Table(
    "notes",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("value", Text, nullable=False),
)

spaces = Table(
    "spaces",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("zone", String(60), nullable=False),
    Column("seed", String(40), nullable=False),
    Column("owner", String(80)),
    Column("created_at", Utc, nullable=False),
)

teams = Table(
    "teams",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("space", String(80), ForeignKey("spaces.id", ondelete="CASCADE"), nullable=False),
    Column("name", String(40), nullable=False),
    Column("folded", String(120), nullable=False),
    UniqueConstraint("space", "folded", name="one_team_of_a_name"),
)

HIDDEN = text("hidden")

members = Table(
    "members",
    metadata,
    Column("space", String(80), ForeignKey("spaces.id", ondelete="CASCADE"), primary_key=True),
    Column("user", String(80), primary_key=True),
    Column("name", String(120), nullable=False),
    Column("team", Integer, ForeignKey("teams.id", ondelete="SET NULL")),
    Column("hidden", Boolean, nullable=False, server_default=text("false")),
    Column("streak_hidden", Boolean, nullable=False, server_default=text("false")),
    Column("seen_at", Utc, nullable=False),
    Index("ix_members_team", "team"),
    Index("ix_members_hidden", "user", "space", sqlite_where=HIDDEN, postgresql_where=HIDDEN),
)

schedules = Table(
    "schedules",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("space", String(80), ForeignKey("spaces.id", ondelete="CASCADE"), nullable=False),
    Column("channel", String(80), nullable=False),
    Column("zone", String(60), nullable=False),
    Column("at", String(5), nullable=False),
    Column("weekdays", String(7), nullable=False),
    Column("reveal_days", Integer),
    Column("reveal_at", String(5)),
    Column("draw", JSON, nullable=False),
    Column("style", String(10), nullable=False),
    Column("feedback", String(10), nullable=False),
    Column("thread", Boolean, nullable=False),
    Column("notice", String(120), nullable=False),
    Column("paused_from", Date),
    Column("paused_until", Date),
    Column("pause_reason", String(200), nullable=False, server_default=""),
    Column("resumed_on", Date),
    Column("next_day", Date),
    Column("next_due", Utc),
    UniqueConstraint("space", "channel", name="one_schedule_per_channel"),
    CheckConstraint("(next_day IS NULL) = (next_due IS NULL)", name="next_is_whole"),
    Index("ix_schedules_next_due", "next_due"),
)

pins = Table(
    "pins",
    metadata,
    Column("schedule", Integer, ForeignKey("schedules.id", ondelete="CASCADE"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("item", String(80), nullable=False),
)

skips = Table(
    "skips",
    metadata,
    Column("schedule", Integer, ForeignKey("schedules.id", ondelete="CASCADE"), primary_key=True),
    Column("day", Date, primary_key=True),
)

item_versions = Table(
    "item_versions",
    metadata,
    Column("digest", String(16), primary_key=True),
    Column("source", Text, nullable=False),
)

NOT_VOID = text("phase <> 'void'")
OPEN_PHASES = text("phase IN ('planned', 'open')")
STALE = text("message <> '' AND shown <> phase || ':' || CAST(answered AS VARCHAR)")
"""The post shows another phase or number of answers. An empty message: an admin marked it as posted, without its id."""

rounds = Table(
    "rounds",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("space", String(80), ForeignKey("spaces.id", ondelete="CASCADE"), nullable=False),
    Column("channel", String(80), nullable=False),
    Column("number", Integer, nullable=False),
    Column("schedule", Integer, ForeignKey("schedules.id", ondelete="CASCADE"), nullable=False),
    Column("day", Date, nullable=False),
    Column("item", String(80), nullable=False),
    Column("item_digest", String(16), ForeignKey("item_versions.digest"), nullable=False),
    Column("style", String(10), nullable=False),
    Column("check", String(60)),
    Column("feedback", String(10), nullable=False),
    Column("opens_at", Utc, nullable=False),
    Column("closes_at", Utc, nullable=False),
    Column("phase", String(10), nullable=False),
    Column("answered", Integer, nullable=False, server_default="0"),
    Column("message", String(120)),
    Column("shown", String(30), nullable=False, server_default=""),
    Column("edited_at", Utc),
    UniqueConstraint("space", "channel", "number", name="one_round_per_number"),
    CheckConstraint("phase IN ('planned', 'open', 'closed', 'void')", name="phase"),
    Index("one_round_per_day", "schedule", "day", unique=True, sqlite_where=NOT_VOID, postgresql_where=NOT_VOID),
    Index(
        "one_open_round_per_channel",
        "space",
        "channel",
        unique=True,
        sqlite_where=OPEN_PHASES,
        postgresql_where=OPEN_PHASES,
    ),
    Index("ix_rounds_closes_at", "closes_at", sqlite_where=OPEN_PHASES, postgresql_where=OPEN_PHASES),
    Index("ix_rounds_space_day", "space", "day"),
    Index("ix_rounds_space_id", "space", "id"),
    Index("ix_rounds_stale", "edited_at", sqlite_where=STALE, postgresql_where=STALE),
)

submissions = Table(
    "submissions",
    metadata,
    Column("space", String(80), primary_key=True),
    Column("user", String(80), primary_key=True),
    Column("round", Integer, ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True),
    Column("team", Integer, ForeignKey("teams.id", ondelete="SET NULL")),
    Column("text", Text, nullable=False),
    Column("choice", Integer),
    Column("submitted_at", Utc, nullable=False),
    Column("changes", Integer, nullable=False, server_default="0"),
    Column("locked", Boolean, nullable=False, server_default=text("false")),
    Column("shared", Boolean, nullable=False, server_default=text("false")),
    Column("coverage", Float),
    Column("verdict", JSON),
    Index("ix_submissions_round", "round"),
    Index(
        "ix_submissions_unjudged",
        "round",
        sqlite_where=text("coverage IS NULL"),
        postgresql_where=text("coverage IS NULL"),
    ),
)

member_days = Table(
    "member_days",
    metadata,
    Column("space", String(80), primary_key=True),
    Column("user", String(80), primary_key=True),
    Column("day", Date, primary_key=True),
)

hints_taken = Table(
    "hints_taken",
    metadata,
    Column("space", String(80), primary_key=True),
    Column("user", String(80), primary_key=True),
    Column("round", Integer, ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True),
    Column("hint", Integer, primary_key=True),
    Column("cost", Integer, nullable=False),
    Index("ix_hints_taken_round", "round"),
)

quizzes = Table(
    "quizzes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("space", String(80), nullable=False),
    Column("user", String(80), nullable=False),
    Column("what", String(80), nullable=False),
    Column("style", String(10), nullable=False),
    Column("cards", JSON, nullable=False),
    Column("position", Integer, nullable=False, server_default="0"),
    Column("ended", Boolean, nullable=False, server_default=text("false")),
    Column("started_at", Utc, nullable=False),
    Index("ix_quizzes_space_user", "space", "user"),
)

quiz_answers = Table(
    "quiz_answers",
    metadata,
    Column("quiz", Integer, ForeignKey("quizzes.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("choice", Integer),
    Column("right", Boolean, nullable=False),
    Column("gained", Integer, nullable=False),
)
