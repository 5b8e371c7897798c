"""What is kept, what is said to be gone, and what a file tells of place and time before."""

from __future__ import annotations

import pytest

from tests.golden.blocks import CANARY, exif
from tests.golden.opened import FOLDER, NAMES, clean, golden
from webapp.metadata import Kind, Memory, kind_of, remains_in, stream, without_metadata
from webapp.metadata.icc import ADOBE_RGB, DISPLAY_P3, SRGB, Space, fresh, space_of, standard
from webapp.metadata.source import Removed
from webapp.metadata.tiff import orientation_only, read_exif

PHOTO: set[Removed] = {"exif", "xmp", "colour", "text"}
REMOVED: dict[str, set[Removed]] = {
    "baseline.jpg": PHOTO | {"iptc"},
    "two-pictures.jpg": PHOTO | {"pictures", "trailing"},
    "zip-behind.jpg": PHOTO | {"trailing"},
    "cmyk.jpg": {"text"},
    "orientation-1.jpg": {"exif"},
    "full.png": PHOTO | {"times", "other", "trailing"},
    "moving.webp": {"exif", "xmp", "colour"},
    "alpha.webp": {"exif", "xmp", "colour", "trailing"},
    "plain.webp": set(),
    "preview.heic": {"exif", "xmp", "colour", "pictures"},
    "alpha.heic": {"exif", "xmp"},
    "full.avif": {"exif", "xmp", "colour", "names"},
    "film.mp4": {"tags", "times", "names", "other"},
    "drone.mp4": {"tags", "times", "names", "tracks"},
    "phone.mov": {"tags", "times", "names", "tracks", "trailing", "other"},
}
HERE = {"latitude": 19.4326, "longitude": -99.1332, "altitude": 2240.0}
TAKEN = {"taken": "2021-03-14T15:09:26", "offset": "-06:00"}
EVIDENCE = {
    "baseline.jpg": HERE | TAKEN | {"utc": "2021-03-14T21:09:20Z"},
    "full.png": HERE | TAKEN | {"utc": "2021-03-14T21:09:20Z"},
    "lossy.webp": HERE | TAKEN | {"utc": "2021-03-14T21:09:20Z"},
    "full.avif": HERE | TAKEN | {"utc": "2021-03-14T21:09:20Z"},
    "preview.heic": HERE | TAKEN | {"utc": "2021-03-14T21:09:20Z"},
    "phone.mov": HERE | TAKEN | {"utc": "2021-03-14T21:09:26Z"},
    "old.mov": HERE | {"utc": "2021-03-14T21:09:26Z"},
    "cmyk.jpg": {},
    "plain.webp": {},
}


@pytest.mark.parametrize("name", sorted(REMOVED))
def test_it_is_said_what_is_gone(name: str) -> None:
    assert clean(golden(name))[1].removed == REMOVED[name]


@pytest.mark.parametrize("name", sorted(EVIDENCE))
def test_place_and_time_are_read_before_they_go(name: str) -> None:
    assert clean(golden(name))[1].evidence.told() == EVIDENCE[name]


def test_a_phone_s_film_tells_its_place_to_a_few_metres() -> None:
    told = clean(golden("phone.3gp"))[1].evidence.told()
    assert float(told["latitude"]) == pytest.approx(19.4326, abs=2e-5)
    assert float(told["longitude"]) == pytest.approx(-99.1332, abs=2e-5)


@pytest.mark.parametrize("name", NAMES)
def test_no_planted_word_is_in_the_bytes(name: str) -> None:
    said = CANARY.encode()
    after = clean(golden(name))[2]
    assert said not in after
    assert said.decode().encode("utf-16-be") not in after
    assert said in golden(name) or name == "plain.webp"


@pytest.mark.parametrize("name", NAMES)
def test_cleaned_again_it_stays_the_same_and_nothing_is_gone(name: str) -> None:
    after = clean(golden(name))[2]
    _, again, twice = clean(after)
    assert twice == after
    assert again.removed == set()
    assert again.evidence.told() == {}


@pytest.mark.parametrize("orientation", range(1, 9))
def test_how_a_picture_is_turned_is_told_and_written_anew(orientation: int) -> None:
    _, cleaned, after = clean(golden(f"orientation-{orientation}.jpg"))
    assert cleaned.orientation == orientation
    assert after.count(b"Exif") == (1 if orientation > 1 else 0)
    assert orientation_only(orientation) in after
    assert clean(after)[1].orientation == orientation


