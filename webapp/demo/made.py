"""Makes the demonstration from outside: founds the site, then sends the stories like any source.

What opens the site is on disk before the site exists, in a file that is not the finished one yet.
So an interrupted start is carried on by the next one, and never leaves a desk that nobody can open.
"""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from typing import Any

from config import clock
from config.settings import Settings
from crypto.primitives import verify_key_of
from crypto.receipt import draw_words
from crypto.roster import Role
from crypto.words import draw, secret_to_words, words_to_secret
from webapp.client import ceremony
from webapp.client.calls import call
from webapp.client.desk import bring_directory, sign_in, sign_out
from webapp.client.tip import desk_of, receipt_of, sealed_tip, send_tip, was_sent
from webapp.demo.organisations import directory
from webapp.demo.stories import SHOWN

PASSPHRASE_WORDS = 6
PEOPLE = (
    ("nora", "Nora", Role.READING_ADMINISTRATOR),
    ("ana", "Ana", Role.ADVOCATE),
    ("sam", "Sam", Role.ADVOCATE),
    ("vera", "Vera", Role.SUPERVISOR),
    ("iris", "Iris", Role.INTERPRETER),
)
"""Somebody for each part that can be tried: two advocates, because a chat is handed over."""


class DetailsLost(Exception):
    """The desk is there, and what opens it is not."""


def found_demo(settings: Settings) -> None:
    """The site exists, and what opens it is in the unfinished file; raises CallFailed, OSError."""
    code = settings.setup_code_file.read_text().strip()
    office = ceremony.Office.drawn(secrets.token_bytes)
    newcomers = [_newcomer(*person) for person in PEOPLE]
    now = clock.unix(clock.now())
    body = ceremony.found_site(office, newcomers, now, secrets.token_bytes, demo=True)
    _write(_unfinished(settings), _details(settings, office, newcomers))
    call("POST", f"{settings.desk_url}/api/v1/setup", {**body, "code": code})


def finish_demo(settings: Settings) -> None:
    """Every story has been sent once, the directory is there, and the file with the details is finished.

    Raises DetailsLost, CallFailed, or a CryptoError for a site that this demonstration did not make.
    """
    unfinished = _unfinished(settings)
    if not unfinished.exists():
        raise DetailsLost
    details = json.loads(unfinished.read_text())
    root_vk = verify_key_of(words_to_secret(details["root_words"]))
    for name, words in details["receipts"].items():
        _send_once(settings, root_vk, name, words)
    _bring_directory(settings, details["staff"][0])
    unfinished.replace(settings.demo_file)


def _bring_directory(settings: Settings, administrator: dict[str, Any]) -> None:
    authorization = sign_in(settings.desk_url, administrator)
    documents = directory(clock.day_of(clock.now()))
    bring_directory(settings.desk_url, authorization, documents)
    sign_out(settings.desk_url, authorization)


def _unfinished(settings: Settings) -> Path:
    return settings.demo_file.with_suffix(".part")


def _newcomer(name: str, display_name: str, role: Role) -> ceremony.Newcomer:
    passphrase = " ".join(draw("en", PASSPHRASE_WORDS, secrets.randbelow))
    return ceremony.Newcomer(name, display_name, role, passphrase, secrets.token_bytes(32))


def _details(
    settings: Settings, office: ceremony.Office, newcomers: list[ceremony.Newcomer]
) -> dict[str, Any]:
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
        "receipts": {
            name: " ".join(draw_words(tip.language, secrets.randbelow))
            for name, tip in SHOWN.items()
        },
        "root_words": " ".join(secret_to_words(office.root_seed)),
        "recovery_words": " ".join(secret_to_words(office.recovery_seed)),
    }


def _send_once(settings: Settings, root_vk: bytes, name: str, words: str) -> None:
    moment = clock.now()
    desk = desk_of(settings.source_url, root_vk, clock.unix(moment))
    receipt = receipt_of(words, desk.site)
    if was_sent(settings.source_url, receipt):
        return
    body = sealed_tip(SHOWN[name], receipt, desk, moment, secrets.token_bytes)
    send_tip(settings.source_url, receipt, body)


def _write(file: Path, details: dict[str, Any]) -> None:
    """The file is its owner's alone, and on disk."""
    file.unlink(missing_ok=True)
    opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "w", encoding="utf-8") as out:
        json.dump(details, out, indent=2, ensure_ascii=False)
        out.write("\n")
        out.flush()
        os.fsync(out.fileno())
