"""The site's settings: the newest version that an administrator published, else the environment's."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config.hours import OpeningHours
from config.settings import Phone, Settings
from moderation.schedule import Schedule, longest
from moderation.service_times import DEFAULTS, Promise, Targets
from moderation.site_body import SiteBody
from moderation.version_models import SiteVersion
from moderation.versions import Current

LANGUAGES = ("en", "es", "ar")


@dataclass(frozen=True)
class SiteSettings:
    """What applies now. `version` is 0 where nothing was published; texts are plain, by language."""

    version: int
    phones: tuple[Phone, ...]
    hours: OpeningHours
    exit_url: str
    retention: Schedule
    name: str = ""
    country: str = "US"
    place: dict[str, str] = field(default_factory=dict)
    legal_notice: dict[str, str] = field(default_factory=dict)
    report_notice: dict[str, str] = field(default_factory=dict)
    accent: str = "teal"
    scheme: str = "auto"
    targets: dict[str, Targets] = field(default_factory=DEFAULTS.copy)

    @property
    def words_hours(self) -> int:
        """Hours for which the words of a chat are kept after its end."""
        return self.retention.chat_words_hours

    @property
    def promise(self) -> Promise:
        """How soon people should get an answer."""
        return Promise(self.targets, self.hours)

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
    kept = Schedule(chat_words_hours=settings.chat_words_hours)
    return SiteSettings(0, settings.phones, settings.hours, settings.exit_url, kept)


def of_body(version: int, body: SiteBody) -> SiteSettings:
    """What a version says."""
    holidays = {holiday.day: holiday.label for holiday in body.holidays}
    days = {str(day): times for day, times in body.hours.days.items()}
    return SiteSettings(
        version=version,
        phones=tuple(Phone(p.kind, p.number, p.labels.model_dump()) for p in body.phones),
        hours=OpeningHours(body.hours.zone, days, holidays),
        exit_url=body.exit_url,
        retention=body.retention.as_schedule(),
        name=body.name,
        country=body.jurisdiction.country,
        place=body.jurisdiction.place.model_dump(),
        legal_notice=body.legal_notice.model_dump(),
        report_notice=body.report_notice.model_dump(),
        accent=body.look.accent,
        scheme=body.look.scheme,
        targets=body.service_times.targets(),
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
        "service_times": {lane: times._asdict() for lane, times in site.targets.items()},
        "retention": site.retention._asdict(),
        "look": {"accent": site.accent, "scheme": site.scheme},
    }


A_WEEK = timedelta(days=7)
"""So long everybody can see a shorter schedule, and hold cases, before it deletes what ended earlier."""


class SiteNow(Current[SiteSettings]):
    """The current settings, as this process knows them."""

    def __init__(self, settings: Settings) -> None:
        """The environment's apply until a version is published."""
        super().__init__(SiteVersion, of_environment(settings), _read)

    def settled_schedule(self, session: Session, day: date) -> Schedule:
        """Of each kind the longest time that any schedule of the last week names.

        Whoever mistypes a number, or means harm with it, deletes nothing at once of what was kept.
        """
        older = select(func.max(SiteVersion.number)).where(SiteVersion.day <= day - A_WEEK)
        of_week = select(SiteVersion.number).where(SiteVersion.day > day - A_WEEK)
        numbers = [session.scalar(older) or 0, *session.scalars(of_week)]
        return longest([self.of_version(session, each).retention for each in numbers])


def _read(number: int, text: str) -> SiteSettings:
    return of_body(number, SiteBody.model_validate_json(text))
