"""How long the service waits before it acts by itself: each a setting of the site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from config.refusal import SettingsError


@dataclass(frozen=True)
class Timings:
    """After which time what happens; the unit is in the name.

    A chat whose person writes nothing is warned after `idle_minutes`; a waiting one whose
    person is not there for `unseen_minutes` goes on as an ordinary item; a resting one ends
    after `resting_hours`; one that nobody wraps up is closed after `wrap_up_hours`. A chat that
    waits for `escalate_minutes` reaches the supervisors. Who is on call hears at most every
    `alert_minutes`. An advocate whose client is silent keeps their chats for `grace_seconds`.
    """

    idle_minutes: int
    unseen_minutes: int
    resting_hours: int
    wrap_up_hours: int
    escalate_minutes: int
    alert_minutes: int
    grace_seconds: int


def timings(environ: Mapping[str, str]) -> Timings:
    """Read the timings; raises SettingsError for a number that cannot be used."""
    return Timings(
        idle_minutes=_number(environ, "QUIETLINE_IDLE_MINUTES", 10, range(1, 241)),
        unseen_minutes=_number(environ, "QUIETLINE_UNSEEN_MINUTES", 10, range(3, 241)),
        resting_hours=_number(environ, "QUIETLINE_RESTING_HOURS", 24, range(1, 169)),
        wrap_up_hours=_number(environ, "QUIETLINE_WRAP_UP_HOURS", 24, range(1, 169)),
        escalate_minutes=_number(environ, "QUIETLINE_ESCALATE_MINUTES", 3, range(1, 61)),
        alert_minutes=_number(environ, "QUIETLINE_ALERT_MINUTES", 15, range(1, 241)),
        grace_seconds=_number(environ, "QUIETLINE_GRACE_SECONDS", 60, range(601)),
    )


def _number(environ: Mapping[str, str], name: str, default: int, allowed: range) -> int:
    text = environ.get(name, str(default))
    longest = 6
    if not text.isascii() or not text.isdigit() or len(text) > longest or int(text) not in allowed:
        raise SettingsError(f"{name} must be a number from {allowed[0]} to {allowed[-1]}")
    return int(text)
