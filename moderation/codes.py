"""The closed lists that the server itself reads: routing labels, states and dispositions.

Sources: the national hotline's published definitions, Aselo's call types, the 2008 report that
this service starts from. Everything else that staff code about a case is sealed and lives in
the desk's browser only.
"""

from __future__ import annotations

from typing import Literal

from chat.codes import Category, Door, Priority, SourceChannel, Urgency

__all__ = ["Category", "Door", "Priority", "SourceChannel", "Urgency"]

StaffChannel = Literal["phone", "email", "walk_in"]
WithData = Literal[
    "case_created",
    "linked_to_case",
    "referral_given",
    "information_given",
    "reported",
    "no_action",
]
WithoutData = Literal[
    "silent",
    "hang_up",
    "abusive",
    "wrong_number",
    "test",
    "prank",
    "disconnected",
    "transferred",
    "duplicate",
]
"""How an item ended that is no signal: what many items at once may be closed with."""

Disposition = Literal[WithData, WithoutData]

QuarantineReason = Literal["spam", "abusive", "prank", "flood"]
OwnReason = Literal["trap", "pattern"]
"""Why the program itself sets something aside: a field that nobody sees was filled, too many alike."""

Lane = Literal["work", "slow"]
ItemStatus = Literal["waiting", "claimed", "answered", "converted", "closed", "quarantined"]
TrainingStatus = Literal["requested", "scheduled", "held", "cancelled"]
CaseStatus = Literal["open", "in_progress", "ready_for_review", "referred", "reported", "closed"]
