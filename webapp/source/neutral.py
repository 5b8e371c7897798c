"""Where the quick exit leads when no other site can be had: a page of our own that tells nothing."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Any

from babel.dates import format_date, get_day_names
from flask import Blueprint, render_template, request

from config import clock
from webapp import pages
from webapp.security import PUBLIC, allow

blueprint = Blueprint("neutral", __name__)

NEUTRAL = "/calendar"
"""The page's address; it stands in the browser's history, so it says no more than the page."""


def reachable(exit_url: str) -> str:
    """Where somebody goes who leaves: in the Tor network nobody is led out of it."""
    return NEUTRAL if on_onion() else exit_url


def on_onion() -> bool:
    """Whether this request came by an address of the Tor network."""
    return request.host.rsplit(":", 1)[0].endswith(".onion")


@blueprint.get(NEUTRAL)
@allow(PUBLIC)
def neutral() -> str:
    """This month as a calendar, in the reader's language."""
    return render_template("source/calendar.html", **month_of(clock.now().date()))


def month_of(day: date) -> dict[str, Any]:
    """The name of a day's month, the days of the week, and its weeks from Sunday on."""
    language = pages.current_language()
    names = get_day_names("short", "stand-alone", language)
    return {
        "month": format_date(day, "LLLL y", locale=language),
        "days": [names[n] for n in (6, 0, 1, 2, 3, 4, 5)],
        "weeks": calendar.Calendar(calendar.SUNDAY).monthdayscalendar(day.year, day.month),
    }
