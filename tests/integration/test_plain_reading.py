"""What somebody wrote with scripts is read without them, whatever characters it is made of."""

from __future__ import annotations

from typing import Any

from chat import conversation as conversations
from tests.integration.conftest import Town
from webapp.schemas import b64, unb64
from webapp.source.plain.reading import Message, read_thread


def read_again(town: Town, inner: dict[str, Any]) -> Message:
    """A message with this inside, as the page without scripts reads it."""
    person = town.source()
    assert person.send_tip().status == 201
    said = person.envelope(inner={**inner, "low": [1, 1]})
    body = {"envelope": b64(said)}
    assert person.call("POST", "/api/v1/conversation/envelopes", body).status == 201
    with town.store.reading() as session:
        auth = unb64((person.auth or "").removeprefix("Receipt "))
        talk = conversations.find_by_receipt(session, auth)
        return read_thread(session, town.office.site, talk, person.receipt).earlier[0]


def test_half_a_character_becomes_a_sign_that_a_page_can_carry(town: Town) -> None:
    assert read_again(town, {"t": "text", "body": "a\ud800b\udfff"}).text == "a\ufffdb\ufffd"
    tip = read_again(town, {"t": "tip", "answers": {"what\ud800": "\udc00"}})
    assert tip.answers == {"what\ufffd": "\ufffd"}


def test_whole_characters_of_every_plane_stay_as_they_are(town: Town) -> None:
    text = "𠮷 👩🏽‍🚒 \u202e <b> \x00"
    assert read_again(town, {"t": "text", "body": text}).text == text
