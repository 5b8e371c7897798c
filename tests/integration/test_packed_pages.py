"""What a first visit and its parts cost: compressing is slow, so no page is compressed twice."""

from __future__ import annotations

import itertools

from tests.integration.conftest import Town
from webapp.pages import LANGUAGES
from webapp.source.pages import _packed

PARTS = ("/", "/more", "/thread", "/files", "/know", "/ask")
PACKINGS = ("br", "gzip")


def test_no_page_is_compressed_again_whoever_asked_for_others_meanwhile(town: Town) -> None:
    client = town.source_app.test_client()
    _packed.cache_clear()
    everything = list(itertools.product(PARTS, LANGUAGES, PACKINGS))
    for _ in range(2):
        for path, language, packing in everything:
            headers = {"Accept-Language": language, "Accept-Encoding": packing}
            assert client.get(path, headers=headers).content_encoding == packing
    told = _packed.cache_info()
    assert (told.misses, told.hits) == (len(everything), len(everything))
    # By the onion address each page has another exit.
    assert (told.maxsize or 0) >= 2 * len(everything)
