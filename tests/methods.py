"""Ways to sign in, as browsers send them."""

from __future__ import annotations

import secrets
from typing import Any

from webapp.schemas import b64


def method_of(method: int, proof: bytes) -> dict[str, Any]:
    """A way to sign in as a browser sends it; nobody needs to open its blob here."""
    drawn = {"method_id": b64(secrets.token_bytes(16)), "blob": b64(secrets.token_bytes(104))}
    return {"method": method, "auth": b64(proof), **drawn}
