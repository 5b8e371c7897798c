"""Forms as an administrator's browser sends them: what ships, and a question of the site's own."""

from __future__ import annotations

import copy
from typing import Any

from config.database import Database
from moderation import versions
from moderation.form_body import LANGUAGES
from moderation.version_models import FormVersion
from webapp.shipped_form import shipped_form

LABEL = {
    "en": "Which color is the van?",
    "es": "¿De qué color es la furgoneta?",
    "ar": "ما لون الشاحنة؟",
}
HELP = {"en": "A guess helps too.", "es": "Una idea también ayuda.", "ar": "التخمين يفيد أيضا."}
RED = {"en": "Red or pink", "es": "Roja o rosa", "ar": "حمراء أو وردية"}
DARK = {"en": "Dark", "es": "Oscura", "ar": "داكنة"}
EMPTY = dict.fromkeys(LANGUAGES, "")


def shipped() -> dict[str, Any]:
    """What ships, to be changed."""
    return copy.deepcopy(shipped_form().model_dump(mode="json"))


def question(**changes: Any) -> dict[str, Any]:
    """A choice that a site adds."""
    said = {"key": "own_van", "kind": "choice", "label": LABEL, "help": HELP}
    choices = [choice("red", RED), choice("dark", DARK)]
    return {**said, "choices": choices, **changes}


def choice(key: str, label: dict[str, str]) -> dict[str, Any]:
    """One answer."""
    return {"key": key, "label": label, "help": EMPTY, "doors": []}


def with_question(
    after: str = "when", door: str = "saw_something", **changes: Any
) -> dict[str, Any]:
    """What ships, with this question behind one door."""
    body, own = shipped(), question(**changes)
    body["questions"].append(own)
    order = body["doors"][door]
    order.insert(order.index(after) + 1, own["key"])
    return body


def draft(store: Database, body: dict[str, Any]) -> dict[str, Any]:
    """What publishes this form after whatever was published last."""
    with store.reading() as session:
        last = versions.newest(session, FormVersion)
    return {"body": body, "based_on": last.number if last else 0}
