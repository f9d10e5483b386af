"""Sums over the rounds of a space, kept in the same transaction: a busy space has thousands of rounds on each day."""

from sqlalchemy import Column, Date, ForeignKey, Integer, String, Table

from bot.storage.metadata import metadata

asked_items = Table(
    "asked_items",
    metadata,
    Column("space", String(80), ForeignKey("spaces.id", ondelete="CASCADE"), primary_key=True),
    Column("item", String(80), primary_key=True),
    Column("times", Integer, nullable=False),
)

question_days = Table(
    "question_days",
    metadata,
    Column("space", String(80), ForeignKey("spaces.id", ondelete="CASCADE"), primary_key=True),
    Column("day", Date, primary_key=True),
    # Rounds that were certainly posted, and those of them that can still be answered.
    Column("posted", Integer, nullable=False),
    Column("waiting", Integer, nullable=False),
    # Closed rounds, and their answers.
    Column("closed", Integer, nullable=False),
    Column("answers", Integer, nullable=False),
)
