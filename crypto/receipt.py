"""From the seven words of a source to the keys behind them: where every conversation begins."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

from crypto import labels, words
from crypto.binary import KEY_LENGTH, identifier, sized
from crypto.hashes import derive, digest, digest128
from crypto.primitives import argon2id, verify_key_of

WORD_COUNT = 7  # 77 bits
# The entropy carries the strength, so that a slow phone can do this (protocol section 2).
PASSES = 2
MEBIBYTES = 16

_ACCENTS = re.compile("[\u0300-\u036f]")
_TOKENS = re.compile("[A-Za-z]+")


def draw_words(language: str, randbelow: Callable[[int], int]) -> list[str]:
    """Return seven words of the person's language, drawn by `randbelow` (protocol section 2)."""
    return words.draw(language, WORD_COUNT, randbelow)


def normalise(text: str) -> str:
    """Return the words of `text` as they are stretched: ASCII, lower case, one space between.

    Accents, capitals, punctuation and line breaks make no difference (protocol section 2), and
    how many words there are is nobody's business here.
    """
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return " ".join(_TOKENS.findall(bare)).lower()


def stretch(text: str, site: bytes) -> bytes:
    """Return the 32-byte master `m` of a receipt as typed (protocol section 2); 16 MiB, slow."""
    salt = digest128(labels.RECEIPT_SALT + identifier(site, "site"))
    return argon2id(normalise(text), salt, PASSES, MEBIBYTES)


def lookup(auth: bytes) -> bytes:
    """Return what the server stores of a receipt: H(auth), 32 bytes (protocol section 2)."""
    return digest(sized(auth, KEY_LENGTH, "auth"))


@dataclass(frozen=True)
class Receipt:
    """The keys of one receipt (protocol section 2), 32 bytes each, kept out of every repr."""

    auth: bytes = field(repr=False)
    self_key: bytes = field(repr=False)
    sign_seed: bytes = field(repr=False)
    kem_seed: bytes = field(repr=False)

    @classmethod
    def from_master(cls, master: bytes) -> Self:
        """Return the receipt of a 32-byte master; Malformed for another length."""
        return cls(
            auth=derive(master, labels.KEY_AUTH),
            self_key=derive(master, labels.KEY_SELF),
            sign_seed=derive(master, labels.KEY_SIGN),
            kem_seed=derive(master, labels.KEY_KEM),
        )

    @property
    def lookup(self) -> bytes:
        """What the server stores to know this receipt again."""
        return lookup(self.auth)

    @property
    def src_vk(self) -> bytes:
        """The 32-byte Ed25519 public key by which the desk knows this source again."""
        return verify_key_of(self.sign_seed)
