"""How a tip came in during a flood, and whether whoever opened a chat ever answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from config import online
from config.online import Index

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None
additive = True

brief = {
    "arrival": "an empty column, and an index of the few rows that have one; closed items have none",
    "live_chat": "a column with a default, in the few chats that are live",
}

beside = (Index("ix_quarantine_reason", "quarantine", ("reason",)),)


def upgrade() -> None:
    online.make(beside)
    op.add_column(
        "arrival", sa.Column("lane", sa.String(length=40), nullable=True), schema="content"
    )
    op.add_column(
        "live_chat",
        sa.Column("answered", sa.Boolean(), nullable=False, server_default=sa.false()),
        schema="content",
    )
    op.create_index(
        "ix_arrival_lane",
        "arrival",
        ["lane"],
        schema="content",
        postgresql_where=sa.text("lane IS NOT NULL"),
        sqlite_where=sa.text("lane IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_arrival_lane", "arrival", schema="content")
    op.drop_index("ix_quarantine_reason", "quarantine", schema="content")
    op.drop_column("live_chat", "answered", schema="content")
    op.drop_column("arrival", "lane", schema="content")
