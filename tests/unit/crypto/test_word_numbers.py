"""Private words by number, for people whose keyboards have no Latin letters."""

import pytest

from crypto.words import numbers_to_words, word_list, word_numbers

WORDS = ["abandon", "zoo", "turn"]


def test_the_numbers_of_words_are_their_places_counted_from_one() -> None:
    assert word_numbers(WORDS, "ar") == [1, 2048, word_list("en").index("turn") + 1]


def test_a_list_that_shows_no_numbers_has_none() -> None:
    assert word_numbers(list(word_list("es")[:3]), "es") == []


@pytest.mark.parametrize("zero", "0٠۰०０")
def test_digits_of_every_script_become_the_words(zero: str) -> None:
    typed = "".join(chr(ord(zero) + int(c)) if c.isdigit() else c for c in "1, 2048 - 1873")
    assert numbers_to_words(typed).split() == ["abandon", "zoo", word_list("en")[1872]]


@pytest.mark.parametrize("typed", ["abandon 1 zoo 2048", "3 Zoo", "a1", "ｚｏｏ 3"])
def test_whoever_copies_words_and_numbers_both_means_the_words(typed: str) -> None:
    assert numbers_to_words(typed) == typed


@pytest.mark.parametrize("typed", ["0", "2049", "00001", "9" * 5000, "", "—", "²"])
def test_a_number_that_no_word_has_is_left_out(typed: str) -> None:
    assert numbers_to_words(typed) == ""
