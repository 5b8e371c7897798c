"""Who may do what, as data: a role has the permissions listed here and no others.

Roles are the roster's numbers (Protocol section 6). Whether somebody may act on *this* item is
not here but in the transition table and in queries.
"""

from __future__ import annotations

ADVOCATE, SUPERVISOR, READING_ADMINISTRATOR, ADMINISTRATOR, INTERPRETER, AUDITOR = range(1, 7)

_OWN = frozenset({"desk.enter", "session.end"})
_JOINED = _OWN | {"conversation.joined"}
_WORK = _JOINED | {
    "queue.read",
    "queue.work",
    "conversation.read",
    "note.write",
    "case.read",
    "case.write",
}

ROLES: dict[int, frozenset[str]] = {
    ADVOCATE: _WORK,
    SUPERVISOR: _WORK | {"case.reopen", "chat.supervise"},
    READING_ADMINISTRATOR: _WORK | {"case.reopen", "chat.supervise", "staff.manage"},
    ADMINISTRATOR: _OWN | {"staff.manage"},
    INTERPRETER: _JOINED,
    AUDITOR: _OWN,
}

ALL: frozenset[str] = frozenset().union(*ROLES.values())


def may(role: int, permission: str) -> bool:
    """True where the role has the permission; an unknown role has none."""
    return permission in ROLES.get(role, frozenset())
