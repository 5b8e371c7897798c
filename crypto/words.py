"""The BIP-39 lists from which crypto draws what people write down: receipts and device keys."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from mnemonic import Mnemonic

from crypto.binary import KEY_LENGTH, sized
from crypto.errors import Malformed
from crypto.hashes import digest128

LISTS = {"en": "english", "es": "spanish"}
DEFAULT_LANGUAGE = "en"
LIST_LENGTH = 2048
MOST_DIGITS = 4


def word_list(language: str) -> tuple[str, ...]:
    """Return the 2,048 words for a BCP 47 tag: English or Spanish, else English (section 2).

    Words are in NFC, as people type and print them; the libraries' lists hold NFKD. Languages that
    share a list get the same object.
    """
    return _words(LISTS.get(language.split("-", maxsplit=1)[0].lower(), LISTS[DEFAULT_LANGUAGE]))


@lru_cache(maxsize=len(LISTS))
def _words(name: str) -> tuple[str, ...]:
    return tuple(unicodedata.normalize("NFC", word) for word in Mnemonic(name).wordlist)


def draw(language: str, count: int, randbelow: Callable[[int], int]) -> list[str]:
    """Return `count` words, each drawn by `randbelow(2048)`, which must be uniform."""
    words = word_list(language)
    return [words[randbelow(LIST_LENGTH)] for _ in range(count)]


def numbers_to_words(text: str, language: str = DEFAULT_LANGUAGE) -> str:
    """Return a text of numbers alone as the words at those places of a list, counted from 1.

    Digits of every script count. A text with Latin letters comes back as it is, because somebody
    may copy words and numbers both; a number that no word has is left out.
    """
    if re.search("[A-Za-z]", unicodedata.normalize("NFKD", text)):
        return text
    words = word_list(language)
    places = (int(number) for number in re.findall(r"\d+", text) if len(number) <= MOST_DIGITS)
    return " ".join(words[place - 1] for place in places if 1 <= place <= LIST_LENGTH)


def word_numbers(drawn: list[str], language: str) -> list[int]:
    """Return the places of words in their list, from 1; none of a list that has no numbers.

    Only languages without Latin letters show numbers, and all of those draw from the English list.
    """
    known = word_list(DEFAULT_LANGUAGE)
    if word_list(language) is not known:
        return []
    return [known.index(word) + 1 for word in drawn]


def secret_to_words(secret: bytes) -> list[str]:
    """Return 32 bytes as the 24 English BIP-39 words that a device card shows (section 6)."""
    phrase: str = Mnemonic("english").to_mnemonic(sized(secret, KEY_LENGTH, "secret"))
    return phrase.split(" ")


def words_to_secret(text: str) -> bytes:
    """Return the 32 bytes that 24 words stand for; Malformed for a wrong word or checksum."""
    try:
        secret = bytes(Mnemonic("english").to_entropy(text.lower().split()))
    except (LookupError, ValueError):
        # The library's error quotes the word, and a traceback would show both.
        raise Malformed("these words are not a key") from None
    return sized(secret, KEY_LENGTH, "secret")


def fingerprint_words(root_vk: bytes) -> list[str]:
    """Return the 12 words by which people compare a site's root key, on a poster or by phone.

    BLAKE2b-128 of the 32-byte key, as English BIP-39 words, whose last one checks the others
    (protocol section 6).
    """
    phrase: str = Mnemonic("english").to_mnemonic(digest128(sized(root_vk, KEY_LENGTH, "root key")))
    return phrase.split(" ")
