"""paced deliveries"""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import Utc

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

CHECKED = sa.text("check_at IS NOT NULL")
STALE = sa.text("message <> '' AND shown <> phase || ':' || CAST(answered AS VARCHAR)")


def upgrade() -> None:
    op.create_table(
        "delivery_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delivery", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("detail", sa.String(length=200), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["delivery"], ["deliveries.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_delivery_attempts_delivery", "delivery_attempts", ["delivery"])
    op.create_index("ix_delivery_attempts_at", "delivery_attempts", ["at"])
    op.create_table(
        "rate_budgets",
        sa.Column("scope", sa.String(length=200), nullable=False),
        sa.Column("free_at", Utc(), nullable=False),
        sa.Column("slow", sa.Float(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("scope"),
    )
    op.add_column("deliveries", sa.Column("check_at", Utc(), nullable=True))
    op.create_index(
        "ix_deliveries_check_at", "deliveries", ["check_at"], sqlite_where=CHECKED, postgresql_where=CHECKED
    )
    op.create_index("ix_deliveries_state_due", "deliveries", ["state", "due_at", "id"])
    op.drop_index("ix_deliveries_state_not_before", table_name="deliveries")
    op.create_index("ix_rounds_stale", "rounds", ["edited_at"], sqlite_where=STALE, postgresql_where=STALE)


def downgrade() -> None:
    op.drop_index("ix_rounds_stale", table_name="rounds")
    op.create_index("ix_deliveries_state_not_before", "deliveries", ["state", "not_before"])
    op.drop_index("ix_deliveries_state_due", table_name="deliveries")
    op.drop_index("ix_deliveries_check_at", table_name="deliveries")
    # Both databases drop a column in place; Alembic's batch mode would copy the table without its check.
    op.execute("ALTER TABLE deliveries DROP COLUMN check_at")
    op.drop_table("rate_budgets")
    op.drop_index("ix_delivery_attempts_at", table_name="delivery_attempts")
    op.drop_index("ix_delivery_attempts_delivery", table_name="delivery_attempts")
    op.drop_table("delivery_attempts")
