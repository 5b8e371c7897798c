"""Ids in addresses: base64url of 16 bytes; a malformed one is as unknown as a wrong one."""

from __future__ import annotations

from moderation.errors import NotFound
from webapp.schemas import unb64

ID_LENGTH = 16


def id_from(text: str) -> bytes:
    """The 16 bytes that an address names; raises NotFound."""
    try:
        found = unb64(text)
    except ValueError as error:
        raise NotFound from error
    if len(found) != ID_LENGTH:
        raise NotFound
    return found
