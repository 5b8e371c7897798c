"""How often a chat's frame looks for news: the person may slow it down or stop it (WCAG 2.2.2).

It is kept in a cookie of the visit, beside the visit's own, and leaves with it.
"""

from __future__ import annotations

from flask import Response, after_this_request, g, request

from webapp.source.plain.cookie import PACE, is_loopback

PACES = {"usual": 8, "slow": 60, "off": 0}
"""Seconds between two looks; none where it is off."""


def current() -> str:
    """The pace that was chosen in this request or before."""
    chosen: str = g.get(PACE) or request.cookies.get(PACE, "")
    return chosen if chosen in PACES else "usual"


def seconds() -> int:
    """Seconds between two looks, or 0."""
    return PACES[current()]


def choose(pace: str) -> None:
    """From this answer on the frame keeps this pace."""
    if pace in PACES:
        g.pace = pace
        after_this_request(_keep)


def _keep(answer: Response) -> Response:
    answer.set_cookie(PACE, current(), httponly=True, samesite="Strict", secure=not is_loopback())
    return answer
