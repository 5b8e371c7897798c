"""Who may do what at the desk, for everybody at the desk to read."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from moderation.permissions import PERMISSIONS, ROLES
from moderation.policy import ACTS
from webapp.security import allow

blueprint = Blueprint("permissions", __name__, url_prefix="/api/v1/permissions")


@blueprint.get("")
@allow("desk.enter")
def read() -> dict[str, Any]:
    """The tables by which the server itself decides."""
    return {
        "roles": list(ROLES),
        "permissions": [
            {
                "permission": permission,
                "roles": sorted(roles),
                "acts": [
                    {"act": act, "only": rule.only}
                    for act, rule in ACTS.items()
                    if rule.permission == permission
                ],
            }
            for permission, roles in PERMISSIONS.items()
        ],
    }
