"""The directory of organisations: documents in plain, rows that hang on none, and sealed notes of staff."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "directory_state",
        sa.Column("directory", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("directory", name=op.f("pk_directory_state")),
        schema="content",
    )
    op.create_table(
        "organisation",
        sa.Column("org_id", sa.String(length=100), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("lot", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("verified_by", sa.LargeBinary(length=16), nullable=True),
        sa.Column("age_recipient", sa.String(length=100), nullable=True),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("doc", sa.LargeBinary(), nullable=False),
        sa.Column("card", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("org_id", name=op.f("pk_organisation")),
        schema="content",
    )
    op.create_index(op.f("ix_organisation_lot"), "organisation", ["lot"], schema="content")
    op.create_index(op.f("ix_organisation_changed"), "organisation", ["changed"], schema="content")
    op.create_table(
        "directory_loose",
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("row_id", sa.String(length=100), nullable=False),
        sa.Column("doc", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "row_id", name=op.f("pk_directory_loose")),
        schema="content",
    )
    op.create_table(
        "organisation_note",
        sa.Column("container_id", sa.LargeBinary(length=16), nullable=False),
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
        sa.ForeignKeyConstraint(
            ["container_id"],
            ["content.shelf.container_id"],
            name=op.f("fk_organisation_note_container_id"),
        ),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_organisation_note")),
        sa.UniqueConstraint("record_id", "rev", name=op.f("uq_organisation_note_record_id")),
        schema="content",
    )
    op.create_index(
        op.f("ix_organisation_note_container_id"),
        "organisation_note",
        ["container_id"],
        schema="content",
    )


def downgrade() -> None:
    for table in ("organisation_note", "directory_loose", "organisation", "directory_state"):
        op.drop_table(table, schema="content")
