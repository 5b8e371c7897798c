"""Referrals: what was released to whom, and packets that wait for their link."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "release",
        sa.Column("release_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("case_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("organisation", sa.String(length=100), nullable=False),
        sa.Column("recipient_kind", sa.String(length=40), nullable=False),
        sa.Column("mode", sa.String(length=40), nullable=False),
        sa.Column("ground", sa.String(length=40), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("staff_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("hour", sa.String(length=13), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("is_out", sa.Boolean(), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=True),
        sa.Column("handed_hour", sa.String(length=13), nullable=True),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("follow_up_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["content.case.case_id"], name=op.f("fk_release_case_id")
        ),
        sa.PrimaryKeyConstraint("release_id", name=op.f("pk_release")),
        schema="content",
    )
    op.create_index(op.f("ix_release_case_id"), "release", ["case_id"], schema="content")
    op.create_index(op.f("ix_release_follow_up_on"), "release", ["follow_up_on"], schema="content")
    op.create_table(
        "packet_link",
        sa.Column("release_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("lookup", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("visit", sa.LargeBinary(length=16), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["content.release.release_id"], name=op.f("fk_packet_link_release_id")
        ),
        sa.PrimaryKeyConstraint("release_id", name=op.f("pk_packet_link")),
        sa.UniqueConstraint("lookup", name=op.f("uq_packet_link_lookup")),
        schema="content",
    )


def downgrade() -> None:
    op.drop_table("packet_link", schema="content")
    op.drop_index(op.f("ix_release_follow_up_on"), table_name="release", schema="content")
    op.drop_index(op.f("ix_release_case_id"), table_name="release", schema="content")
    op.drop_table("release", schema="content")
