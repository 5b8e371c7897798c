"""Which of two items of one arrival minute is first is drawn by the server, not chosen by a client."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "queue_item",
        sa.Column("lot", sa.BigInteger(), nullable=False, server_default="0"),
        schema="content",
    )
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    drawn = "floor(random() * 2147483648)" if on_postgresql else "random() & 2147483647"
    items = sa.table("queue_item", sa.column("lot"), schema="content")
    op.execute(items.update().values(lot=sa.text(drawn)))
