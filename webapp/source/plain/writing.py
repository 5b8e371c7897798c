"""Writing for somebody without JavaScript: sealed in memory, stored like any other message."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from chat import conversation as conversations
from chat import delivery
from chat.models import Conversation, Envelope
from config import clock
from crypto.envelope import SOURCE, Header, parse_header, seal_envelope
from crypto.keys import KeyRecord, make_key_record
from crypto.receipt import Receipt
from crypto.roster import Anchor, Roster, SignedCertificate, verify_public
from moderation import founding, intake
from webapp.source.plain.reading import keys_of
from webapp.tips import Tip, seal_tip

BY_SERVER = 1
"""Flag bit 0: the envelope says that it was sealed by the server."""


def desk_now(session: Session, moment: datetime) -> Roster:
    """The desk, checked as a browser checks it; raises NotSetUp or a CryptoError: then nothing is sent."""
    here = founding.site_or_refuse(session)
    certificate = founding.newest_certificate(session)
    roster = founding.newest_roster(session)
    return verify_public(
        Anchor(here.root_vk, here.site, clock.unix(moment)),
        SignedCertificate(certificate.body, certificate.signature),
        roster.body,
        roster.signature,
    )


def store_tip(
    session: Session,
    tip: Tip,
    receipt: Receipt,
    moment: datetime,
    queue: intake.QueueLabels | None = None,
) -> Conversation:
    """The tip is stored and waits in the queue, marked as opened by the server.

    It waits under `queue` where that is given, else under the labels of its answers.
    """
    desk = desk_now(session, moment)
    record, envelope = seal_tip(tip, receipt, desk, moment, secrets.token_bytes, by_server=True)
    said = tip.labels()
    labels = conversations.RoutingLabels(said["channel"], said["door"], said["language"])
    computed = intake.QueueLabels(said["category"], said["urgency"], said["priority"])
    talk, _ = conversations.open_conversation(
        session, receipt.auth, record, envelope, labels, clock.day_of(moment)
    )
    intake.admit(session, talk, queue or computed, moment)
    return talk


@dataclass(frozen=True)
class More:
    """One more message: its text, when it came, and the nonce by which it is known if it comes again."""

    text: str
    moment: datetime
    nonce: bytes


def store_text(session: Session, talk: Conversation, more: More, receipt: Receipt) -> None:
    """The text is stored as the next message, once; in a newer epoch it opens a new generation."""
    if _is_stored(session, talk, more.nonce):
        return
    moment = more.moment
    site = founding.site_or_refuse(session)
    desk = desk_now(session, moment)
    newest = conversations.key_records(session, talk)[-1]
    day = clock.day_of(moment)
    if newest.epoch == desk.epoch:
        key, commit = keys_of(session, site.site, talk, receipt)[newest.gen]
        envelope = _sealed(site.site, talk, newest.gen, (key, commit), more)
        delivery.store_envelope(session, talk, envelope, SOURCE, day)
    else:
        record, key = _next_generation(desk, talk, newest.gen + 1, receipt)
        envelope = _sealed(site.site, talk, record.gen, (key, record.commit), more)
        delivery.store_new_generation(session, talk, record, envelope, day)
    intake.source_wrote(session, talk.conv, moment)


def _is_stored(session: Session, talk: Conversation, nonce: bytes) -> bool:
    ours = select(Envelope.sealed).where(Envelope.conv == talk.conv, Envelope.direction == SOURCE)
    return any(parse_header(sealed).nonce == nonce for sealed in session.scalars(ours))


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
    more: More,
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
        nonce=more.nonce,
    )
    at = clock.hour_of(more.moment)
    inner = {"t": "text", "low": [1, 1], "at": at, "body": more.text}
    said = json.dumps(inner, ensure_ascii=False).encode()
    return seal_envelope(key[0], site, key[1], header, said)
