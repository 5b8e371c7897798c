"""The library that ships: a data file that names texts of the catalogues, read by the same rules."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from moderation.form_body import LANGUAGES
from moderation.materials_body import Material, MaterialsBody, Texts, Titles
from webapp.texts import catalogue

FILE = Path(__file__).parent / "data" / "shipped_materials.json"


@cache
def shipped_materials() -> MaterialsBody:
    """The library as it ships, with its words in every language."""
    told = json.loads(FILE.read_text(encoding="utf-8"))["materials"]
    return MaterialsBody(materials=[_material(one["key"], one["group"]) for one in told])


def _material(key: str, group: str) -> Material:
    titles = {language: catalogue(language).gettext(f"know.{key}") for language in LANGUAGES}
    texts = {language: _text(language, f"know.{key}") for language in LANGUAGES}
    return Material(key=key, group=group, title=Titles(**titles), text=Texts(**texts))  # type: ignore[arg-type]


def _text(language: str, name: str) -> str:
    """What leads to the points, and the points."""
    say = catalogue(language).gettext
    points = (f"- {point}" for point in say(f"{name}.points").splitlines())
    return "\n".join((say(f"{name}.lead"), *points))
