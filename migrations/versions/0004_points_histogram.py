"""points histogram, and sums over rounds"""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

HIDDEN = sa.text("hidden")
COUNT_ITEMS = """
INSERT INTO asked_items (space, item, times)
SELECT space, item, count(*) FROM rounds WHERE phase <> 'void' GROUP BY space, item
"""
SUM_DAYS = """
INSERT INTO question_days (space, day, posted, waiting, closed, answers)
SELECT space, day,
    sum(CASE WHEN message IS NOT NULL THEN 1 ELSE 0 END),
    sum(CASE WHEN message IS NOT NULL AND phase IN ('planned', 'open') THEN 1 ELSE 0 END),
    sum(CASE WHEN phase = 'closed' THEN 1 ELSE 0 END),
    sum(CASE WHEN phase = 'closed' THEN answered ELSE 0 END)
FROM rounds WHERE message IS NOT NULL OR phase = 'closed' GROUP BY space, day
"""
TEAM_DAYS = sa.text(
    "SELECT space, team, day, sum(points) AS points, sum(answers) AS answers FROM team_rounds GROUP BY space, team, day"
).columns(day=sa.Date())
TEAM_TOTAL = sa.text(
    'INSERT INTO totals (space, scope, period, "user", points, answers, reached) '
    "VALUES (:space, 'teams', :period, :team, :points, :answers, :reached)"
)


def upgrade() -> None:
    op.create_table(
        "counted_boards",
        sa.Column("space", sa.String(length=80), nullable=False),
        sa.Column("scope", sa.String(length=90), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("space", "scope", "period", name=op.f("pk_counted_boards")),
    )
    op.create_table(
        "point_counts",
        sa.Column("space", sa.String(length=80), nullable=False),
        sa.Column("scope", sa.String(length=90), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("points", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("space", "scope", "period", "points", name=op.f("pk_point_counts")),
        sqlite_with_rowid=False,
        postgresql_with={"fillfactor": 70},
    )
    op.create_table(
        "asked_items",
        sa.Column("space", sa.String(length=80), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["space"], ["spaces.id"], name=op.f("fk_asked_items_space_spaces"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("space", "item", name=op.f("pk_asked_items")),
    )
    op.create_table(
        "question_days",
        sa.Column("space", sa.String(length=80), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("posted", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["space"], ["spaces.id"], name=op.f("fk_question_days_space_spaces"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("space", "day", name=op.f("pk_question_days")),
    )
    op.create_index("ix_rounds_space_id", "rounds", ["space", "id"])
    op.create_index("ix_members_hidden", "members", ["user", "space"], sqlite_where=HIDDEN, postgresql_where=HIDDEN)
    for statement in (COUNT_ITEMS, SUM_DAYS):
        op.execute(statement)
    _sum_teams()


def _sum_teams() -> None:
    """The boards of teams, which were summed up anew each time before."""
    sums: dict[tuple[str, str, int], list[int]] = {}
    for row in op.get_bind().execute(TEAM_DAYS):
        for period in periods(row.day):
            kept = sums.setdefault((row.space, period, row.team), [0, 0, 0])
            kept[0] += row.points
            kept[1] += row.answers
            kept[2] = max(kept[2], row.day.toordinal())
    rows = [
        {
            "space": space,
            "period": period,
            "team": f"team:{team}",
            "points": one[0],
            "answers": one[1],
            "reached": one[2],
        }
        for (space, period, team), one in sums.items()
    ]
    if rows:
        op.get_bind().execute(TEAM_TOTAL, rows)


def periods(day: date) -> tuple[str, ...]:
    """The boards of a day, as they are named in this revision."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}", f"{day:%Y-%m}", f"{day.year}-Q{(day.month + 2) // 3}", "all"


def downgrade() -> None:
    op.execute("DELETE FROM totals WHERE scope = 'teams'")
    op.drop_index("ix_members_hidden", table_name="members")
    op.drop_index("ix_rounds_space_id", table_name="rounds")
    op.drop_table("question_days")
    op.drop_table("asked_items")
    op.drop_table("point_counts")
    op.drop_table("counted_boards")
