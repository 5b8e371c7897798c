"""Who is asking: a source by the receipt's proof, a member of staff by a token held in memory."""

from __future__ import annotations

import secrets

from flask import Flask, g, request

from chat.conversation import find_by_receipt
from chat.errors import UnknownReceipt
from config import clock
from moderation import staff as people
from moderation.permissions import may
from moderation.staff_models import Staff
from webapp.errors import Problem
from webapp.schemas import unb64
from webapp.security import PUBLIC, RECEIPT, rule_of
from webapp.services import database

PROOF_LENGTH = 32
"""Bytes of a receipt's `auth` and of a staff token."""


def check_every_request(app: Flask) -> None:
    """Before a view runs, whoever asks is somebody whom its rule allows."""

    @app.before_request
    def check() -> None:
        if request.endpoint is None:
            return  # the answer will be 404 or 405
        rule = rule_of(app, request.endpoint)
        if rule not in {PUBLIC, RECEIPT}:
            _staff_with(rule or "")


def receipt_auth() -> bytes:
    """The receipt's proof; a malformed one is as unknown as a wrong one, and is looked for as long."""
    proof = _proof("Receipt ")
    if proof is None:
        with database().reading() as session:
            find_by_receipt(session, secrets.token_bytes(PROOF_LENGTH))
        raise UnknownReceipt
    return proof


def me() -> Staff:
    """The member of staff who asks; only in views whose rule is a permission."""
    member: Staff = g.staff
    return member


def staff_token() -> bytes:
    """The token that came with the request."""
    token = _proof("Bearer ")
    if token is None:
        raise Problem(401, "not-signed-in")
    return token


def _staff_with(permission: str) -> None:
    token = staff_token()
    now = clock.unix(clock.now())
    with database().reading() as session:
        found = people.who_is(session, token, now)
    if found is None:
        raise Problem(401, "not-signed-in")
    member, began = found
    if not may(member.role, permission):
        raise Problem(403, "not-permitted")
    if began.expires - now < people.RENEW_BELOW and began.expires < began.ends:
        with database().writing() as session:
            people.renew(session, token, now)
    g.staff = member


def _proof(scheme: str) -> bytes | None:
    header = request.headers.get("Authorization", "")
    if not header.startswith(scheme):
        return None
    try:
        proof = unb64(header.removeprefix(scheme))
    except ValueError:
        return None
    return proof if len(proof) == PROOF_LENGTH else None
