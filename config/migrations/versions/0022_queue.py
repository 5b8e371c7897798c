"""The queue in full: what is set aside, blocked receipts, acts on many items, views, and due times."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_queue_item_category_day", "queue_item", ["category", "day", "conv"]),
    ("ix_queue_item_priority_day", "queue_item", ["priority", "day", "conv"]),
    ("ix_conversation_language", "conversation", ["language"]),
)


def _beside_an_item(name: str, *columns: sa.Column[object]) -> None:
    op.create_table(
        name,
        sa.Column("conv", sa.LargeBinary(length=16), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["conv"], ["content.queue_item.conv"], name=op.f(f"fk_{name}_conv")
        ),
        sa.PrimaryKeyConstraint("conv", name=op.f(f"pk_{name}")),
        schema="content",
        sqlite_with_rowid=False,
    )


def upgrade() -> None:
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns, unique=False, schema="content")
    op.add_column(
        "arrival", sa.Column("wrote", sa.String(length=16), nullable=True), schema="content"
    )
    _beside_an_item(
        "quarantine",
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("s_seq", sa.BigInteger(), nullable=False),
    )
    _beside_an_item("receipt_block", sa.Column("until", sa.String(length=13), nullable=False))
    op.create_table(
        "bulk_done",
        sa.Column("bulk_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("hour", sa.String(length=13), nullable=False),
        sa.Column("asked", sa.LargeBinary(length=32), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("bulk_id", name=op.f("pk_bulk_done")),
        schema="content",
        sqlite_with_rowid=False,
    )
    _saved_views()


def _saved_views() -> None:
    op.create_table(
        "saved_view",
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
            name=op.f("fk_saved_view_container_id"),
        ),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("record_id", "rev", name=op.f("uq_saved_view_record_id")),
        schema="content",
    )
    op.create_index(
        op.f("ix_saved_view_container_id"),
        "saved_view",
        ["container_id"],
        unique=False,
        schema="content",
    )


def downgrade() -> None:
    for table in ("saved_view", "bulk_done", "receipt_block", "quarantine"):
        op.drop_table(table, schema="content")
    op.drop_column("arrival", "wrote", schema="content")
    for name, table, _ in INDEXES:
        op.drop_index(name, table_name=table, schema="content")
