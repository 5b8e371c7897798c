"""What this service knows of an organisation besides its document, as it travels: kind and last check.

It stands in one field of the organisation, and only where there is something to say: what came
from others goes back to them as it was. Keys for referrals do not travel; whoever could change a
file would choose who reads the referrals.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any, NamedTuple, get_args

from moderation.directory.checking import is_day
from moderation.referral_codes import RecipientKind

FIELD = "x_quietline"

KINDS: tuple[str, ...] = get_args(RecipientKind)
"""`recipient_kind` of TERMS."""

OTHER = "other"


class Ours(NamedTuple):
    """None where nothing is said."""

    kind: str | None
    verified_on: date | None


def take(doc: dict[str, Any]) -> tuple[Ours, str]:
    """What the field says, which is then no longer in the document; and what is wrong with it."""
    said = doc.get(FIELD)
    if isinstance(said, str):
        try:
            said = json.loads(said)
        except (ValueError, RecursionError):
            said = None
    if not isinstance(said, dict):
        return Ours(None, None), ""
    kind, day = said.get("kind"), said.get("verified_on")
    if kind is not None and kind not in KINDS:
        return Ours(None, None), "bad-kind"
    if day is not None and not is_day(day):
        return Ours(None, None), "bad-date"
    del doc[FIELD]
    return Ours(kind, None if day is None else date.fromisoformat(day)), ""


def give(doc: dict[str, Any], kind: str, verified_on: date | None) -> dict[str, Any]:
    """The document with the field, where there is something to say."""
    said = {"kind": kind} if kind != OTHER else {}
    if verified_on is not None:
        said["verified_on"] = verified_on.isoformat()
    return {**doc, FIELD: said} if said else doc
