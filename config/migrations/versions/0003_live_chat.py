"""Live chat: who waits and who is in it, presence, jobs, counters, shares and saved replies."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "share",
        sa.Column("conv", sa.LargeBinary(length=16), nullable=False),
        sa.Column("gen", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("staff_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kc", sa.LargeBinary(length=32), nullable=False),
        sa.Column("wrap", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("conv", "gen", "staff_id", name=op.f("pk_share")),
        schema="keys",
    )
    op.create_table(
        "counter",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("bucket", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", "bucket", "period", name=op.f("pk_counter")),
        schema="content",
    )
    op.create_table(
        "job",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("lease", sa.BigInteger(), nullable=False),
        sa.Column("runner", sa.LargeBinary(length=16), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job")),
        schema="content",
    )
    op.create_table(
        "on_call",
        sa.Column("staff_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_on_call")),
        schema="content",
    )
    op.create_table(
        "presence",
        sa.Column("staff_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("beat", sa.BigInteger(), nullable=False),
        sa.Column("capacity", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_presence")),
        schema="content",
    )
    op.create_table(
        "recent_wait",
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("minutes", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_recent_wait")),
        schema="content",
    )
    op.create_table(
        "shelf",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("container_id", sa.LargeBinary(length=16), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_shelf")),
        sa.UniqueConstraint("container_id", name=op.f("uq_shelf_container_id")),
        schema="content",
    )
    op.create_table(
        "chat_member",
        sa.Column("conv", sa.LargeBinary(length=16), nullable=False),
        sa.Column("staff_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["conv"], ["content.conversation.conv"], name=op.f("fk_chat_member_conv")
        ),
        sa.PrimaryKeyConstraint("conv", "staff_id", name=op.f("pk_chat_member")),
        schema="content",
    )
    op.create_index(
        op.f("ix_chat_member_staff_id"), "chat_member", ["staff_id"], unique=False, schema="content"
    )
    op.create_table(
        "deletion_due",
        sa.Column("conv", sa.LargeBinary(length=16), nullable=False),
        sa.Column("hour", sa.String(length=13), nullable=False),
        sa.ForeignKeyConstraint(
            ["conv"], ["content.conversation.conv"], name=op.f("fk_deletion_due_conv")
        ),
        sa.PrimaryKeyConstraint("conv", name=op.f("pk_deletion_due")),
        schema="content",
    )
    op.create_index(
        "ix_deletion_due_hour", "deletion_due", ["hour"], unique=False, schema="content"
    )
    op.create_table(
        "live_chat",
        sa.Column("conv", sa.LargeBinary(length=16), nullable=False),
        sa.Column("phase", sa.String(length=40), nullable=False),
        sa.Column("arrived", sa.String(length=16), nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.Column("active", sa.BigInteger(), nullable=False),
        sa.Column("warned", sa.Boolean(), nullable=False),
        sa.Column("lost", sa.Boolean(), nullable=False),
        sa.Column("postponed", sa.Boolean(), nullable=False),
        sa.Column("escalated", sa.Boolean(), nullable=False),
        sa.Column("helped", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conv"], ["content.conversation.conv"], name=op.f("fk_live_chat_conv")
        ),
        sa.PrimaryKeyConstraint("conv", name=op.f("pk_live_chat")),
        schema="content",
    )
    op.create_index("ix_live_chat_phase", "live_chat", ["phase"], unique=False, schema="content")
    op.create_table(
        "looking",
        sa.Column("conv", sa.LargeBinary(length=16), nullable=False),
        sa.Column("staff_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conv"], ["content.conversation.conv"], name=op.f("fk_looking_conv")
        ),
        sa.PrimaryKeyConstraint("conv", "staff_id", name=op.f("pk_looking")),
        schema="content",
    )
    op.create_table(
        "saved_reply",
        sa.Column("container_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("record_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("rev", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("gen", sa.BigInteger(), nullable=False),
        sa.Column("staff_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("hour", sa.String(length=13), nullable=False),
        sa.ForeignKeyConstraint(
            ["container_id"],
            ["content.shelf.container_id"],
            name=op.f("fk_saved_reply_container_id"),
        ),
        sa.PrimaryKeyConstraint("record_id", "rev", name=op.f("pk_saved_reply")),
        schema="content",
    )
    op.create_index(
        op.f("ix_saved_reply_container_id"),
        "saved_reply",
        ["container_id"],
        unique=False,
        schema="content",
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_saved_reply_container_id"), table_name="saved_reply", schema="content")
    op.drop_table("saved_reply", schema="content")
    op.drop_table("looking", schema="content")
    op.drop_index("ix_live_chat_phase", table_name="live_chat", schema="content")
    op.drop_table("live_chat", schema="content")
    op.drop_index("ix_deletion_due_hour", table_name="deletion_due", schema="content")
    op.drop_table("deletion_due", schema="content")
    op.drop_index(op.f("ix_chat_member_staff_id"), table_name="chat_member", schema="content")
    op.drop_table("chat_member", schema="content")
    op.drop_table("shelf", schema="content")
    op.drop_table("recent_wait", schema="content")
    op.drop_table("presence", schema="content")
    op.drop_table("on_call", schema="content")
    op.drop_table("job", schema="content")
    op.drop_table("counter", schema="content")
    op.drop_table("share", schema="keys")
