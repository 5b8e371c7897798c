"""The page for people outside says the words of the root, in one place that a tap opens."""

from __future__ import annotations

from crypto.primitives import verify_key_of
from crypto.words import fingerprint_words
from tests.integration.conftest import Town


def test_the_page_outside_shows_the_words_that_stand_on_posters(town: Town) -> None:
    page = town.source().call("GET", "/know").raw.decode()
    words = fingerprint_words(verify_key_of(town.office.root_seed))
    assert " ".join(words) in page
    assert page.index('id="real"') < page.index(" ".join(words)) < page.index("</section>")


def test_before_there_is_a_site_there_are_no_words(empty: Town) -> None:
    assert 'id="real"' not in empty.source().call("GET", "/know").raw.decode()
