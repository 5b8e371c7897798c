"""Addresses of other sites that an administrator writes: https alone, a plain host, nothing hidden."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+")
_ADDRESS = re.compile(r"https://[!#-&(-+.-:=?-\[\]_a-z~-]*")
"""Printable ASCII but quotes, commas, semicolons, angles, backslash, caret, backtick and braces."""


def https_address(text: str) -> str:
    """The address; raises ValueError. One may stand in a header, so its host is checked by letter."""
    if not _ADDRESS.fullmatch(text):
        raise ValueError("address")
    parts = urlsplit(text)
    if parts.username is not None or parts.netloc != (parts.hostname or ""):
        raise ValueError("address")
    if not _HOST.fullmatch(parts.netloc):
        raise ValueError("address")
    return text
