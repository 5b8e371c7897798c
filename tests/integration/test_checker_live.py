"""The checker's promises about live chats, and that what it calls torn is nothing that anybody needs."""

from __future__ import annotations

import secrets

import pytest
from sqlalchemy import text

from chat.live_models import ChatMember, Share
from moderation import checker
from moderation.models import ContainerWrap
from tests.actors import Source
from tests.integration.conftest import Town
from tests.integration.test_chat_assignment import act, chat, on_shift
from tests.integration.test_checker import found
from webapp.schemas import b64


def talking(town: Town) -> Source:
    """Somebody in a live chat with Ana, and somebody who waits."""
    source = chat(town)
    on_shift(town.ana)
    assert act(town.ana, source, "claim").status == 200
    chat(town)
    return source


def save_reply(town: Town) -> bytes:
    """A saved reply on a new shelf; gives the shelf's id."""
    shelf, key = secrets.token_bytes(16), secrets.token_bytes(32)
    body = {
        "container": {
            "container_id": b64(shelf),
            "wrap": town.ana.container(town.office, shelf, key),
        },
        "record": town.ana.record(town.office, shelf, key, {"t": "saved_reply"}),
    }
    assert town.ana.call("POST", "/api/v1/replies", body).status == 201
    return shelf


def test_a_store_with_live_chats_and_saved_replies_is_sound(town: Town) -> None:
    talking(town)
    save_reply(town)
    assert found(town) == set()


def test_the_key_of_saved_replies_survives_the_removal_of_torn_keys(town: Town) -> None:
    shelf = save_reply(town)
    with town.store.writing() as session:
        assert checker.remove_torn(session) == 0
    with town.store.reading() as session:
        assert session.get(ContainerWrap, (shelf, 1)) is not None


@pytest.mark.parametrize(
    ("damage", "promise"),
    [
        ("UPDATE content.live_chat SET phase = 'waiting'", "a live chat's phase fits who holds it"),
        ("UPDATE content.live_chat SET phase = 'live'", "a live chat's phase fits who holds it"),
        (
            "UPDATE content.live_chat SET phase = 'resting'",
            "a live chat's phase fits who holds it",
        ),
        (
            "INSERT INTO content.deletion_due SELECT conv, '2026-11-24T12' FROM content.live_chat",
            "words that are to be deleted are of a closed item",
        ),
        ("DELETE FROM content.live_chat", "a member is in a chat that is live"),
    ],
)
def test_damage_to_a_live_chat_is_named(town: Town, damage: str, promise: str) -> None:
    source = talking(town)
    with town.store.writing() as session:
        session.add(ChatMember(conv=source.conv, staff_id=town.sam.staff_id, kind="partner"))
        session.flush()
        session.execute(text(damage))
    assert promise in found(town)


def test_a_share_of_nobody_in_the_chat_is_torn_and_removed(town: Town) -> None:
    source = talking(town)
    with town.store.writing() as session:
        session.add(
            Share(
                conv=source.conv,
                gen=1,
                staff_id=secrets.token_bytes(16),
                kc=secrets.token_bytes(32),
                wrap=secrets.token_bytes(1168),
            )
        )
    assert found(town) == {"a share is somebody's who is in the chat"}
    with town.store.writing() as session:
        assert checker.remove_torn(session) == 1
    assert found(town) == set()
