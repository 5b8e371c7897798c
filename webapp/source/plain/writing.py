"""Writing for somebody without JavaScript: sealed in memory, stored like any other message."""

from __future__ import annotations

import json
import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from chat import conversation as conversations
from chat import delivery
from chat.models import Conversation
from config import clock
from crypto.envelope import SOURCE, Header, seal_envelope
from crypto.keys import KeyRecord, make_key_record
from crypto.receipt import Receipt
from crypto.roster import Roster, parse_roster
from moderation import founding, intake
from webapp.source.plain.reading import keys_of
from webapp.tips import Tip, seal_tip

BY_SERVER = 1
"""Flag bit 0: the envelope says that it was sealed by the server."""


def store_tip(session: Session, tip: Tip, receipt: Receipt, moment: datetime) -> Conversation:
    """The tip is stored and waits in the queue, marked as opened by the server."""
    desk = parse_roster(founding.newest_roster(session).body)
    record, envelope = seal_tip(tip, receipt, desk, moment, secrets.token_bytes, by_server=True)
    said = tip.labels()
    labels = conversations.RoutingLabels(said["channel"], said["door"], said["language"])
    queue = intake.QueueLabels(said["category"], said["urgency"], said["priority"])
    talk, _ = conversations.open_conversation(
        session, receipt.auth, record, envelope, labels, clock.day_of(moment)
    )
    intake.admit(session, talk, queue, moment)
    return talk


def store_text(
    session: Session, talk: Conversation, text: str, receipt: Receipt, moment: datetime
) -> None:
    """The text is stored as the next message; in a newer epoch it opens a new generation."""
    site = founding.site_or_refuse(session)
    desk = parse_roster(founding.newest_roster(session).body)
    newest = conversations.key_records(session, talk)[-1]
    day = clock.day_of(moment)
    if newest.epoch == desk.epoch:
        key, commit = keys_of(session, site.site, talk, receipt)[newest.gen]
        envelope = _sealed(site.site, talk, newest.gen, (key, commit), text, moment)
        delivery.store_envelope(session, talk, envelope, SOURCE, day)
    else:
        record, key = _next_generation(desk, talk, newest.gen + 1, receipt)
        envelope = _sealed(site.site, talk, record.gen, (key, record.commit), text, moment)
        delivery.store_new_generation(session, talk, record, envelope, day)
    intake.source_wrote(session, talk.conv, moment)


def _next_generation(
    desk: Roster, talk: Conversation, gen: int, receipt: Receipt
) -> tuple[KeyRecord, bytes]:
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


def _sealed(
    site: bytes,
    talk: Conversation,
    gen: int,
    key: tuple[bytes, bytes],
    text: str,
    moment: datetime,
) -> bytes:
    state = delivery.state_of(talk)
    header = Header(
        flags=BY_SERVER,
        direction=SOURCE,
        conv=talk.conv,
        gen=gen,
        seq=state.s.seq + 1,
        prev=state.s.hash,
        ack_seq=state.d.seq,
        ack=state.d.hash,
        nonce=secrets.token_bytes(24),
    )
    inner = {"t": "text", "low": [1, 1], "at": clock.hour_of(moment), "body": text}
    said = json.dumps(inner, ensure_ascii=False).encode()
    return seal_envelope(key[0], site, key[1], header, said)
