"""How far either side of a live chat has read, so that it is still known after a lost line."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("source_read", "desk_read"):
        op.add_column(
            "live_chat",
            sa.Column(name, sa.BigInteger(), nullable=False, server_default="0"),
            schema="content",
        )
