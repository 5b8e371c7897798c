"""What the declared rules say that anybody gets, worked out from the tables and not from the answers."""

from __future__ import annotations

from moderation.permissions import PERMISSIONS, ROLES
from tests.actors import Answer
from webapp.security import PUBLIC, RECEIPT

NOBODY, SOURCE, SUSPENDED = "nobody", "source", "suspended"
WHO: list[str | int] = [NOBODY, SOURCE, *ROLES, SUSPENDED]
"""Everybody who may ask: members of staff by the number of their role."""

STATUS = {"receipt-unknown": 401, "not-signed-in": 401, "not-permitted": 403}
"""How somebody is told that this is not for them; what the call itself answers is not here."""


def refusal(rule: str, who: str | int, side: str, method: str = "GET") -> str:
    """How `who` is refused by this rule; "" where they are not. Raises KeyError for no such rule."""
    if rule == PUBLIC:
        return ""
    if rule == RECEIPT:  # the view itself asks for it, and OPTIONS is answered before any view
        known = (who == SOURCE and side == "source") or method == "OPTIONS"
        return "" if known else "receipt-unknown"
    roles = PERMISSIONS[rule]
    if not isinstance(who, int):
        return "not-signed-in"
    return "" if who in roles else "not-permitted"


def is_refused(got: Answer, due: str, method: str) -> bool:
    """Whether an answer refuses whoever asked, in just this way.

    HEAD has a status only: a 403 may be the call's own, as the answer to GET shows.
    """
    if method == "HEAD":
        return got.status == STATUS[due] if due else got.status != STATUS["not-signed-in"]
    told = got.slug if STATUS.get(got.slug) == got.status else ""
    return told == due
