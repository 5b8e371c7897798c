"""Telling open screens what a form stored, once it is on disk."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_timezone_name

from webapp import pages
from webapp.services import services
from webapp.source.common import outside


class Written(NamedTuple):
    """What a form left: the new envelopes, if any were stored, and whether chat or queue changed."""

    conv: bytes
    envelopes: tuple[bytes, ...] = ()
    changed: bool = False

    def and_also(self, other: Written) -> Written:
        """Both, one after the other."""
        return Written(self.conv, self.envelopes + other.envelopes, self.changed or other.changed)


def hour_here(hour: str) -> str:
    """A UTC hour as a person reads it without scripts: in the hotline's own zone, which it names."""
    moment = datetime.fromisoformat(f"{hour}:00").replace(tzinfo=UTC)
    zone, locale = ZoneInfo(outside().site.hours.zone), pages.current_language()
    there = moment.astimezone(zone)
    day = format_date(there, "long", locale=locale)
    time = format_time(there, "short", tzinfo=zone, locale=locale)
    return f"{day}, {time} ({get_timezone_name(there, 'long', locale=locale)})"


def tell(written: Written) -> None:
    """Tell both sides; call it after the commit."""
    news = services().news
    for envelope in written.envelopes:
        news.envelope(written.conv, envelope)
    if written.changed:
        news.chat_changed(written.conv)
        news.queue_changed()
