"""Trainings: how far each has come, on which day, and how many people it reached."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "training",
        sa.Column("conv", sa.LargeBinary(length=16), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("people", sa.BigInteger(), nullable=True),
        sa.Column("staff_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("hour", sa.String(length=13), nullable=False),
        sa.CheckConstraint("people IS NULL OR people >= 0", name=op.f("ck_training_people")),
        sa.ForeignKeyConstraint(
            ["conv"], ["content.queue_item.conv"], name=op.f("fk_training_conv")
        ),
        sa.PrimaryKeyConstraint("conv", name=op.f("pk_training")),
        schema="content",
        sqlite_with_rowid=False,
    )
    op.create_index("ix_training_status_day", "training", ["status", "day"], schema="content")


def downgrade() -> None:
    op.drop_table("training", schema="content")
