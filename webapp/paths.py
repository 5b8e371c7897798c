"""Ids and numbers in addresses; a malformed id is as unknown as a wrong one."""

from __future__ import annotations

from flask import request

from moderation.errors import NotFound
from webapp.errors import Problem
from webapp.schemas import unb64

ID_LENGTH = 16
HIGHEST_SEQ = 0xFFFFFFFF
LONGEST = 10
"""Digits of a number in an address: what is longer is not even read."""


def id_from(text: str) -> bytes:
    """The 16 bytes that an address names; raises NotFound."""
    try:
        found = unb64(text)
    except ValueError as error:
        raise NotFound from error
    if len(found) != ID_LENGTH:
        raise NotFound
    return found


def number_in_address(name: str) -> int:
    """The envelope number in the address's query, 0 where there is none; raises a problem."""
    text = request.args.get(name, "0")
    digits = text.isascii() and text.isdigit()
    if not digits or len(text) > LONGEST or int(text) > HIGHEST_SEQ:
        raise Problem(422, "invalid")
    return int(text)
