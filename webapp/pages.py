"""Rendering: languages, translated text and the built files with their hashes."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TypedDict

from babel.core import get_global
from flask import Flask, g, request
from flask_babel import Babel, get_locale, refresh
from whitenoise import WhiteNoise

from webapp.durations import lasting
from webapp.services import Services

LANGUAGES = ("en", "es", "ar")
"""Complete catalogues; adding a language is adding a catalogue and its code here."""

RIGHT_TO_LEFT = ("ar",)
STATIC = Path(__file__).parent / "static"
A_YEAR = 365 * 24 * 3600


class Asset(TypedDict):
    """A built file: where it is and what its bytes hash to (SRI)."""

    url: str
    integrity: str


def prepare(app: Flask) -> None:
    """Templates of this app can translate, and name built files by `asset(name)`."""
    side: Services = app.extensions["quietline"]
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    app.config["BABEL_DOMAIN"] = "source" if side.side == "source" else "desk"
    app.config["BABEL_DEFAULT_LOCALE"] = "en"
    Babel(app, locale_selector=_language)
    app.jinja_env.globals.update(
        asset=asset, language=_code, direction=_direction, latin=latin, languages=LANGUAGES
    )
    app.jinja_env.filters["lasting"] = lambda number, unit: lasting(number, unit, _code())
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def asset(name: str) -> Asset:
    """The built file of this name; raises KeyError for one that was not built."""
    entry = _manifest()[name]
    return {"url": f"/static/{entry['file'].split('/', 1)[1]}", "integrity": entry["integrity"]}


def built_files(folder: str) -> dict[str, Asset]:
    """Every built file of one side ("source" or "staff"), by its address."""
    found = [asset(name) for name in _manifest() if name.startswith(f"{folder}/")]
    return {each["url"]: each for each in found}


class Frame(TypedDict):
    """The looking frame: its page, and the hashes of its one script and its one style."""

    page: bytes
    script: str
    style: str


@lru_cache(maxsize=1)
def looking_frame() -> Frame:
    """The built page in which the desk shows what strangers sent."""
    entry = _manifest()["staff/looking.html"]
    page = (STATIC / entry["file"]).read_bytes()
    return {"page": page, "script": entry["script"], "style": entry["style"]}


def serve_static_files(app: Flask) -> None:
    """Serve this side's built files, compressed beforehand; their names change with their bytes."""
    side: Services = app.extensions["quietline"]
    noise = WhiteNoise(
        app.wsgi_app,
        max_age=A_YEAR,
        allow_all_origins=False,
        immutable_file_test=lambda _path, _url: True,
    )
    noise.add_files(str(STATIC / side.side), prefix="static/")
    app.wsgi_app = noise  # type: ignore[method-assign]


@lru_cache(maxsize=1)
def _manifest() -> dict[str, dict[str, str]]:
    built: dict[str, dict[str, str]] = json.loads((STATIC / "manifest.json").read_text())
    return built


def speak(language: str) -> None:
    """From here on this request's answer is in this language."""
    g.language = language if language in LANGUAGES else "en"
    refresh()


def current_language() -> str:
    """The language in which this request is answered."""
    return _code()


def _language() -> str:
    chosen: str | None = g.get("language")
    return chosen or request.accept_languages.best_match(LANGUAGES, "en")


def _code() -> str:
    locale = get_locale()
    return locale.language if locale else "en"


def latin() -> bool:
    """Whether the keyboards of this request's language have the letters of the private words."""
    likely = get_global("likely_subtags").get(_code(), "")
    return "_Latn" in likely


def _direction() -> str:
    return "rtl" if _code() in RIGHT_TO_LEFT else "ltr"
