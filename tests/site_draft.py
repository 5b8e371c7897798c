"""A site's settings as an administrator's browser sends them."""

from __future__ import annotations

from typing import Any

from config.database import Database
from moderation import versions
from moderation.schedule import Schedule
from moderation.version_models import SiteVersion

TIMES = {
    lane: {"first": 30, "next": None, "conclusion": 6000}
    for lane in ("chat", "crisis", "tip", "referral", "training", "information", "related_topic")
}
EXIT = "https://www.example.org/recipes?day=1"


def body(**changes: Any) -> dict[str, Any]:
    """Whole settings, with other values for the fields named."""
    return {
        "name": "North Line",
        "phones": [
            phone("emergency", "112"),
            phone("hotline", "+1 (888) 555-0100", en="Farm workers", es="Campo", ar="عمال المزارع"),
            phone("hotline", "888-555-0199"),
        ],
        "hours": {"zone": "America/Chicago", "days": {"mon": ["08:00", "20:00"]}},
        "holidays": [{"day": "2026-12-25", "label": "Christmas"}],
        "jurisdiction": {"country": "US", "place": words("Texas", "Texas", "تكساس")},
        "legal_notice": words("We keep no log.", "No guardamos registros.", "لا نحتفظ بسجلات."),
        "report_notice": words("We report danger.", "Avisamos del peligro.", "نبلّغ عن الخطر."),
        "exit_url": EXIT,
        "retention": {**Schedule()._asdict(), "chat_words_hours": 48},
        "service_times": TIMES,
        "look": {"accent": "violet", "scheme": "dark"},
        **changes,
    }


def words(en: str = "", es: str = "", ar: str = "") -> dict[str, str]:
    """A text in each language."""
    return {"en": en, "es": es, "ar": ar}


def phone(kind: str, number: str, **labels: str) -> dict[str, Any]:
    """One number."""
    return {"kind": kind, "number": number, "labels": words(**labels)}


def draft(store: Database, **changes: Any) -> dict[str, Any]:
    """What publishes these settings after whatever was published last."""
    with store.reading() as session:
        last = versions.newest(session, SiteVersion)
    return {"body": body(**changes), "based_on": last.number if last else 0}
