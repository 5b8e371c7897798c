"""Invites, what people can do and when, and which keys lie under which epoch."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0007"
branch_labels = None
depends_on = None

ABOUT = ("languages", "skills", "hours")
BY_EPOCH = ("key_record", "container_wrap")


def upgrade() -> None:
    op.create_table(
        "invite",
        sa.Column("invite_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("lookup", sa.LargeBinary(length=32), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("display_name", sa.String(length=80), nullable=False),
        sa.Column("role", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.String(length=800), nullable=False) for name in ABOUT),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.Column("staff_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("joined", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("invite_id", name=op.f("pk_invite")),
        sa.UniqueConstraint("lookup", name=op.f("uq_invite_lookup")),
        sa.UniqueConstraint("name", name=op.f("uq_invite_name")),
        schema="content",
    )
    for name in ABOUT:
        column = sa.Column(name, sa.String(length=800), nullable=False, server_default="")
        op.add_column("staff", column, schema="content")
    for table in BY_EPOCH:
        op.create_index(op.f(f"ix_{table}_epoch"), table, ["epoch"], unique=False, schema="keys")


def downgrade() -> None:
    for table in BY_EPOCH:
        op.drop_index(op.f(f"ix_{table}_epoch"), table_name=table, schema="keys")
    for name in ABOUT:
        op.drop_column("staff", name, schema="content")
    op.drop_table("invite", schema="content")
