"""First tables: conversations, queue, cases, people, and the keys in a schema of their own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "container_wrap",
        sa.Column("container_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("gen", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("kc", sa.LargeBinary(length=32), nullable=False),
        sa.Column("wrap", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("container_id", "gen", name=op.f("pk_container_wrap")),
        schema="keys",
    )
    op.create_table(
        "epoch_wrap",
        sa.Column("epoch", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("staff_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("wrap", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("epoch", "staff_id", name=op.f("pk_epoch_wrap")),
        schema="keys",
    )
    op.create_table(
        "key_record",
        sa.Column("conv", sa.LargeBinary(length=16), nullable=False),
        sa.Column("gen", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("kc", sa.LargeBinary(length=32), nullable=False),
        sa.Column("desk_wrap", sa.LargeBinary(), nullable=False),
        sa.Column("self_wrap", sa.LargeBinary(), nullable=True),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("conv", "gen", name=op.f("pk_key_record")),
        schema="keys",
    )
    op.create_table(
        "roster_key_wrap",
        sa.Column("staff_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("wrap", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_roster_key_wrap")),
        schema="keys",
    )
    op.create_table(
        "way_back",
        sa.Column("lookup", sa.LargeBinary(length=32), nullable=False),
        sa.Column("conv", sa.LargeBinary(length=16), nullable=False),
        sa.PrimaryKeyConstraint("lookup", name=op.f("pk_way_back")),
        sa.UniqueConstraint("conv", name=op.f("uq_way_back_conv")),
        schema="keys",
    )
    op.create_table(
        "audit",
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("hour", sa.String(length=13), nullable=False),
        sa.Column("actor", sa.LargeBinary(length=16), nullable=True),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.LargeBinary(length=16), nullable=False),
        sa.Column("old", sa.String(length=40), nullable=True),
        sa.Column("new", sa.String(length=40), nullable=True),
        sa.Column("conv", sa.LargeBinary(length=16), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit")),
        schema="content",
    )
    op.create_index("ix_audit_subject", "audit", ["subject"], unique=False, schema="content")
    op.create_table(
        "case",
        sa.Column("case_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("number", sa.String(length=8), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("main_record_id", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint("length(number) = 8", name=op.f("ck_case_number")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case")),
        sa.UniqueConstraint("number", name=op.f("uq_case_number")),
        schema="content",
    )
    op.create_table(
        "certificate",
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_certificate")),
        schema="content",
    )
    op.create_table(
        "conversation",
        sa.Column("conv", sa.LargeBinary(length=16), nullable=False),
        sa.Column("src_vk", sa.LargeBinary(length=32), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("door", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("server_opened", sa.Boolean(), nullable=False),
        sa.Column("gen", sa.BigInteger(), nullable=False),
        sa.Column("s_seq", sa.BigInteger(), nullable=False),
        sa.Column("s_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("d_seq", sa.BigInteger(), nullable=False),
        sa.Column("d_hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("conv", name=op.f("pk_conversation")),
        schema="content",
    )
    op.create_table(
        "roster",
        sa.Column("serial", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("members", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("serial", name=op.f("pk_roster")),
        schema="content",
    )
    op.create_table(
        "site",
        sa.Column("site", sa.LargeBinary(length=16), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("root_vk", sa.LargeBinary(length=32), nullable=False),
        sa.Column("recovery_kem_public", sa.LargeBinary(), nullable=False),
        sa.Column("decoy_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("site", name=op.f("pk_site")),
        schema="content",
    )
    op.create_table(
        "staff",
        sa.Column("staff_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("display_name", sa.String(length=80), nullable=False),
        sa.Column("role", sa.BigInteger(), nullable=False),
        sa.Column("sign_vk", sa.LargeBinary(length=32), nullable=False),
        sa.Column("kem_public", sa.LargeBinary(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_staff")),
        sa.UniqueConstraint("name", name=op.f("uq_staff_name")),
        schema="content",
    )
    op.create_table(
        "accept_record",
        sa.Column("conv", sa.LargeBinary(length=16), nullable=False),
        sa.Column("staff_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kc", sa.LargeBinary(length=32), nullable=False),
        sa.Column("src_vk", sa.LargeBinary(length=32), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conv"], ["content.conversation.conv"], name=op.f("fk_accept_record_conv")
        ),
        sa.PrimaryKeyConstraint("conv", name=op.f("pk_accept_record")),
        schema="content",
    )
    op.create_table(
        "case_record",
        sa.Column("container_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("record_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("rev", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("gen", sa.BigInteger(), nullable=False),
        sa.Column("staff_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("hour", sa.String(length=13), nullable=False),
        sa.ForeignKeyConstraint(
            ["container_id"], ["content.case.case_id"], name=op.f("fk_case_record_container_id")
        ),
        sa.PrimaryKeyConstraint("record_id", "rev", name=op.f("pk_case_record")),
        schema="content",
    )
    op.create_index(
        op.f("ix_case_record_container_id"),
        "case_record",
        ["container_id"],
        unique=False,
        schema="content",
    )
    op.create_table(
        "envelope",
        sa.Column("conv", sa.LargeBinary(length=16), nullable=False),
        sa.Column("direction", sa.String(length=1), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("gen", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.CheckConstraint("direction IN ('S', 'D')", name=op.f("ck_envelope_direction")),
        sa.ForeignKeyConstraint(
            ["conv"], ["content.conversation.conv"], name=op.f("fk_envelope_conv")
        ),
        sa.PrimaryKeyConstraint("conv", "direction", "seq", name=op.f("pk_envelope")),
        schema="content",
    )
    op.create_table(
        "queue_item",
        sa.Column("conv", sa.LargeBinary(length=16), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("urgency", sa.String(length=40), nullable=False),
        sa.Column("priority", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("holder", sa.LargeBinary(length=16), nullable=True),
        sa.Column("unanswered", sa.Boolean(), nullable=False),
        sa.Column("disposition", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["conv"], ["content.conversation.conv"], name=op.f("fk_queue_item_conv")
        ),
        sa.PrimaryKeyConstraint("conv", name=op.f("pk_queue_item")),
        schema="content",
    )
    op.create_index(
        "ix_queue_item_status_holder",
        "queue_item",
        ["status", "holder"],
        unique=False,
        schema="content",
    )
    op.create_table(
        "sign_in_method",
        sa.Column("staff_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("method", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("auth_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["content.staff.staff_id"], name=op.f("fk_sign_in_method_staff_id")
        ),
        sa.PrimaryKeyConstraint("staff_id", "method", name=op.f("pk_sign_in_method")),
        schema="content",
    )
    op.create_table(
        "staff_session",
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("staff_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("role", sa.BigInteger(), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.Column("ends", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["content.staff.staff_id"], name=op.f("fk_staff_session_staff_id")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_staff_session")),
        schema="content",
    )
    op.create_index(
        op.f("ix_staff_session_staff_id"),
        "staff_session",
        ["staff_id"],
        unique=False,
        schema="content",
    )
    op.create_table(
        "arrival",
        sa.Column("conv", sa.LargeBinary(length=16), nullable=False),
        sa.Column("minute", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["conv"], ["content.queue_item.conv"], name=op.f("fk_arrival_conv")
        ),
        sa.PrimaryKeyConstraint("conv", name=op.f("pk_arrival")),
        schema="content",
    )
    op.create_table(
        "case_conversation",
        sa.Column("case_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("conv", sa.LargeBinary(length=16), nullable=False),
        sa.Column("linked_day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["content.case.case_id"], name=op.f("fk_case_conversation_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["conv"], ["content.queue_item.conv"], name=op.f("fk_case_conversation_conv")
        ),
        sa.PrimaryKeyConstraint("case_id", "conv", name=op.f("pk_case_conversation")),
        schema="content",
    )
    op.create_index(
        op.f("ix_case_conversation_conv"),
        "case_conversation",
        ["conv"],
        unique=False,
        schema="content",
    )
    op.create_table(
        "note_container",
        sa.Column("container_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("conv", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["conv"], ["content.queue_item.conv"], name=op.f("fk_note_container_conv")
        ),
        sa.PrimaryKeyConstraint("container_id", name=op.f("pk_note_container")),
        sa.UniqueConstraint("conv", name=op.f("uq_note_container_conv")),
        schema="content",
    )
    op.create_table(
        "private_note",
        sa.Column("container_id", sa.LargeBinary(length=16), nullable=True),
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
            ["content.note_container.container_id"],
            name=op.f("fk_private_note_container_id"),
        ),
        sa.PrimaryKeyConstraint("record_id", "rev", name=op.f("pk_private_note")),
        schema="content",
    )
    op.create_index(
        op.f("ix_private_note_container_id"),
        "private_note",
        ["container_id"],
        unique=False,
        schema="content",
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_private_note_container_id"), table_name="private_note", schema="content")
    op.drop_table("private_note", schema="content")
    op.drop_table("note_container", schema="content")
    op.drop_index(
        op.f("ix_case_conversation_conv"), table_name="case_conversation", schema="content"
    )
    op.drop_table("case_conversation", schema="content")
    op.drop_table("arrival", schema="content")
    op.drop_index(op.f("ix_staff_session_staff_id"), table_name="staff_session", schema="content")
    op.drop_table("staff_session", schema="content")
    op.drop_table("sign_in_method", schema="content")
    op.drop_index("ix_queue_item_status_holder", table_name="queue_item", schema="content")
    op.drop_table("queue_item", schema="content")
    op.drop_table("envelope", schema="content")
    op.drop_index(op.f("ix_case_record_container_id"), table_name="case_record", schema="content")
    op.drop_table("case_record", schema="content")
    op.drop_table("accept_record", schema="content")
    op.drop_table("staff", schema="content")
    op.drop_table("site", schema="content")
    op.drop_table("roster", schema="content")
    op.drop_table("conversation", schema="content")
    op.drop_table("certificate", schema="content")
    op.drop_table("case", schema="content")
    op.drop_index("ix_audit_subject", table_name="audit", schema="content")
    op.drop_table("audit", schema="content")
    op.drop_table("way_back", schema="keys")
    op.drop_table("roster_key_wrap", schema="keys")
    op.drop_table("key_record", schema="keys")
    op.drop_table("epoch_wrap", schema="keys")
    op.drop_table("container_wrap", schema="keys")
