"""What the matrix asks about referrals: releases that are not there, of a case that is."""

from __future__ import annotations

from typing import Any

from config import clock
from crypto.hashes import digest
from webapp.schemas import b64, unb64

NOBODY = b64(bytes(16))
SECRET = b64(bytes(32))
HAND_OVER = "desk POST /api/v1/cases/<case_id>/releases/<release_id>/hand-over"
FOLLOW_UP = "desk POST /api/v1/cases/<case_id>/releases/<release_id>/follow-up"
WITHDRAW = "desk POST /api/v1/cases/<case_id>/withdraw-consent"
MAKE = "desk POST /api/v1/cases/<case_id>/releases"

STANDING = {"status": "referred", "outcome": "pending", "follow_up_on": None}
TAKEN = {"auth": SECRET, "visit": NOBODY}

BODIES: dict[str, object] = {
    HAND_OVER: {"way": "print", "digest": b64(digest(b"")), "link": None},
    FOLLOW_UP: {"was": STANDING, "now": STANDING},
    "desk POST /api/v1/packets/take": TAKEN,
    "desk POST /api/v1/packets/opened": TAKEN,
}


def to_nobody(record: dict[str, str]) -> dict[str, Any]:
    """A release to an organisation that nobody knows; `record` is its sealed words."""
    return {
        "release_id": b64(unb64(record["record"])[18:34]),
        "organisation": "nobody",
        "mode": "referral",
        "ground": "share",
        "scope": [],
        "expires_on": clock.day_of(clock.now()).replace(month=12, day=31).isoformat(),
        "follow_up_on": None,
        "even_stale": False,
        "withdrawals": 0,
        "record": record,
    }
