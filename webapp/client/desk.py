"""Signing in at a desk from outside, and bringing it a directory as its administrator does."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from crypto.staff import METHOD_DEVICE, StaffFactors
from crypto.words import words_to_secret
from webapp.client.calls import call
from webapp.schemas import b64, unb64


@dataclass(frozen=True)
class Begun:
    """A session of somebody, and what opens the keys that came with it."""

    session: dict[str, Any]
    staff_id: bytes
    site: bytes
    factors: StaffFactors


def begin_session(desk_url: str, details: dict[str, Any]) -> Begun:
    """Somebody whose name, passphrase and device key are written down is signed in; raises CallFailed."""
    api = f"{desk_url}/api/v1"
    site = unb64(call("GET", f"{api}/site")["site"])
    began = call("POST", f"{api}/session/start", {"name": details["name"]})
    staff_id = unb64(began["staff_id"])
    device_key = words_to_secret(details["device_key"])
    factors = StaffFactors.from_passphrase(details["passphrase"], device_key, site, staff_id)
    proof = {"staff_id": b64(staff_id), "method": METHOD_DEVICE, "auth": b64(factors.auth)}
    return Begun(call("POST", f"{api}/session", proof), staff_id, site, factors)


def sign_in(desk_url: str, details: dict[str, Any]) -> str:
    """The Authorization of such a person, for calls that open nothing."""
    return f"Bearer {begin_session(desk_url, details).session['token']}"


def sign_out(desk_url: str, authorization: str) -> None:
    """The session is over."""
    call("DELETE", f"{desk_url}/api/v1/session", None, authorization)


def bring_directory(desk_url: str, authorization: str, documents: list[dict[str, Any]]) -> None:
    """These organisations are in the directory; a second time nothing changes."""
    api = f"{desk_url}/api/v1/directory"
    file = "\n".join(json.dumps(each) for each in documents).encode()
    looked = call("POST", f"{api}/preview", file, authorization)
    if looked["added"]["count"] or looked["changed"]["count"]:
        asked = urlencode({"serial": looked["serial"], "digest": looked["digest"]})
        call("POST", f"{api}/import?{asked}", file, authorization)
