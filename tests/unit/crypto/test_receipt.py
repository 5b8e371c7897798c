"""Receipts: however the words are typed, they are the same words; the keys are all different."""

import secrets
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.errors import Malformed
from crypto.receipt import Receipt, draw_words, lookup, normalise, stretch
from crypto.words import word_list
from tests.unit.crypto.making import OTHER, RECEIPT, SITE, secrets32

SEPARATORS = (" ", "\n", "-", ", ", "_", "\u3000", " 3. ", "\u200b")
languages = st.sampled_from(["en", "es", "ar", "es-MX", "EN", ""])


@given(st.text())
def test_normalising_twice_is_normalising_once(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(languages, st.data())
def test_capitals_accents_and_separators_make_no_difference(
    language: str, data: st.DataObject
) -> None:
    drawn = draw_words(language, lambda limit: data.draw(st.integers(0, limit - 1)))
    typed = "".join(
        data.draw(st.sampled_from((str.upper, str.title, str.lower)))(word)
        + data.draw(st.sampled_from(SEPARATORS))
        for word in drawn
    )
    for form in (unicodedata.normalize("NFC", typed), unicodedata.normalize("NFD", typed)):
        assert normalise(form) == normalise(" ".join(drawn))
    assert len(normalise(typed).split()) == 7


def test_normalised_words_are_ascii_and_nothing_else() -> None:
    assert (
        normalise("Ñandú\u2019s \uff46\uff55\uff4c\uff4c 東京 \U0001d41b\U0001d428ld İ ß")
        == "nandu s full bold i"
    )


def test_words_are_drawn_from_the_persons_list() -> None:
    assert set(draw_words("es", secrets.randbelow)) <= set(word_list("es"))
    assert draw_words("ar", lambda _limit: 0) == ["abandon"] * 7


@given(secrets32)
def test_every_key_of_a_receipt_is_another(master: bytes) -> None:
    receipt = Receipt.from_master(master)
    keys = {receipt.auth, receipt.self_key, receipt.sign_seed, receipt.kem_seed, receipt.lookup}
    assert len(keys | {receipt.src_vk, master}) == 7


def test_a_receipt_never_shows_its_keys() -> None:
    assert repr(RECEIPT) == "Receipt()"


def test_the_same_words_on_another_site_are_another_receipt() -> None:
    assert stretch("able baker", SITE) != stretch("able baker", OTHER)
    assert stretch("Able, BAKER", SITE) == stretch("able baker", SITE)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_keys_of_another_length_are_refused(length: int) -> None:
    with pytest.raises(Malformed):
        Receipt.from_master(bytes(length))
    with pytest.raises(Malformed):
        lookup(bytes(length))
    with pytest.raises(Malformed):
        stretch("able baker", bytes(length))
