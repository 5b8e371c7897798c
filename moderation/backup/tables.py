"""Which table goes into which set, and which goes into none.

The content set is kept for 30 days. The keys set exists once, and is the truth about everything
that must not come back with older content: keys, people, rosters, addresses, settings, deletions.
"""

from __future__ import annotations

from sqlalchemy import Column, Date, LargeBinary, Table
from sqlalchemy.types import Boolean, Integer, String

from chat.purge import KeyMaterial
from config.database import Content, Keys

KEYS = "keys"
CONTENT = "content"

WITH_KEYS = frozenset(
    {
        "keys.key_record",
        "keys.way_back",
        "keys.container_wrap",
        "keys.epoch_wrap",
        "keys.roster_key_wrap",
        "keys.deleted",
        "content.site",
        "content.site_version",
        "content.form_version",
        "content.materials_version",
        "content.certificate",
        "content.roster",
        "content.staff",
        "content.sign_in_method",
        "content.invite",
        "content.on_call",
        "content.file_lock",  # what is locked stays locked beside older files
        "content.legal_hold",  # and what is held stays held beside older cases
    }
)

WITH_CONTENT = frozenset(
    {
        "content.conversation",
        "content.envelope",
        "content.file",
        "content.accept_record",
        "content.queue_item",
        "content.quarantine",
        "content.deletion_due",
        "content.contact_end",
        "content.case_end",
        "content.counter",
        "content.audit",
        "content.audit_head",
        "content.audit_anchor",
        "content.case",
        "content.case_conversation",
        "content.case_record",
        "content.release",
        "content.case_card",
        "content.team",
        "content.team_member",
        "content.case_assignment",
        "content.case_follow_up",
        "content.training",
        "content.note_container",
        "content.private_note",
        "content.shelf",
        "content.saved_reply",
        "content.saved_view",
        "content.closed_month",
        "content.organisation",
        "content.directory_loose",
        "content.directory_state",
        "content.organisation_note",
    }
)

NEVER = frozenset(
    {
        "keys.visit",  # somebody without scripts, for half an hour
        "keys.share",  # ends with the live chat
        "content.arrival",  # minutes
        "content.receipt_block",  # hours; a desk that was restored blocks nobody
        "content.bulk_done",  # a day
        "content.packet_link",  # days; whoever needs another gets another
        "content.live_chat",  # minutes
        "content.file_part",  # of files on their way; they are sent again
        "content.chat_member",
        "content.looking",
        "content.presence",
        "content.recent_wait",
        "content.job",
        "content.staff_session",
        "content.known_device",  # a browser is known again after the next sign-in
        "content.sign_in_pace",  # minutes
        "content.backup_run",  # its number is in each set
    }
)


def tables_of(kind: str) -> list[Table]:
    """The tables of a set, each after those that it points to.

    Raises LookupError where a table is in no set: whoever adds one decides here.
    """
    wanted = WITH_KEYS if kind == KEYS else WITH_CONTENT
    found = [*Keys.metadata.sorted_tables, *Content.metadata.sorted_tables]
    for table in found:
        if table.fullname not in WITH_KEYS | WITH_CONTENT | NEVER:
            raise LookupError(f"{table.fullname} is in no set of the backup")
    return [table for table in found if table.fullname in wanted]


def tag_of(column: Column[object]) -> str:
    """What a column holds, as the dump names it; `key` lies under a purge key on PostgreSQL."""
    for kind, tag in (
        (KeyMaterial, "key"),
        (LargeBinary, "bytes"),
        (Date, "day"),
        (Boolean, "flag"),
        (Integer, "int"),
        (String, "text"),
    ):
        if isinstance(column.type, kind):
            return tag
    raise LookupError(f"{column} has a type that the dump does not know")
