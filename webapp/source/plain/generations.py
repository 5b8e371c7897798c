"""When somebody's next message needs a new key: the desk moved on, or asks for one (Protocol section 3, 6)."""

from __future__ import annotations

import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from chat.models import Conversation, Envelope
from crypto.envelope import DESK
from crypto.keys import KeyRecord, make_key_record
from crypto.receipt import Receipt
from crypto.roster import Roster
from webapp.source.plain.reading import Keys, opened


def needs_new_key(
    session: Session, desk: Roster, talk: Conversation, newest: KeyRecord, keys: Keys
) -> bool:
    """The newest key is of an older epoch, is not this person's, or somebody who has it left."""
    if newest.epoch != desk.epoch or newest.gen not in keys:
        return True
    theirs = select(Envelope.sealed).where(
        Envelope.conv == talk.conv, Envelope.direction == DESK, Envelope.gen == newest.gen
    )
    inners = (opened(desk.site, keys, sealed)[1] for sealed in session.scalars(theirs))
    return any(inner is not None and inner.get("t") == "rekey" for inner in inners)


def next_generation(
    desk: Roster, talk: Conversation, gen: int, receipt: Receipt
) -> tuple[KeyRecord, bytes]:
    """The record of a fresh key, and the key."""
    key = secrets.token_bytes(32)
    record = make_key_record(
        desk.site,
        talk.conv,
        gen,
        desk.epoch,
        desk.desk_public,
        receipt,
        key,
        secrets.token_bytes(24),
    )
    return record, key
