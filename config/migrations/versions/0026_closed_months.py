"""Closed months: what their reports said, sealed for the desk and signed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "closed_month",
        sa.Column(
            "place",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("record_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("rev", sa.BigInteger(), nullable=False),
        sa.Column("gen", sa.BigInteger(), nullable=False),
        sa.Column("staff_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("hour", sa.String(length=13), nullable=False),
        sa.Column("container_id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["container_id"],
            ["content.shelf.container_id"],
            name=op.f("fk_closed_month_container_id"),
        ),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_closed_month")),
        sa.UniqueConstraint("record_id", "rev", name=op.f("uq_closed_month_record_id")),
        schema="content",
    )
    op.create_index(
        op.f("ix_closed_month_container_id"),
        "closed_month",
        ["container_id"],
        unique=False,
        schema="content",
    )


def downgrade() -> None:
    op.drop_table("closed_month", schema="content")
