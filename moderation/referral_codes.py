"""The codes of referrals. Sources: the national hotline's referral types, Aselo, the UK helpline's consents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

Mode = Literal["referral", "warm_handoff", "law_enforcement_report"]
Ground = Literal["share", "anonymous", "minor_abuse", "imminent_danger", "court_order"]
Way = Literal["age", "link", "print", "spoken"]
ReferralStatus = Literal["referred", "no_referral_needed", "refused"]
ReportOutcome = Literal[
    "pending",
    "acknowledged",
    "investigation_opened",
    "victims_located",
    "no_action",
    "unknown",
]

CONSENTS = frozenset({"share", "anonymous"})
"""Grounds that the person gave; the others are legal bases that need no consent."""

AUTHORITIES = frozenset(
    {"local_law_enforcement", "federal_law_enforcement", "us_attorney", "child_protection"}
)

FOR_MODE: dict[str, Callable[[str], bool]] = {
    "referral": lambda _: True,
    "warm_handoff": lambda _: True,
    "law_enforcement_report": lambda kind: kind in AUTHORITIES,
}
"""To which kinds of recipient each mode goes."""
