"""Writing for somebody without JavaScript: sealed in memory, stored like any other message."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from chat import conversation as conversations
from chat import delivery
from chat.models import Conversation, Envelope
from config import clock
from crypto.envelope import SOURCE, Header, parse_header, seal_envelope
from crypto.hashes import digest
from crypto.receipt import Receipt
from crypto.roster import Anchor, Roster, SignedCertificate, verify_public
from moderation import blocks, founding, intake
from webapp.services import services
from webapp.source.plain import telling
from webapp.source.plain.generations import needs_new_key, next_generation
from webapp.source.plain.parts import spelled, text_inners
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
    how: intake.How = intake.AT_ONCE,
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
    zone = services().site.current(session).hours.zone
    intake.admit(session, talk, queue or computed, moment, zone, how)
    return talk


@dataclass(frozen=True)
class Said:
    """One more envelope: what is in it, when it came, and the nonce by which it is known if it comes again."""

    inner: dict[str, Any]
    moment: datetime
    nonce: bytes


@dataclass(frozen=True)
class More:
    """One more message: its text, when it came, its nonce, and whether it is the first after the words."""

    text: str
    moment: datetime
    nonce: bytes
    resumed: bool = False

    def said(self) -> list[Said]:
        """As it is sealed: whole."""
        return [Said({**self._frame(), "body": self.text}, self.moment, self.nonce)]

    def parts(self) -> list[Said]:
        """As it is sealed in a chat, where every message has one size; the same parts each time."""
        frame = {**self._frame(), "at": clock.hour_of(self.moment)}
        inners = text_inners(self.text, frame, int.from_bytes(self.nonce[:2]))
        return [Said(each, self.moment, self._nonce_of(n)) for n, each in enumerate(inners)]

    def _frame(self) -> dict[str, Any]:
        return {"t": "text", **({"resumed": True} if self.resumed else {})}

    def _nonce_of(self, number: int) -> bytes:
        # Known again like the first one's: it comes from it and from nothing else.
        return digest(self.nonce + number.to_bytes(2))[:24] if number else self.nonce


def store_text(
    session: Session, talk: Conversation, more: More, receipt: Receipt
) -> telling.Written:
    """The text is stored as the next message or messages, once, and the item comes back to attention."""
    written = telling.Written(talk.conv)
    for said in more.parts() if talk.channel == "chat" else more.said():
        written = written.and_also(store_words(session, talk, said, receipt))
    return written


def store_words(
    session: Session, talk: Conversation, said: Said, receipt: Receipt
) -> telling.Written:
    """What was said is stored once, and the item comes back to the queue's attention."""
    envelope = store(session, talk, said, receipt)
    changed = envelope is not None and intake.source_wrote(session, talk.conv, said.moment)
    return telling.Written(talk.conv, (envelope,) if envelope else (), changed)


def store(session: Session, talk: Conversation, said: Said, receipt: Receipt) -> bytes | None:
    """The envelope, stored as the next one; None where it is there already. Raises Blocked.

    Where the newest key will not do, it opens a new generation.
    """
    if is_stored(session, talk, said.nonce):
        return None
    blocks.check(session, talk.conv, said.moment)
    site = founding.site_or_refuse(session).site
    desk = desk_now(session, said.moment)
    newest = conversations.key_records(session, talk)[-1]
    day = clock.day_of(said.moment)
    keys = keys_of(session, site, talk, receipt)
    if needs_new_key(session, desk, talk, newest, keys):
        record, fresh = next_generation(desk, talk, newest.gen + 1, receipt)
        envelope = _sealed(site, talk, record.gen, (fresh, record.commit), said)
        delivery.store_new_generation(session, talk, record, envelope, day)
    else:
        envelope = _sealed(site, talk, newest.gen, keys[newest.gen], said)
        delivery.store_envelope(session, talk, envelope, SOURCE, day)
    return envelope


def is_stored(session: Session, talk: Conversation, nonce: bytes) -> bool:
    """Whether the person has sent a message with this nonce."""
    ours = select(Envelope.sealed).where(Envelope.conv == talk.conv, Envelope.direction == SOURCE)
    return any(parse_header(sealed).nonce == nonce for sealed in session.scalars(ours))


def _sealed(
    site: bytes,
    talk: Conversation,
    gen: int,
    key: tuple[bytes, bytes],
    said: Said,
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
        nonce=said.nonce,
    )
    inner = {**said.inner, "low": [1, 1], "at": clock.hour_of(said.moment)}
    return seal_envelope(key[0], site, key[1], header, spelled(inner))
