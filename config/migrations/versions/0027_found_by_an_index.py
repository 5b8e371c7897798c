"""What lists and jobs ask for is found by an index, however much is stored."""

from __future__ import annotations

from alembic import op

from config import online
from config.online import Index

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None
additive = True

beside = (
    Index("ix_case_day_case_id", "case", ("day", "case_id")),
    Index("ix_case_status_day", "case", ("status", "day", "case_id")),
    Index("ix_audit_actor_number", "audit", ("actor", "number")),
    Index("ix_audit_action_number", "audit", ("action", "number")),
    Index("ix_audit_hour", "audit", ("hour",)),
    Index("ix_conversation_channel", "conversation", ("channel",)),
    Index("ix_conversation_door", "conversation", ("door",)),
    Index("ix_file_unfinished", "file", ("day",), where="hash IS NULL"),
    Index("ix_legal_hold_until", "legal_hold", ("until",)),
    Index("ix_packet_link_expires_on", "packet_link", ("expires_on",)),
    Index("ix_receipt_block_until", "receipt_block", ("until",)),
)
"""Made before the revision runs, while people write."""


def upgrade() -> None:
    online.make(beside)


def downgrade() -> None:
    for index in beside:
        op.drop_index(index.name, index.table, schema=index.schema)
