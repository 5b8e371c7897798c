"""Files of a conversation: those on their way with the parts that came, and the whole ones."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "file",
        sa.Column("file_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("conv", sa.LargeBinary(length=16), nullable=False),
        sa.Column("upload", sa.LargeBinary(length=16), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["conv"], ["content.conversation.conv"], name=op.f("fk_file_conv")),
        sa.PrimaryKeyConstraint("file_id", name=op.f("pk_file")),
        sa.UniqueConstraint("upload", name=op.f("uq_file_upload")),
        schema="content",
    )
    op.create_index(op.f("ix_file_conv"), "file", ["conv"], schema="content")
    op.create_table(
        "file_part",
        sa.Column("file_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["content.file.file_id"], name=op.f("fk_file_part_file_id")
        ),
        sa.PrimaryKeyConstraint("file_id", "number", name=op.f("pk_file_part")),
        schema="content",
    )


def downgrade() -> None:
    op.drop_table("file_part", schema="content")
    op.drop_index(op.f("ix_file_conv"), "file", schema="content")
    op.drop_table("file", schema="content")
