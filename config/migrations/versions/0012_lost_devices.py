"""A passphrase can be proved by itself, and new keys can wait for somebody who lost every device."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    again = sa.Column("again_hash", sa.LargeBinary(length=32), nullable=True)
    op.add_column("staff", again, schema="content")
    lost: sa.Column[bool] = sa.Column(
        "lost", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("staff", lost, schema="content")
    for column in _of_invites():
        op.add_column("invite", column, schema="content")


def downgrade() -> None:
    for column in _of_invites():
        op.drop_column("invite", column.name, schema="content")
    for name in ("lost", "again_hash"):
        op.drop_column("staff", name, schema="content")


def _of_invites() -> list[sa.Column[bytes]]:
    return [
        sa.Column("renews", sa.LargeBinary(length=16), nullable=True),
        sa.Column("sign_vk", sa.LargeBinary(length=32), nullable=True),
        sa.Column("kem_public", sa.LargeBinary(), nullable=True),
    ]
