"""Every text is there in every language, so that nobody meets a bare key or a foreign sentence."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from webapp.pages import LANGUAGES

WEBAPP = Path(__file__).parents[3] / "webapp"
DOMAINS = ("source", "desk")
SAME_IN_TWO_LANGUAGES = {"value.no"}
"""Texts of the source side that are right though they equal the English one."""


@cache
def catalogue(language: str, domain: str) -> Catalog:
    path = WEBAPP / "translations" / language / "LC_MESSAGES" / f"{domain}.po"
    with path.open("rb") as text:
        return read_po(text, locale=language, abort_invalid=True)


def texts(language: str, domain: str) -> dict[str, tuple[str, ...]]:
    found = {}
    for message in catalogue(language, domain):
        forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
        key = message.id[0] if isinstance(message.id, tuple | list) else message.id
        if key:
            found[str(key)] = tuple(str(form) for form in forms)
    return found


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_key_and_a_text_for_it(language: str, domain: str) -> None:
    here = texts(language, domain)
    assert here.keys() == texts("en", domain).keys()
    assert [key for key, forms in here.items() if not all(form.strip() for form in forms)] == []


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_fills_in_the_same_values(language: str, domain: str) -> None:
    english = texts("en", domain)
    for key, forms in texts(language, domain).items():
        expected = placeholders(" ".join(english[key]))
        assert placeholders(" ".join(forms)) == expected, key


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_no_text_of_the_source_side_was_left_in_english(language: str) -> None:
    english = texts("en", "source")
    same = {key for key, text in texts(language, "source").items() if text == english[key]}
    assert same <= SAME_IN_TWO_LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_plain_because_templates_take_them_as_markup(language: str) -> None:
    for key, forms in texts(language, "source").items():
        assert not re.search(r"[<>&%]", " ".join(forms)), key


def test_every_key_that_the_page_names_is_in_the_catalogue() -> None:
    page = "\n".join(
        path.read_text()
        for folder in ("layouts", "components", "source")
        for path in (WEBAPP / "templates" / folder).rglob("*.html")
    )
    named = set(re.findall(r"""_\("([a-z_.]+)"\)""", page))
    named |= set(re.findall(r'"((?:form|send|practice|back|thread|warn|stop)\.[a-z_]+)"', page))
    assert named
    assert named <= texts("en", "source").keys()
