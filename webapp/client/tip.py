"""A tip as a source's browser makes it: sealed here, sent to the public side like any other."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from crypto.receipt import Receipt, stretch
from crypto.roster import Anchor, Roster, SignedCertificate, verify_public
from webapp import wire
from webapp.client.calls import CallFailed, call_again
from webapp.client.ceremony import Draw
from webapp.schemas import b64, unb64
from webapp.tips import Tip, seal_tip

UNKNOWN_RECEIPT = 401


def receipt_of(words: str, site: bytes) -> Receipt:
    """The receipt that seven words stand for."""
    return Receipt.from_master(stretch(words, site))


def desk_of(source_url: str, root_vk: bytes, now: int) -> Roster:
    """The desk's roster as the source side shows it, checked against a root that is already known.

    Raises CallFailed, or a CryptoError for a desk that this root does not vouch for.
    """
    said = call_again("GET", f"{source_url}/api/v1/desk")
    certificate = SignedCertificate(
        unb64(said["certificate"]), unb64(said["certificate_signature"])
    )
    return verify_public(
        Anchor(root_vk, unb64(said["site"]), now),
        certificate,
        unb64(said["roster"]),
        unb64(said["roster_signature"]),
    )


def sealed_tip(
    tip: Tip, receipt: Receipt, desk: Roster, moment: datetime, draw: Draw
) -> dict[str, Any]:
    """The body of the call that sends the tip, sealed to the desk and to the receipt."""
    record, envelope = seal_tip(tip, receipt, desk, moment, draw, by_server=False)
    return {
        "key_record": wire.key_record(record, without=""),
        "labels": tip.labels(),
        "envelope": b64(envelope),
    }


def send_tip(source_url: str, receipt: Receipt, body: dict[str, Any]) -> None:
    """The tip is stored, once, however often it had to be sent; raises CallFailed."""
    call_again("POST", f"{source_url}/api/v1/conversations", body, _shown(receipt))


def was_sent(source_url: str, receipt: Receipt) -> bool:
    """Whether this receipt opens a conversation already; raises CallFailed."""
    try:
        call_again("GET", f"{source_url}/api/v1/conversation?s=0&d=0", None, _shown(receipt))
    except CallFailed as error:
        if error.status != UNKNOWN_RECEIPT:
            raise
        return False
    return True


def _shown(receipt: Receipt) -> str:
    return f"Receipt {b64(receipt.auth)}"
