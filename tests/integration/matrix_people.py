"""What the matrix asks about the desk's people: somebody, or an invite, that there is not."""

from __future__ import annotations

import secrets

from tests.actors import Person
from tests.integration.conftest import Town
from tests.invited import Invited
from webapp.schemas import b64

NOBODY = b64(secrets.token_bytes(16))

_SIGNED = {"body": "AAAA", "members": "AAAA", "signature": b64(bytes(64))}
_ROSTER = {"roster": _SIGNED, "seeds": []}
_KEYS: dict[str, object] = {"epoch_wraps": [], "roster_key_wrap": None}
_WRAP = {"gen": 1, "made": 1, "epoch": 9, "kc": b64(bytes(32)), "wrap": b64(bytes(72))}
_PROOF = {"proof": b64(secrets.token_bytes(32))}

PEOPLE: dict[str, object] = {
    "staff/<staff_id>/leave": _ROSTER,
    "staff/<staff_id>/suspend": {},
    "staff/<staff_id>/let-back-in": {},
    "staff/<staff_id>/lost-device": {
        "invite_id": NOBODY,
        "lookup": b64(bytes(32)),
        "code": "123456",
    },
    "staff/<staff_id>/role": {"role": 1, **_ROSTER},
    "staff/<staff_id>/about": {"display_name": "Kim", "languages": [], "skills": "", "hours": ""},
    "staff/<staff_id>/seeds": {**_KEYS, "roster_key_wrap": b64(bytes(1168))},
    "roster": {"kind": "renew", **_ROSTER},
    "certificate": {
        "certificate": "AAAA",
        "certificate_signature": b64(bytes(64)),
        "roster": _SIGNED,
        "roster_key_wraps": [{"staff_id": NOBODY, "wrap": b64(bytes(1168))}],
    },
    "containers": {"wraps": [{"container_id": NOBODY, "was": 1, "wrap": _WRAP}]},
    "next-keys": {"wraps": [{"container_id": NOBODY, "wrap": _WRAP}]},
    "invites/<invite_id>/confirm": {**_KEYS, **_ROSTER},
    "invite/open": {**_PROOF, "code": "123456"},
    "invite/state": _PROOF,
}
"""Bodies by address; none of these calls changes anything."""


def invited(town: Town) -> Invited:
    """Somebody with a name that nobody has."""
    return Invited(Person(town.desk_app, name=secrets.token_hex(4)))
