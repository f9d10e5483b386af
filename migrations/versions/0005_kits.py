"""kits"""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import Utc

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("space", sa.String(length=80), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("request", sa.JSON(), nullable=False),
        sa.Column("locked", sa.JSON(), nullable=False),
        sa.Column("made_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["space"], ["spaces.id"], name=op.f("fk_kits_space_spaces"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kits")),
    )
    op.create_index("ix_kits_space", "kits", ["space"])
    op.create_index("ix_kits_made_at", "kits", ["made_at"])


def downgrade() -> None:
    op.drop_index("ix_kits_made_at", table_name="kits")
    op.drop_index("ix_kits_space", table_name="kits")
    op.drop_table("kits")
