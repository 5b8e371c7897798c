"""A release on the wire."""

from __future__ import annotations

from typing import Any

from moderation import releases
from moderation.referral_models import Release
from webapp.schemas import b64


def wire_of(row: Release) -> dict[str, Any]:
    """A release on the wire."""
    return {
        "release_id": b64(row.release_id),
        "case_id": b64(row.case_id),
        "organisation": row.organisation,
        "recipient_kind": row.recipient_kind,
        "mode": row.mode,
        "ground": row.ground,
        "scope": releases.scope_of(row),
        "expires_on": row.expires_on.isoformat(),
        "staff_id": b64(row.staff_id),
        "hour": row.hour,
        "state": row.state,
        "is_out": row.is_out,
        "way": row.way,
        "handed_hour": row.handed_hour,
        "digest": b64(row.digest) if row.digest else None,
        "status": row.status,
        "outcome": row.outcome,
        "follow_up_on": row.follow_up_on.isoformat() if row.follow_up_on else None,
    }
