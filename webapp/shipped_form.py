"""The questions that ship: a data file that names texts of the catalogues, read by the same rules."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from moderation.form_body import LANGUAGES, FormBody
from webapp.texts import catalogue

FILE = Path(__file__).parent / "data" / "shipped_form.json"


@cache
def shipped_form() -> FormBody:
    """The form as it ships, with its words in every language."""
    told = json.loads(FILE.read_text(encoding="utf-8"))
    return FormBody(
        questions=[_question(question) for question in told["questions"]], doors=told["doors"]
    )


def _question(told: dict[str, Any]) -> Any:  # noqa: ANN401 - FormBody reads it
    said = {name: _texts(told[name]) for name in ("label", "help") if name in told}
    choices = [_question(choice) for choice in told.get("choices", [])]
    at = {door: _texts(name) for door, name in told.get("at", {}).items()}
    return {
        **told,
        **said,
        **({"choices": choices} if choices else {}),
        **({"at": at} if at else {}),
    }


def _texts(name: str) -> dict[str, str]:
    return {language: catalogue(language).gettext(name) for language in LANGUAGES}
