"""How people outside would read a draft of the site's settings: the same words, made by the same code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from moderation.site_settings import SiteSettings
from webapp.source.plain import standing
from webapp.texts import catalogue

Say = Callable[[str], str]

RIGHT_TO_LEFT = ("ar",)


def preview(site: SiteSettings, language: str, moment: datetime) -> dict[str, Any]:
    """Each place outside that the settings change, in the words that it would have."""
    say = catalogue(language).gettext
    called = site.emergency
    own = {
        "report": site.report_notice.get(language) or say("start.report"),
        "legal": site.legal_notice.get(language, ""),
        "place": site.place.get(language, ""),
    }
    return {
        "language": language,
        "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        "title": say("page.title"),
        "call": f"{say('bar.call')} {called.number}" if called else "",
        "exit": say("bar.exit"),
        "exit_to": urlsplit(site.exit_url).hostname or site.exit_url,
        "heading": say("home.heading"),
        "lead": say("home.lead"),
        "phones_heading": say("phones.heading"),
        "phones": [
            {
                "kind": p.kind,
                "label": p.labels.get(language) or say(f"phones.{p.kind}"),
                "number": p.number,
            }
            for p in site.phones
        ],
        "who_heading": say("about.who"),
        "who": say("about.who.body"),
        "name": site.name,
        "legal_heading": say("about.legal"),
        **own,
        "hours": _hours(site, language, moment, say),
        "kept": say("plain.chat.kept").replace("{n}", str(site.words_hours)),
        "accent": site.accent,
        "scheme": site.scheme,
    }


def _hours(site: SiteSettings, language: str, moment: datetime, say: Say) -> dict[str, Any]:
    zone = standing.zone_name(site.hours, language)
    return {
        "heading": say("plain.chat.hours").replace("{zone}", zone),
        "open": [
            {"day": day, "opens": opens, "closes": closes}
            for day, opens, closes in standing.open_days(site.hours, language)
        ],
        "closed_heading": say("plain.chat.closed"),
        "closed": [
            {"day": day, "label": label}
            for day, label in standing.closed_days(site.hours, language, moment)
        ],
    }
