"""Who may do what, as data: a permission belongs to the roles listed here and to no others.

Roles are the roster's numbers (Protocol section 6). What somebody does with a permission, and to
which items, is data too: `moderation.policy`. What is in neither table nobody may do.
"""

from __future__ import annotations

ADVOCATE, SUPERVISOR, READING_ADMINISTRATOR, ADMINISTRATOR, INTERPRETER, AUDITOR = range(1, 7)

_EVERYBODY = frozenset(range(ADVOCATE, AUDITOR + 1))
_READERS = frozenset({ADVOCATE, SUPERVISOR, READING_ADMINISTRATOR})
_SUPERVISORS = frozenset({SUPERVISOR, READING_ADMINISTRATOR})
_ADMINISTRATORS = frozenset({READING_ADMINISTRATOR, ADMINISTRATOR})

PERMISSIONS: dict[str, frozenset[int]] = {
    "desk.enter": _EVERYBODY,
    "session.end": _EVERYBODY,
    "account.own": _EVERYBODY,
    "queue.read": _READERS,
    "queue.work": _READERS,
    "queue.quarantine": _READERS,
    "receipt.block": _READERS,
    "receipt.unblock": _SUPERVISORS,
    "conversation.read": _READERS,
    "conversation.joined": _READERS | {INTERPRETER},
    "file.locked": _SUPERVISORS,
    "note.write": _READERS,
    "training.write": _READERS,
    "case.read": _READERS,
    "case.write": _READERS,
    "case.reopen": _SUPERVISORS,
    "case.hold": _SUPERVISORS,
    "schedule.read": _EVERYBODY,
    "status.read": _READERS | _ADMINISTRATORS,
    "status.whole": _ADMINISTRATORS,
    "team.read": _READERS | _ADMINISTRATORS,
    "chat.supervise": _SUPERVISORS,
    "epoch.make": _SUPERVISORS,
    "roster.sign": _SUPERVISORS | {ADMINISTRATOR},
    "staff.manage": _ADMINISTRATORS,
    "site.manage": _ADMINISTRATORS,
    "directory.read": _READERS | _ADMINISTRATORS,
    "directory.check": _READERS | _ADMINISTRATORS,
    "directory.write": _SUPERVISORS | _ADMINISTRATORS,
    "report.read": _SUPERVISORS | _ADMINISTRATORS,
    "report.close": _SUPERVISORS,
    "audit.read": _SUPERVISORS | {ADMINISTRATOR, AUDITOR},
    "audit.anchor": _EVERYBODY - {INTERPRETER},
}

ROLES: tuple[int, ...] = tuple(sorted(_EVERYBODY))

ALL: frozenset[str] = frozenset(PERMISSIONS)


def may(role: int, permission: str) -> bool:
    """True where the role has the permission; an unknown role has none, an unknown permission nobody."""
    return role in PERMISSIONS.get(permission, frozenset())
