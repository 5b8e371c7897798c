"""What the demonstration prints: that it is one, where it is, and how to sign in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from config.settings import Settings

WIDTH = 78
WORDS_IN_A_LINE = 8
ROLES = {1: "advocate", 2: "supervisor", 3: "administrator", 5: "interpreter"}


def addresses(settings: Settings) -> str:
    """Where both sides are."""
    return f"People outside   {settings.source_url}\nThe desk         {settings.desk_url}"


def banner(details: dict[str, Any], settings: Settings) -> str:
    """The text for a terminal."""
    rule = "=" * WIDTH
    people = [line for person in details["staff"] for line in _sign_in(person)]
    return "\n".join(
        [
            rule,
            "DEMONSTRATION DESK. NOT FOR REAL USE.".center(WIDTH).rstrip(),
            "It answers to this machine only, and everything in it is made up.".center(
                WIDTH
            ).rstrip(),
            rule,
            addresses(settings),
            "",
            "Sign in at the desk with a name, its passphrase and its device key:",
            *people,
            *_ending(details, settings.demo_file),
            rule,
        ]
    )


def _sign_in(person: dict[str, Any]) -> list[str]:
    words = person["device_key"].split()
    first, *others = [
        " ".join(words[at : at + WORDS_IN_A_LINE]) for at in range(0, len(words), WORDS_IN_A_LINE)
    ]
    return [
        "",
        f"  {person['name']} ({ROLES[person['role']]})",
        f"    passphrase   {person['passphrase']}",
        f"    device key   {first}",
        *(f"                 {other}" for other in others),
    ]


def _ending(details: dict[str, Any], file: Path) -> list[str]:
    return [
        "",
        f"{len(details['receipts'])} tips came in when this desk was made. The same details are in",
        str(file),
        "with the private words of the people who sent them. Stop with Ctrl+C.",
    ]
