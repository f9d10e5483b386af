"""The tables of points: awards are the truth, the others are sums of them."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table, text

from bot.storage.metadata import metadata

awards = Table(
    "awards",
    metadata,
    Column("space", String(80), primary_key=True),
    Column("user", String(80), primary_key=True),
    Column("source", String(200), primary_key=True),
    Column("reason", String(20), primary_key=True),
    Column("points", Integer, nullable=False),
    Column("day", Date, nullable=False),
    Column("channel", String(80), nullable=False),
    Column("round", Integer, ForeignKey("rounds.id", ondelete="SET NULL")),
    Index("ix_awards_round", "round"),
    Index("ix_awards_space_user_day", "space", "user", "day"),
)

totals = Table(
    "totals",
    metadata,
    Column("space", String(80), primary_key=True),
    Column("scope", String(90), primary_key=True),
    Column("period", String(10), primary_key=True),
    Column("user", String(80), primary_key=True),
    Column("points", Integer, nullable=False),
    Column("answers", Integer, nullable=False),
    Column("reached", Integer, nullable=False),
    Index("ix_totals_board", "space", "scope", "period", text("points DESC"), "reached", "user"),
)

counted_boards = Table(
    "counted_boards",
    metadata,
    Column("space", String(80), primary_key=True),
    Column("scope", String(90), primary_key=True),
    Column("period", String(10), primary_key=True),
)

point_counts = Table(
    "point_counts",
    metadata,
    Column("space", String(80), primary_key=True),
    Column("scope", String(90), primary_key=True),
    Column("period", String(10), primary_key=True),
    Column("points", Integer, primary_key=True),
    Column("n", Integer, nullable=False),
    # A rank is a sum over neighbors: on SQLite they lie side by side in the key itself. On PostgreSQL, room in each
    # page lets a changed count stay in its page, and leaves the index alone.
    sqlite_with_rowid=False,
    postgresql_with={"fillfactor": 70},
)

team_rounds = Table(
    "team_rounds",
    metadata,
    Column("space", String(80), primary_key=True),
    Column("team", Integer, primary_key=True),
    Column("round", Integer, ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True),
    Column("day", Date, nullable=False),
    Column("points", Integer, nullable=False),
    Column("answers", Integer, nullable=False),
    Index("ix_team_rounds_space_day", "space", "day"),
)
