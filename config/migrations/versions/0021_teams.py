"""Teams, who works on a case, and days on which somebody looks at one again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "team",
        sa.Column("team_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_team")),
        schema="content",
    )
    op.create_table(
        "team_member",
        sa.Column("team_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("staff_id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"], ["content.team.team_id"], name=op.f("fk_team_member_team_id")
        ),
        sa.PrimaryKeyConstraint("team_id", "staff_id", name=op.f("pk_team_member")),
        schema="content",
    )
    _index("team_member", "staff_id")
    op.create_table(
        "case_assignment",
        sa.Column("case_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("team_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("staff_id", sa.LargeBinary(length=16), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["content.case.case_id"], name=op.f("fk_case_assignment_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["content.team.team_id"], name=op.f("fk_case_assignment_team_id")
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_assignment")),
        schema="content",
    )
    _index("case_assignment", "team_id")
    _index("case_assignment", "staff_id")
    op.create_table(
        "case_follow_up",
        sa.Column("record_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("case_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["content.case.case_id"], name=op.f("fk_case_follow_up_case_id")
        ),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_case_follow_up")),
        schema="content",
    )
    _index("case_follow_up", "case_id")
    _index("case_follow_up", "due_on")


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column], schema="content")


def downgrade() -> None:
    for table in ("case_follow_up", "case_assignment", "team_member", "team"):
        op.drop_table(table, schema="content")
