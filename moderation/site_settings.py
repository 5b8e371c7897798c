"""The site's settings: the newest version that an administrator published, else the environment's.

Versions are only added; going back is publishing an old one anew. Every process asks for the number
of the newest at each use, and reads its body only where that is another one than before.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config import clock
from config.hours import OpeningHours
from config.settings import Phone, Settings
from moderation import founding
from moderation.audit import Act, record
from moderation.errors import NotFound, SettingsChanged
from moderation.site_body import SiteBody
from moderation.site_models import SiteVersion

LANGUAGES = ("en", "es", "ar")


@dataclass(frozen=True)
class SiteSettings:
    """What applies now. `version` is 0 where nothing was published; texts are plain, by language."""

    version: int
    phones: tuple[Phone, ...]
    hours: OpeningHours
    exit_url: str
    words_hours: int
    name: str = ""
    country: str = "US"
    place: dict[str, str] = field(default_factory=dict)
    legal_notice: dict[str, str] = field(default_factory=dict)
    report_notice: dict[str, str] = field(default_factory=dict)
    accent: str = "teal"
    scheme: str = "auto"

    @property
    def emergency(self) -> Phone | None:
        """The number in the bar at the top."""
        return next((phone for phone in self.phones if phone.kind == "emergency"), None)

    @property
    def has_look(self) -> bool:
        """Whether the page looks other than usual."""
        return (self.accent, self.scheme) != ("teal", "auto")

    @property
    def asks_region(self) -> bool:
        """The regions that can be answered are those of the United States."""
        return self.country == "US"


def of_environment(settings: Settings) -> SiteSettings:
    """What applies until somebody publishes a version."""
    return SiteSettings(
        0, settings.phones, settings.hours, settings.exit_url, settings.chat_words_hours
    )


def of_body(version: int, body: SiteBody) -> SiteSettings:
    """What a version says."""
    holidays = {holiday.day: holiday.label for holiday in body.holidays}
    days = {str(day): times for day, times in body.hours.days.items()}
    return SiteSettings(
        version=version,
        phones=tuple(Phone(p.kind, p.number, p.labels.model_dump()) for p in body.phones),
        hours=OpeningHours(body.hours.zone, days, holidays),
        exit_url=body.exit_url,
        words_hours=body.retention.chat_words_hours,
        name=body.name,
        country=body.jurisdiction.country,
        place=body.jurisdiction.place.model_dump(),
        legal_notice=body.legal_notice.model_dump(),
        report_notice=body.report_notice.model_dump(),
        accent=body.look.accent,
        scheme=body.look.scheme,
    )


def draft_of(site: SiteSettings) -> dict[str, object]:
    """The settings as the editor begins with them; an old rule may be broken in it."""
    empty = dict.fromkeys(LANGUAGES, "")
    return {
        "name": site.name,
        "phones": [
            {"kind": p.kind, "number": p.number, "labels": {**empty, **p.labels}}
            for p in site.phones
        ],
        "hours": {
            "zone": site.hours.zone,
            "days": {day: list(times) for day, times in site.hours.days.items()},
        },
        "holidays": [
            {"day": day.isoformat(), "label": label} for day, label in site.hours.holidays.items()
        ],
        "jurisdiction": {"country": site.country, "place": {**empty, **site.place}},
        "legal_notice": {**empty, **site.legal_notice},
        "report_notice": {**empty, **site.report_notice},
        "exit_url": site.exit_url,
        "retention": {"chat_words_hours": site.words_hours},
        "look": {"accent": site.accent, "scheme": site.scheme},
    }


class SiteNow:
    """The current settings, as this process knows them: cheap to ask, right after every commit."""

    def __init__(self, settings: Settings) -> None:
        self._defaults = of_environment(settings)
        self.known = self._defaults
        """What was read last: all that can be said while the database is away."""

    def current(self, session: Session) -> SiteSettings:
        """What applies now."""
        newest = session.scalar(select(func.max(SiteVersion.number))) or 0
        known = self.known
        if known.version != newest:
            known = self.known = self.of_version(session, newest)
        return known

    def of_version(self, session: Session, number: int) -> SiteSettings:
        """What one version says, 0 being the environment's; raises NotFound."""
        if number == 0:
            return self._defaults
        return of_body(number, SiteBody.model_validate_json(version(session, number).body))


def version(session: Session, number: int) -> SiteVersion:
    """One version; raises NotFound."""
    found = session.get(SiteVersion, number)
    if found is None:
        raise NotFound
    return found


def newest(session: Session) -> SiteVersion | None:
    """The newest version, once there is one."""
    return session.scalars(select(SiteVersion).order_by(SiteVersion.number.desc())).first()


def versions(session: Session, most: int = 100) -> list[SiteVersion]:
    """The versions, the newest first."""
    chosen = select(SiteVersion).order_by(SiteVersion.number.desc()).limit(most)
    return list(session.scalars(chosen))


def publish(
    session: Session, body: SiteBody, based_on: int, author: bytes, moment: datetime
) -> SiteVersion:
    """The body applies from now on, as the version after `based_on`.

    The same body sent again by the same person is answered like the first time. Raises
    SettingsChanged where somebody else published after `based_on`.
    """
    site, last = founding.site_or_refuse(session).site, newest(session)
    before = last.number if last is not None else 0
    text = body.model_dump_json()
    if last is not None and before == based_on + 1 and (last.author, last.body) == (author, text):
        return last
    if before != based_on:
        raise SettingsChanged(last)
    row = SiteVersion(number=before + 1, day=clock.day_of(moment), author=author, body=text)
    session.add(row)
    session.flush()
    act = Act(author, clock.hour_of(moment))
    record(session, act, "settings", site, str(before), str(row.number))
    return row
