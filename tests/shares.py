"""What the holder of a chat sends to let an interpreter in, with real keys."""

from __future__ import annotations

from typing import Any

from crypto.keys import SharePlace, open_self_wrap, seal_share
from tests.actors import Person, Source
from webapp.schemas import b64


def shares(source: Source, to: Person) -> list[dict[str, Any]]:
    """Every generation's key of the conversation, sealed to this person."""
    site, made = source.office.site, []
    for record in source.records:
        key = open_self_wrap(site, record, source.receipt)
        place = SharePlace(source.conv, record.gen, record.commit, to.staff_id)
        wrap = seal_share(site, place, to.keys.kem_public, key)
        made.append({"gen": record.gen, "kc": b64(record.commit), "wrap": b64(wrap)})
    return made


def invitation(source: Source, to: Person) -> dict[str, Any]:
    """The body that lets an interpreter in."""
    return {"staff_id": b64(to.staff_id), "kind": "interpreter", "shares": shares(source, to)}
