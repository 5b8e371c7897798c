"""The BIP-39 lists from which crypto draws what people write down: receipts and device keys."""

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


@lru_cache(maxsize=len(LISTS))
def word_list(language: str) -> tuple[str, ...]:
    """Return the 2,048 words for a BCP 47 tag: English or Spanish, else English (section 2).

    Words are in NFC, as people type and print them; the libraries' lists hold NFKD.
    """
    name = LISTS.get(language.split("-", maxsplit=1)[0].lower(), LISTS[DEFAULT_LANGUAGE])
    return tuple(unicodedata.normalize("NFC", word) for word in Mnemonic(name).wordlist)


def draw(language: str, count: int, randbelow: Callable[[int], int]) -> list[str]:
    """Return `count` words, each drawn by `randbelow(2048)`, which must be uniform."""
    words = word_list(language)
    return [words[randbelow(LIST_LENGTH)] for _ in range(count)]


def secret_to_words(secret: bytes) -> list[str]:
    """Return 32 bytes as the 24 English BIP-39 words that a device card shows (section 6)."""
    phrase: str = Mnemonic("english").to_mnemonic(sized(secret, KEY_LENGTH, "secret"))
    return phrase.split(" ")


def words_to_secret(text: str) -> bytes:
    """Return the 32 bytes that 24 words stand for; Malformed for a wrong word or checksum."""
    try:
        secret = bytes(Mnemonic("english").to_entropy(text.lower().split()))
    except (LookupError, ValueError) as error:
        raise Malformed("these words are not a key") from error
    return sized(secret, KEY_LENGTH, "secret")


def fingerprint_words(root_vk: bytes) -> list[str]:
    """Return the 12 words by which people compare a site's root key, on a poster or by phone.

    BLAKE2b-128 of the 32-byte key, as English BIP-39 words, whose last one checks the others
    (protocol section 6).
    """
    phrase: str = Mnemonic("english").to_mnemonic(digest128(sized(root_vk, KEY_LENGTH, "root key")))
    return phrase.split(" ")
