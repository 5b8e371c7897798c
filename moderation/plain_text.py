"""Plain text that an administrator writes for others: nothing invisible, nothing that turns it round."""

from __future__ import annotations

import unicodedata

JOINERS = "\u200c\u200d"
"""The two invisible characters that Persian, Urdu and others need inside words."""

REFUSED = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""Control, direction and other invisible characters, private ones, and lines of another kind."""


class NotPlain(ValueError):
    """The text holds a character that cannot be seen, or that changes how others read."""


def plain(text: str, *, lines: bool = False) -> str:
    """The text in NFC without space around it; raises NotPlain.

    With `lines` it may have several of them.
    """
    tidy = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()
    for mark in tidy:
        if mark in JOINERS or (mark == "\n" and lines):
            continue
        if unicodedata.category(mark) in REFUSED:
            raise NotPlain("plain")
    return tidy
