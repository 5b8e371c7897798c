"""Libraries as an administrator's browser sends them: what ships, and a material of the site's own."""

from __future__ import annotations

import copy
from typing import Any

from config.database import Database
from moderation import versions
from moderation.version_models import MaterialsVersion
from webapp.shipped_materials import shipped_materials

TITLE = {"en": "Truck stops", "es": "Paradas de camiones", "ar": "استراحات الشاحنات"}
TEXT = {
    "en": "# At night\nNote the plate.\n- A van\n- A car\nMore: https://www.example.org/trucks.",
    "es": "# De noche\nAnote la placa.\n- Una camioneta\n- Un auto",
    "ar": "# ليلا\nدوّن رقم اللوحة.\n- شاحنة\n- سيارة",
}


def shipped() -> dict[str, Any]:
    """What ships, to be changed."""
    return copy.deepcopy(shipped_materials().model_dump(mode="json"))


def material(**changes: Any) -> dict[str, Any]:
    """A page that a site adds."""
    return {"key": "own_1", "group": "saw", "title": TITLE, "text": TEXT, **changes}


def with_material(**changes: Any) -> dict[str, Any]:
    """What ships, with this page at the end."""
    body = shipped()
    body["materials"].append(material(**changes))
    return body


def draft(store: Database, body: dict[str, Any]) -> dict[str, Any]:
    """What publishes this library after whatever was published last."""
    with store.reading() as session:
        last = versions.newest(session, MaterialsVersion)
    return {"body": body, "based_on": last.number if last else 0}
