"""leases"""

import sqlalchemy as sa
from alembic import op
from bot.storage.types import Utc

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('leases',
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('owner', sa.String(length=80), nullable=False),
    sa.Column('term', sa.Integer(), nullable=False),
    sa.Column('since', Utc(), nullable=False),
    sa.Column('lease_until', Utc(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_leases'))
    )
    op.create_table('session_starts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('bot', sa.String(length=80), nullable=False),
    sa.Column('shard', sa.Integer(), nullable=False),
    sa.Column('at', Utc(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_session_starts'))
    )
    with op.batch_alter_table('session_starts', schema=None) as batch_op:
        batch_op.create_index('ix_session_starts_bot_at', ['bot', 'at'], unique=False)


def downgrade() -> None:
    op.drop_table('session_starts')
    op.drop_table('leases')
