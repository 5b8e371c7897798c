"""HEIC and AVIF: the picture's bytes stay where they are, those of every other item are zeros."""

from __future__ import annotations

import struct

import pytest

from tests.golden.opened import clean, golden
from webapp.metadata.items import Found, clean_items
from webapp.metadata.movie import Film

ITEMS = ("preview.heic", "alpha.heic", "full.avif")


def part(data: bytes, kind: bytes) -> tuple[int, int]:
    """Where the box of a kind begins and ends."""
    at = data.index(kind) - 4
    return at, at + struct.unpack(">L", data[at : at + 4])[0]


def found_in(data: bytes) -> Found:
    start, end = part(data, b"meta")
    return clean_items(bytearray(data[start:end]), Film(set()))


@pytest.mark.parametrize("name", ITEMS)
def test_the_picture_stays_and_all_else_is_zeros(name: str) -> None:
    before, after = golden(name), clean(golden(name))[2]
    start, end = part(before, b"mdat")
    kept = {i for first, last in found_in(before).kept for i in range(first, last)}
    assert kept
    for i in range(start + 8, end):
        assert after[i] == (before[i] if i in kept else 0), i
    assert any(before[i] for i in range(start + 8, end) if i not in kept)


def test_the_names_of_items_go() -> None:
    start, end = part(golden("preview.heic"), b"meta")
    data = golden("preview.heic")[start:end]
    for entry in range(data.count(b"infe")):
        data = grown(data, entry, b"QL-CANARY item")
    meta = bytearray(data)
    clean_items(meta, Film(set()))
    assert data.count(b"QL-CANARY item") == data.count(b"infe") > 2
    assert b"QL-CANARY" not in meta


def grown(meta: bytes, entry: int, name: bytes) -> bytes:
    """A box `meta` of which one item has a name."""
    at = [i for i in range(len(meta)) if meta[i : i + 4] == b"infe"][entry] - 4
    longer = bytearray(meta)
    for box in (0, meta.index(b"iinf") - 4, at):
        size = struct.unpack(">L", meta[box : box + 4])[0]
        longer[box : box + 4] = struct.pack(">L", size + len(name))
    longer[at + 20 : at + 20] = name
    return bytes(longer)


def test_a_picture_of_tiles_with_alpha_keeps_both() -> None:
    """This file holds two grids, whose descriptions lie in `idat`, and their tiles."""
    before, after = golden("alpha.heic"), clean(golden("alpha.heic"))[2]
    start, end = part(before, b"idat")
    assert before.count(b"grid") == 2
    assert after[start:end] == before[start:end]
    assert after.count(b"hvc1") == before.count(b"hvc1")


def test_a_preview_is_no_item_of_a_picture_any_more() -> None:
    before, after = golden("preview.heic"), clean(golden("preview.heic"))[2]
    assert before.count(b"thmb") == 1
    assert after.count(b"thmb") == 0
    assert after.count(b"hvc1") == before.count(b"hvc1") - 1


def test_a_depth_map_goes_though_it_belongs_to_the_picture() -> None:
    """The alpha of a golden file is made a depth map."""
    data = golden("alpha.heic").replace(b"auxid:1", b"auxid:2")
    _, cleaned, after = clean(data)
    assert "pictures" in cleaned.removed
    assert after.count(b"hvc1") == data.count(b"hvc1") - 1
    assert after.count(b"auxl") == 0


def test_how_a_picture_is_turned_stays_in_its_properties() -> None:
    before, after = golden("full.avif"), clean(golden("full.avif"))[2]
    for kind in (b"irot", b"imir"):
        start, end = part(before, kind)
        assert after[start:end] == before[start:end]
