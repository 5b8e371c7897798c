"""A passkey device inside Chromium: its virtual authenticator, spoken to over CDP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import CDPSession, Page


@dataclass
class Authenticator:
    """A security key that is plugged into one page's browser profile."""

    line: CDPSession
    number: str

    @classmethod
    def plug_in(cls, page: Page, *, prf: bool = True, verifies: bool = True) -> Authenticator:
        """A CTAP 2.1 key that keeps passkeys, with or without a PRF."""
        line = page.context.new_cdp_session(page)
        line.send("WebAuthn.enable", {"enableUI": False})
        options = {
            "protocol": "ctap2",
            "ctap2Version": "ctap2_1",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": verifies,
            "hasPrf": prf,
            "isUserVerified": verifies,
            "automaticPresenceSimulation": True,
        }
        made = line.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        return cls(line, made["authenticatorId"])

    def passkeys(self) -> list[dict[str, Any]]:
        """What it keeps."""
        got = self.line.send("WebAuthn.getCredentials", {"authenticatorId": self.number})
        return list(got["credentials"])

    def finger(self, *, right: bool) -> None:
        """Whether whoever touches it is the one it knows."""
        self.line.send(
            "WebAuthn.setUserVerified", {"authenticatorId": self.number, "isUserVerified": right}
        )
