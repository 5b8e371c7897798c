"""Makes the demonstration desk, from outside, and says how to sign in. `make run` starts it."""

from __future__ import annotations

import json
import os
import secrets
import sys
from pathlib import Path
from typing import Any

import click

from config import clock
from config.settings import Settings, load_settings
from crypto.roster import parse_roster
from crypto.words import draw, secret_to_words
from webapp.client import ceremony
from webapp.client.calls import CallFailed, call, wait_until_ready
from webapp.client.tip import sealed_tip, send_tip
from webapp.demo.banner import banner
from webapp.demo.stories import SHOWN
from webapp.schemas import unb64

PASSPHRASE_WORDS = 6
RECEIPT_WORDS = 7
PEOPLE = (("nora", "Nora", 3), ("ana", "Ana", 1), ("sam", "Sam", 1))
"""One administrator who reads, and two advocates."""


def main() -> int:
    """Leave a demonstration desk with three tips, or show the one that there is."""
    settings = load_settings(os.environ)
    try:
        wait_until_ready(settings.desk_url)
        wait_until_ready(settings.source_url)
        about = call("GET", f"{settings.desk_url}/api/v1/site")
        if not about["set_up"]:
            _write(settings.demo_file, make_demo(settings))
    except CallFailed as error:
        click.echo(f"The demonstration desk could not be made: {error}", err=True)
        return 1
    if settings.demo_file.exists():
        click.echo(banner(json.loads(settings.demo_file.read_text()), settings.demo_file))
    return 0


def make_demo(settings: Settings) -> dict[str, Any]:
    """Found the site, send the stories, and give what is needed to sign in."""
    office = ceremony.Office.drawn(secrets.token_bytes)
    newcomers = [_newcomer(*person) for person in PEOPLE]
    body = ceremony.found(
        office,
        newcomers,
        clock.unix(clock.now()),
        secrets.token_bytes,
        demo=True,
        code=settings.setup_code_file.read_text().strip(),
    )
    call("POST", f"{settings.desk_url}/api/v1/setup", body)
    receipts = {name: _send(settings, name) for name in SHOWN}
    return {
        "source_url": settings.source_url,
        "desk_url": settings.desk_url,
        "staff": [
            {
                "name": who.name,
                "display_name": who.display_name,
                "role": who.role,
                "passphrase": who.passphrase,
                "device_key": " ".join(secret_to_words(who.device_key)),
            }
            for who in newcomers
        ],
        "receipts": receipts,
        "root_words": " ".join(secret_to_words(office.root_seed)),
        "recovery_words": " ".join(secret_to_words(office.recovery_seed)),
    }


def _newcomer(name: str, display_name: str, role: int) -> ceremony.Newcomer:
    passphrase = " ".join(draw("en", PASSPHRASE_WORDS, secrets.randbelow))
    return ceremony.Newcomer(name, display_name, role, passphrase, secrets.token_bytes(32))


def _send(settings: Settings, name: str) -> str:
    desk = parse_roster(unb64(call("GET", f"{settings.source_url}/api/v1/desk")["roster"]))
    words = draw(SHOWN[name].language, RECEIPT_WORDS, secrets.randbelow)
    auth, body = sealed_tip(SHOWN[name], words, desk, clock.now(), secrets.token_bytes)
    send_tip(settings.source_url, auth, body)
    return " ".join(words)


def _write(file: Path, details: dict[str, Any]) -> None:
    """The file is complete or not there, and its owner's alone."""
    part = file.with_suffix(".part")
    part.touch(mode=0o600)
    part.write_text(json.dumps(details, indent=2, ensure_ascii=False) + "\n")
    part.replace(file)


if __name__ == "__main__":
    sys.exit(main())
