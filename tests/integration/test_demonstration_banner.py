"""Nobody who needs help may take a demonstration for a hotline."""

from __future__ import annotations

import pytest

from tests.actors import Caller
from tests.integration.conftest import Town
from tests.journeys.texts import texts


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_a_demonstration_says_so_on_the_page_outside_before_anything_else(
    town: Town, language: str
) -> None:
    page = Caller(town.source_app).call("GET", "/", headers={"Accept-Language": language})
    text = page.raw.decode()
    assert 0 < text.index(texts("source", language)("bar.demo")) < text.index("<section")


def test_a_page_without_a_site_does_not_claim_to_be_a_demonstration(empty: Town) -> None:
    page = Caller(empty.source_app).call("GET", "/")
    assert texts("source", "en")("bar.demo") not in page.raw.decode()
