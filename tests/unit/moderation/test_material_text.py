from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.material_text import (
    LONGEST_ADDRESS,
    Block,
    Run,
    blocks,
    has_address,
    has_strange_address,
)  # fmt: skip
from moderation.materials import LONGEST_IN_ALL, breaches
from moderation.materials_body import LONGEST_TEXT, MaterialsBody
from tests import materials_draft as library
from webapp.shipped_materials import shipped_materials

ADDRESS = "https://www.example.org/a?b=c"
STRANGE = (
    "http://example.org",
    "ftp://example.org",
    "javascript://example.org/%0aalert(1)",
    "HTTPS://example.org",
    "https://someone@example.org",
    "https://example.org:8443/",
    "https://ex\u0430mple.org/",  # a Cyrillic letter
    'https://example.org/"onclick=alert(1)',
    "https://example.org/<b>",
    "https://localhost",
    "https://",
    f"https://example.org/{'a' * LONGEST_ADDRESS}",
)


def test_a_line_is_a_paragraph_a_point_or_a_heading() -> None:
    found = blocks("# One\nTwo\n\n- three\n- four\nfive - six\n-seven\n#8")
    assert [(block.kind, len(block.lines)) for block in found] == [
        ("heading", 1),
        ("text", 1),
        ("points", 2),
        *[("text", 1)] * 3,
    ]
    assert found[0].lines == [[Run("One")]]


def test_an_address_is_a_link_without_the_sign_that_ends_its_sentence() -> None:
    (line,) = blocks(f"See {ADDRESS}.")[0].lines
    assert line == [Run("See "), Run(ADDRESS, is_address=True), Run(".")]
    assert has_address(f"({ADDRESS})")


@pytest.mark.parametrize("text", STRANGE)
def test_what_is_no_plain_address_is_no_link_and_is_not_published(text: str) -> None:
    assert not any(run.is_address for line in blocks(text)[0].lines for run in line)
    assert has_strange_address(f"See {text} now")
    body = library.with_material(text={**library.TEXT, "es": text})
    n = len(body["materials"]) - 1
    assert breaches(MaterialsBody.model_validate(body)) == [f"materials.{n}.text.es"]


@given(st.text(alphabet="ab -#\n.:/hps", max_size=60))
def test_no_letter_is_lost_and_every_link_is_whole(text: str) -> None:
    found: list[Block] = blocks(text)
    shown = "".join(run.text for block in found for line in block.lines for run in line)
    assert [c for c in shown if c not in " -#"] == [c for c in text if c not in " -#\n"]
    for block in found:
        for line in block.lines:
            assert all(run.text.startswith("https://") for run in line if run.is_address)


def test_what_ships_may_be_published_and_every_page_of_it_has_points() -> None:
    assert breaches(shipped_materials()) == []
    for material in shipped_materials().materials:
        for language in ("en", "es", "ar"):
            _, title, text = material.said(language)
            assert not title.startswith("know.")
            assert [block.kind for block in blocks(text)] == ["text", "points"]


def test_a_language_that_lacks_a_part_of_it_reads_all_of_it_in_english() -> None:
    body = MaterialsBody.model_validate(
        library.with_material(title={**library.TITLE, "ar": ""})  # of before Arabic was there
    )
    assert body.materials[-1].said("ar") == ("en", library.TITLE["en"], library.TEXT["en"])
    assert body.materials[-1].said("es")[0] == "es"


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"title": {**library.TITLE, "es": ""}}, "title.es"),
        ({"text": {**library.TEXT, "ar": "  "}}, "text.ar"),
        ({"key": "signs"}, "key"),
    ],
)
def test_what_is_missing_or_twice_is_named(changes: dict[str, object], wrong: str) -> None:
    body = library.with_material(**changes)
    n = len(body["materials"]) - 1
    assert breaches(MaterialsBody.model_validate(body)) == [f"materials.{n}.{wrong}"]


def test_a_library_that_is_long_to_load_is_not_published() -> None:
    body = library.shipped()
    long = {**library.TEXT, "es": "a" * LONGEST_TEXT}
    for n in range(LONGEST_IN_ALL // LONGEST_TEXT + 1):
        body["materials"].append(library.material(key=f"own_{n}", text=long))
    assert breaches(MaterialsBody.model_validate(body)) == ["size.es"]
