"""What somebody wrote with scripts is read without them, whatever characters it is made of."""

from __future__ import annotations

from typing import Any

from chat import conversation as conversations
from crypto.envelope import parse_header, seal_envelope
from crypto.keys import open_self_wrap
from tests.actors import Source
from tests.integration.conftest import Town
from webapp.schemas import b64, unb64
from webapp.source.plain.reading import Message, read_messages


def read_again(town: Town, inner: dict[str, Any]) -> Message:
    """A message with this inside, as the page without scripts reads it."""
    person = town.source()
    assert person.send_tip().status == 201
    return read_last(town, person, person.envelope(inner={**inner, "low": [1, 1]}))


def read_last(town: Town, person: Source, said: bytes) -> Message:
    """The person's next message, as the page without scripts reads it."""
    body = {"envelope": b64(said)}
    assert person.call("POST", "/api/v1/conversation/envelopes", body).status == 201
    with town.source_app.app_context(), town.store.reading() as session:
        auth = unb64((person.auth or "").removeprefix("Receipt "))
        talk = conversations.find_by_receipt(session, auth)
        return read_messages(session, town.office.site, talk, person.receipt)[-1]


def test_half_a_character_becomes_a_sign_that_a_page_can_carry(town: Town) -> None:
    assert read_again(town, {"t": "text", "body": "a\ud800b\udfff"}).text == "a\ufffdb\ufffd"
    tip = read_again(town, {"t": "tip", "answers": {"what\ud800": "\udc00"}})
    assert tip.answers == {"what\ufffd": "\ufffd"}


def test_whole_characters_of_every_plane_stay_as_they_are(town: Town) -> None:
    text = "𠮷 👩🏽‍🚒 \u202e <b> \x00"
    assert read_again(town, {"t": "text", "body": text}).text == text


def test_what_is_nested_too_deep_or_answers_a_list_never_hides_what_stands_beside_it(
    town: Town,
) -> None:
    odd = read_again(town, {"t": "answer", "q": ["danger_now"], "a": {"yes": []}})
    assert odd.kind == "answer"
    person = town.source()
    assert person.send_tip().status == 201
    header, record = parse_header(person.envelope()), person.records[0]
    key = open_self_wrap(town.office.site, record, person.receipt)
    deep = b'{"t":"text","body":' + b"[" * 9_000 + b"]" * 9_000 + b"}"
    sealed = seal_envelope(key, town.office.site, record.commit, header, deep)
    assert read_last(town, person, sealed).kind == "unreadable"
