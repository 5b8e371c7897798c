"""A long chat text as several messages of one bucket each, so that its length tells nobody anything."""

from __future__ import annotations

import json
from typing import Any

ONE_BUCKET = 1020
"""What fits the smallest bucket beside the four bytes of its length."""

ROOM = {"low": [9_999_999, 9_999_999], "part": [999, 999]}
"""The widest that these get in any conversation that people can write."""


def spelled(inner: dict[str, Any]) -> bytes:
    """A message as it is sealed."""
    return json.dumps(inner, ensure_ascii=False).encode()


def split(text: str, frame: dict[str, Any]) -> list[str]:
    """The text in pieces that each fit one bucket together with everything else in the message.

    Put together, the pieces are the text again, to the letter.
    """
    room = ONE_BUCKET - len(spelled({**frame, **ROOM, "body": ""}))
    if sum(map(_size, text)) <= room:
        return [text]
    pieces: list[str] = []
    letters, taken = "", 0
    for letter in text:
        if taken + _size(letter) > room:
            end = _end_of(letters)
            pieces.append(letters[:end])
            letters = letters[end:]
            taken = sum(map(_size, letters))
        letters += letter
        taken += _size(letter)
    return [*pieces, letters]


def text_inners(text: str, frame: dict[str, Any], long: int) -> list[dict[str, Any]]:
    """What carries a text: one message as it is, or numbered parts with `long` in common."""
    if len(split(text, frame)) == 1:
        return [{**frame, "body": text}]
    whole = {**frame, "long": long}
    pieces = split(text, whole)
    of = len(pieces)
    return [{**whole, "body": body, "part": [n, of]} for n, body in enumerate(pieces, 1)]


def _size(letter: str) -> int:
    """What a letter takes inside JSON."""
    return len(json.dumps(letter, ensure_ascii=False).encode()) - 2


def _end_of(letters: str) -> int:
    """Where a piece best ends: after the last space of its second half, else at its end."""
    half = len(letters) // 2
    space = next((n for n in range(len(letters), half, -1) if letters[n - 1].isspace()), 0)
    return space or len(letters)
