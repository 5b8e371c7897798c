"""A session without JavaScript: the master comes back with the cookie's key and not without."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.errors import CryptoError, Malformed, Refused
from crypto.session import (
    SESSION_LENGTH,
    form_nonce,
    form_token,
    open_session,
    seal_session,
    text_mark,
    words_for_form,
)
from tests.unit.crypto.making import KEY, NONCE, OTHER, SITE, flipped, ids, nonces, secrets32

SEALED = seal_session(KEY, SITE, OTHER, bytes(range(32)), NONCE)


@given(secrets32, ids, ids, secrets32, nonces)
def test_the_master_comes_back(
    key: bytes, site: bytes, session: bytes, master: bytes, nonce: bytes
) -> None:
    sealed = seal_session(key, site, session, master, nonce)
    assert len(sealed) == SESSION_LENGTH == 72
    assert open_session(key, site, session, sealed) == master


@given(st.integers(0))
def test_any_flipped_bit_is_refused(bit: int) -> None:
    with pytest.raises(Refused):
        open_session(KEY, SITE, OTHER, flipped(SEALED, bit))


def test_another_key_site_session_or_length_is_refused() -> None:
    for key, site, session, sealed in (
        (bytes(32), SITE, OTHER, SEALED),
        (KEY, OTHER, OTHER, SEALED),
        (KEY, SITE, SITE, SEALED),
        (KEY, SITE, OTHER, SEALED[:-1]),
        (KEY, SITE, b"", SEALED),
    ):
        with pytest.raises(CryptoError):
            open_session(key, site, session, sealed)
    with pytest.raises(Malformed):
        seal_session(KEY, SITE, OTHER, b"", NONCE)


def test_a_form_gives_the_same_each_time_and_another_form_or_visit_gives_something_else() -> None:
    made = [
        (form_token(key, OTHER, form), words_for_form(key, form, "en"), form_nonce(key, form, b"x"))
        for key, form in ((KEY, SITE), (KEY, SITE), (KEY, OTHER), (bytes(32), SITE))
    ]
    assert made[0] == made[1]
    for kind in range(3):
        assert len({repr(each[kind]) for each in made}) == 3


@given(st.binary(), st.binary())
def test_two_texts_never_share_a_nonce_or_a_mark(one: bytes, other: bytes) -> None:
    assert (form_nonce(KEY, SITE, one) == form_nonce(KEY, SITE, other)) is (one == other)
    assert (text_mark(KEY, one) == text_mark(KEY, other)) is (one == other)
