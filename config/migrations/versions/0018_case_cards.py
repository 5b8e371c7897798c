"""Cards of cases: a kilobyte of sealed words each, by which browsers find them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_card",
        sa.Column("case_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["content.case.case_id"], name=op.f("fk_case_card_case_id")
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_card")),
        schema="content",
    )


def downgrade() -> None:
    op.drop_table("case_card", schema="content")
