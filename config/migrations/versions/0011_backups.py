"""Backups are numbered, and what was deleted for good is on a list that restores obey."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "backup_run",
        sa.Column("one", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("one", name=op.f("pk_backup_run")),
        schema="content",
    )
    op.create_table(
        "deleted",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("conv", sa.LargeBinary(length=16), nullable=False),
        sa.PrimaryKeyConstraint("kind", "conv", name=op.f("pk_deleted")),
        schema="keys",
    )
    # What was deleted before there was a list is what a conversation has no more.
    for kind, table in (("words", "key_record"), ("way_back", "way_back")):
        op.execute(
            f"INSERT INTO keys.deleted (kind, conv) SELECT '{kind}', conv FROM content.conversation"
            f" WHERE conv NOT IN (SELECT conv FROM keys.{table})"
        )
