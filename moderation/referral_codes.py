"""The codes of referrals. Sources: the national hotline's referral types, Aselo, the UK helpline's consents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

RecipientKind = Literal[
    "local_law_enforcement",
    "federal_law_enforcement",
    "us_attorney",
    "anti_trafficking_ngo",
    "labor_ngo",
    "child_protection",
    "other",
]
Mode = Literal["referral", "warm_handoff", "law_enforcement_report", "export"]
Ground = Literal["share", "anonymous", "minor_abuse", "imminent_danger", "court_order"]
Way = Literal["age", "link", "print", "spoken", "file"]
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
"""To which kinds of recipient each mode goes; an export is for no organisation."""

EXPORT = "export"
OWN_RECORDS = "own_records"
"""An export takes a case out of the program for the desk's own records, a court or a printer:
paper or a plain file. It stands in the place of an organisation, and of its kind."""

EXPORT_WAYS = frozenset({"print", "file"})


def may_go(mode: str, way: str) -> bool:
    """Whether what is released in this mode leaves in this way: a plain file is an export's alone."""
    return way in EXPORT_WAYS if mode == EXPORT else way != "file"
