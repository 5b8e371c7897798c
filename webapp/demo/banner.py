"""What the demonstration prints: that it is one, where it is, and how to sign in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

WIDTH = 78
ROLES = {1: "advocate", 2: "supervisor", 3: "administrator"}


def banner(details: dict[str, Any], file: Path) -> str:
    """The text for a terminal."""
    rule = "=" * WIDTH
    lines = [
        rule,
        "DEMONSTRATION DESK: for looking around, never for real people's words.".center(WIDTH),
        "It answers to this machine only.".center(WIDTH),
        rule,
        f"People outside   {details['source_url']}",
        f"The desk         {details['desk_url']}",
        "",
        "Sign in at the desk with a name, its passphrase and its device key:",
    ]
    for person in details["staff"]:
        words = person["device_key"].split()
        lines += [
            "",
            f"  {person['name']}  ({ROLES.get(person['role'], 'staff')})",
            f"    passphrase   {person['passphrase']}",
            f"    device key   {' '.join(words[:8])}",
            f"                 {' '.join(words[8:16])}",
            f"                 {' '.join(words[16:])}",
        ]
    lines += ["", f"The same is in {file}", "Three tips are waiting. Stop with Ctrl+C.", rule]
    return "\n".join(lines)