@pytest.mark.parametrize("name", [n for n in NAMES if n.endswith((".mp4", ".mov", ".heic"))])
def test_nothing_moves_in_a_file_of_boxes(name: str) -> None:
    before, after = golden(name), clean(golden(name))[2]
    assert len(after) <= len(before)
    at = before.index(b"mdat")
    assert after[at - 4 : at + 4] == before[at - 4 : at + 4]


@pytest.mark.parametrize("order", ["MM", "II"])
def test_both_orders_of_bytes_are_read(order: str) -> None:
    block = orientation_only(5)
    if order == "II":
        numbers = ((2, 2), (4, 4), (8, 2), (10, 2), (12, 2), (14, 4), (18, 2))
        swapped = bytearray(b"II" + block[2:])
        for at, width in numbers:
            swapped[at : at + width] = swapped[at : at + width][::-1]
        block = bytes(swapped)
    assert read_exif(block).orientation == 5


def test_of_broken_exif_is_taken_what_can_be_read() -> None:
    whole = exif(6)
    read = [read_exif(whole[:length]) for length in range(0, len(whole), 7)]
    assert read[0].orientation == 1
    assert read[-1].orientation == 6
    assert {each.orientation for each in read} == {1, 6}


@pytest.mark.parametrize("space", [SRGB, DISPLAY_P3, ADOBE_RGB])
def test_a_usual_profile_is_known_again_and_has_no_maker(space: Space) -> None:
    profile = fresh(space)
    assert space_of(profile) is space
    assert len(profile) % 4 == 0
    assert int.from_bytes(profile[:4]) == len(profile)
    assert not any(profile[24:36]), "no day"
    assert not any(profile[40:44] + profile[48:56] + profile[80:100]), "no maker, no program"
    assert standard(profile) == (b"" if space is SRGB else profile)


def test_the_profile_of_one_screen_is_not_written_again() -> None:
    own = bytearray(fresh(DISPLAY_P3))
    at = own.index(b"XYZ \0\0\0\0" + bytes((0, 0, 0x83, 0xDF)))
    own[at + 8 : at + 12] = bytes((0, 0, 0x8A, 0))
    assert space_of(bytes(own)) is None
    assert standard(bytes(own)) == b""


KINDS: dict[bytes, Kind] = {
    b"\0\0\0\x18ftypheic": "heic",
    b"\0\0\0\x18ftypavif": "avif",
    b"\0\0\0\x18ftypqt  ": "mov",
    b"\0\0\0\x18ftypM4A ": "mp4",
    b"\0\0\0\x08wide\0\0\0\0mdat": "mov",
    b"II*\0": "tiff",
    b"GIF89a": "gif",
    b"RIFF\0\0\0\0WAVE": "audio",
    b"RIFF\0\0\0\0AVI ": "other",
    b"\0\0\0\x08wideWAVE": "mov",
    b"PK\3\4".ljust(30, b"\0") + b"docProps/app.xml": "office",
    b"PK\3\4".ljust(30, b"\0") + b"letters/": "zip",
    b"\0\0\0\x08wide".ljust(30, b"\0") + b"docProps/": "mov",
    b"hello": "other",
    b"": "other",
}


@pytest.mark.parametrize("start", KINDS)
def test_a_file_is_what_its_first_bytes_say(start: bytes) -> None:
    assert kind_of(start) == KINDS[start]


def test_of_what_is_not_cleaned_it_is_said_what_may_remain() -> None:
    assert without_metadata(Memory(b"%PDF-1.7")) == ("pdf", None)
    assert remains_in("pdf") == ("author", "places", "history")
    assert remains_in("tiff") == ("author", "places")
    assert remains_in("other") == ("unknown",)


def test_a_cleaned_file_comes_in_small_parts() -> None:
    name = "preview.heic"
    source = Memory(golden(name))
    _, cleaned = without_metadata(source)
    assert cleaned is not None
    parts = list(stream(source, cleaned.pieces))
    assert b"".join(parts) == clean(golden(name))[2]
    assert len(parts) > 3


def test_the_golden_files_are_small() -> None:
    sizes = [path.stat().st_size for path in FOLDER.iterdir()]
    assert max(sizes) < 40_000
    assert sum(sizes) < 600_000
