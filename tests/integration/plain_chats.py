"""Somebody who chats without scripts, and the advocate who answers, for tests on both databases."""

from __future__ import annotations

import json
import secrets
from typing import Any

from sqlalchemy import select

from chat import conversation as conversations
from chat import delivery
from chat.models import Conversation
from crypto.envelope import Header, open_envelope, parse_header, seal_envelope
from crypto.keys import open_desk_wrap
from tests.integration.conftest import Town
from tests.integration.test_plain_forms import visitor
from tests.plain import Plain
from webapp.schemas import b64

HELLO = "They took my papers."


def chatting(town: Town, door: str = "need_help") -> Plain:
    """Somebody who has just opened a chat."""
    person = visitor(town)
    person.send("door", door=door)
    person.send("chat")
    return person


def frame_of(person: Plain) -> str:
    """What the frame of their page shows."""
    got = person.client.get("/now", headers={"Host": "localhost", "Accept-Language": "en"})
    return got.get_data(as_text=True)


def item(town: Town) -> dict[str, Any]:
    """The only item, as the desk's queue has it."""
    found: list[dict[str, Any]] = []
    for view in ("waiting", "mine"):
        found += town.ana.call("GET", f"/api/v1/queue?view={view}").body["items"]
    return found[0]


def said(town: Town) -> list[dict[str, Any]]:
    """What the person sent, in order, without the hour and the empty numbers."""
    found = []
    with town.store.reading() as session:
        talk = session.scalars(select(Conversation)).one()
        record = conversations.key_records(session, talk)[0]
        sealed = delivery.envelopes_since(session, talk.conv, 0, 0)
    key, _ = open_desk_wrap(town.office.site, record, town.office.epoch_seed)
    for each in sorted(sealed, key=lambda one: parse_header(one).seq):
        if parse_header(each).direction == "S":
            inner = json.loads(open_envelope(key, town.office.site, record.commit, each))
            found.append({k: v for k, v in inner.items() if k not in {"low", "at"}})
    return found


def taken(town: Town) -> None:
    """The advocate is on shift and has the only chat."""
    assert town.ana.call("POST", "/api/v1/shift", {"status": "on"}).status == 200
    assert town.ana.call("POST", f"/api/v1/items/{item(town)['conv']}/claim", {}).status == 200


def desk_says(town: Town, path: str = "conversations/{}/envelopes", **inner: Any) -> None:
    """The advocate sends this into the only conversation."""
    with town.store.reading() as session:
        talk = session.scalars(select(Conversation)).one()
        record = conversations.key_records(session, talk)[0]
        state = delivery.state_of(talk)
    key, _ = open_desk_wrap(town.office.site, record, town.office.epoch_seed)
    header = Header(
        flags=0,
        direction="D",
        conv=talk.conv,
        gen=1,
        seq=state.d.seq + 1,
        prev=state.d.hash,
        ack_seq=state.s.seq,
        ack=state.s.hash,
        nonce=secrets.token_bytes(24),
    )
    words = json.dumps({"low": [1, 1], **inner}).encode()
    sealed = seal_envelope(key, town.office.site, record.commit, header, words)
    body = {"envelope": b64(sealed)}
    assert town.ana.call("POST", f"/api/v1/{path.format(b64(talk.conv))}", body).status == 201
