"""How alerts leave the service: the mail server that the site uses, and where webhooks may lead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from config.refusal import SettingsError

PORTS = {"starttls": "587", "tls": "465", "none": "25"}
"""How the line to the mail server is sealed, and the usual port of each way."""

LOCAL = ("localhost", "127.0.0.1", "::1")

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}")


@dataclass(frozen=True)
class Mail:
    """A mail server; `tls` is `starttls`, `tls` or, on this machine only, `none`."""

    host: str
    port: int
    user: str | None
    password: str | None = field(repr=False)
    sender: str
    tls: str


def mail(environ: Mapping[str, str]) -> Mail | None:
    """Read the mail server, or None where none is set; raises SettingsError."""
    host = environ.get("QUIETLINE_SMTP_HOST")
    if not host:
        return None
    tls = environ.get("QUIETLINE_SMTP_TLS", "starttls")
    if tls not in PORTS or (tls == "none" and host not in LOCAL):
        raise SettingsError(
            "QUIETLINE_SMTP_TLS must be starttls or tls (none only where the server is this machine)"
        )
    return Mail(
        host=host,
        port=_port(environ.get("QUIETLINE_SMTP_PORT", PORTS[tls])),
        user=environ.get("QUIETLINE_SMTP_USER") or None,
        password=environ.get("QUIETLINE_SMTP_PASSWORD") or None,
        sender=_sender(environ.get("QUIETLINE_SMTP_FROM", "")),
        tls=tls,
    )


def is_address(text: str) -> bool:
    """Whether this is one plain mail address, which a mail server cannot take for anything else."""
    return _ADDRESS.fullmatch(text) is not None


def private_webhooks(environ: Mapping[str, str]) -> bool:
    """Whether a webhook may lead to this machine or its own network; raises SettingsError."""
    answer = environ.get("QUIETLINE_WEBHOOK_PRIVATE", "no")
    if answer not in {"yes", "no"}:
        raise SettingsError("QUIETLINE_WEBHOOK_PRIVATE must be yes or no")
    return answer == "yes"


def _port(text: str) -> int:
    highest = 65_535
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= highest:
        raise SettingsError(f"QUIETLINE_SMTP_PORT must be a number from 1 to {highest}")
    return int(text)


def _sender(text: str) -> str:
    if not is_address(text):
        raise SettingsError("QUIETLINE_SMTP_FROM must be an address such as alerts@example.org")
    return text
