"""Locked files have a table of their own, with the day up to which they are held."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "file_lock",
        sa.Column("file_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("conv", sa.LargeBinary(length=16), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("held_until", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("file_id", name=op.f("pk_file_lock")),
        schema="content",
    )
    op.create_index(op.f("ix_file_lock_conv"), "file_lock", ["conv"], schema="content")
    op.drop_column("file", "locked", schema="content")


def downgrade() -> None:
    column: sa.Column[bool] = sa.Column(
        "locked", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("file", column, schema="content")
    op.drop_index(op.f("ix_file_lock_conv"), table_name="file_lock", schema="content")
    op.drop_table("file_lock", schema="content")
