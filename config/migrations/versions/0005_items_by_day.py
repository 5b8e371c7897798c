"""The list of all items is read in its order, however many there are."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_queue_item_day_conv", "queue_item", ["day", "conv"], unique=False, schema="content"
    )
