"""Visits of people without JavaScript, with the keys because they hold one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "visit",
        sa.Column("visit_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("door", sa.String(length=40), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("last_form", sa.LargeBinary(length=16), nullable=True),
        sa.Column("last_mark", sa.LargeBinary(length=16), nullable=True),
        sa.Column("last_slot", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("visit_id", name=op.f("pk_visit")),
        schema="keys",
    )
    op.create_index("ix_visit_last_slot", "visit", ["last_slot"], unique=False, schema="keys")


def downgrade() -> None:
    op.drop_index("ix_visit_last_slot", table_name="visit", schema="keys")
    op.drop_table("visit", schema="keys")
