"""The cookie of a visit: the visit's id and the key that only the cookie has."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Response, request

from config.settings import LOOPBACK
from crypto.session import form_token
from webapp.schemas import b64, unb64

NAME, PACE = "visit", "pace"
ID_LENGTH, KEY_LENGTH = 16, 32


@dataclass(frozen=True)
class VisitCookie:
    """What a visit's cookie says: `key` seals the receipt's master and makes form tokens."""

    visit_id: bytes
    key: bytes

    @classmethod
    def new(cls) -> VisitCookie:
        """A cookie that nobody has."""
        return cls(secrets.token_bytes(ID_LENGTH), secrets.token_bytes(KEY_LENGTH))

    @classmethod
    def of_request(cls) -> VisitCookie | None:
        """The cookie that came with the request; None for none or for anything malformed."""
        try:
            both = unb64(request.cookies.get(NAME, ""))
        except ValueError:
            return None
        if len(both) != ID_LENGTH + KEY_LENGTH:
            return None
        return cls(both[:ID_LENGTH], both[ID_LENGTH:])

    def token(self, form_id: bytes) -> str:
        """The token of one form."""
        return b64(form_token(self.key, self.visit_id, form_id))

    def set_on(self, answer: Response) -> None:
        """The browser keeps the cookie until it is closed, sends it to this site only, shows it to no script."""
        answer.set_cookie(
            NAME,
            b64(self.visit_id + self.key),
            httponly=True,
            samesite="Strict",
            secure=not is_loopback(),
        )


def was_refused() -> bool:
    """Whether this page is asked for by a form's redirect, and the cookie just set did not come back.

    Only a press leads here with these headers: going back or looking again sends no gesture, so
    whoever left does not find a page that speaks of forms. Firefox hides from pages without
    referrers where a press came from, and there the first page comes again without a word.
    """
    told = request.headers
    pressed = (told.get("Sec-Fetch-Site"), told.get("Sec-Fetch-User")) == ("same-origin", "?1")
    return pressed and not request.cookies.get(NAME)


def forget_cookie(answer: Response) -> None:
    """The browser drops the cookie, and how often the visit's frame looked."""
    answer.delete_cookie(NAME, httponly=True, samesite="Strict", secure=not is_loopback())
    answer.delete_cookie(PACE, httponly=True, samesite="Strict", secure=not is_loopback())


def is_loopback() -> bool:
    """Whether the request came to a name of this machine, where there is no TLS."""
    return urlsplit(f"//{request.host}").hostname in LOOPBACK
