"""The word lists: whole, without doubles, and the card's words stand for one secret."""

import pytest
from hypothesis import given

from crypto.errors import Malformed
from crypto.receipt import normalise
from crypto.words import LISTS, secret_to_words, word_list, words_to_secret
from tests.unit.crypto.making import KEY, secrets32


@pytest.mark.parametrize("language", LISTS)
def test_a_list_has_2048_words_known_by_their_first_four_letters(language: str) -> None:
    words = [normalise(word) for word in word_list(language)]
    assert len(words) == len({word[:4] for word in words}) == 2048
    assert all(word.isascii() and word.isalpha() and word.islower() for word in words)


@given(secrets32)
def test_a_secret_comes_back_from_its_24_words(secret: bytes) -> None:
    words = secret_to_words(secret)
    assert len(words) == 24
    assert words_to_secret("  ".join(words).upper()) == secret


@pytest.mark.parametrize(
    "text",
    ["", "abandon", "abandon " * 24, "zoo " * 12, "quietline " * 24, "\ud800", "art " * 25],
)
def test_words_that_are_no_key_are_refused(text: str) -> None:
    with pytest.raises(Malformed):
        words_to_secret(text)


def test_two_words_swapped_are_noticed() -> None:
    first, second, *rest = secret_to_words(KEY)
    with pytest.raises(Malformed):
        words_to_secret(" ".join((second, first, *rest)))


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_only_32_bytes_become_a_card(length: int) -> None:
    with pytest.raises(Malformed):
        secret_to_words(bytes(length))
