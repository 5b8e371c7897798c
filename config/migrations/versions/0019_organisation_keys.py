"""Who named the key of an organisation, when, and their signature."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

COLUMNS = (
    ("key_by", sa.LargeBinary(length=16)),
    ("key_day", sa.Date()),
    ("key_signature", sa.LargeBinary()),
)


def upgrade() -> None:
    for name, kind in COLUMNS:
        op.add_column("organisation", sa.Column(name, kind, nullable=True), schema="content")


def downgrade() -> None:
    with op.batch_alter_table("organisation", schema="content") as table:
        for name, _ in COLUMNS:
            table.drop_column(name)
