"""The words of the page outside in a language that need not be the reader's."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from babel.support import NullTranslations, Translations

TRANSLATIONS = Path(__file__).parent / "translations"


@cache
def catalogue(language: str) -> NullTranslations:
    """The catalogue of the source side."""
    return Translations.load(TRANSLATIONS, [language], "source")
