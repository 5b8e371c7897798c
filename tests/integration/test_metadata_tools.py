"""exiftool finds what was planted in the golden files, and nothing of it once they are cleaned."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.golden.blocks import CANARY
from tests.golden.opened import FOLDER, NAMES, clean, golden
from tests.golden.structure import STRUCTURE, SYSTEM

Found = dict[str, dict[str, str]]

PHOTO = (
    *("GPS:GPSLatitude", "GPS:GPSDateStamp", "IFD0:Make", "ExifIFD:DateTimeOriginal"),
    *("ExifIFD:SerialNumber", "ExifIFD:OwnerName", "Apple:MediaGroupUUID"),
)
LOADED = (*PHOTO, "IFD1:ThumbnailImage", "XMP-exif:GPSLatitude", "ICC_Profile:ProfileCopyright")
WORDS = ("IPTC:City", "IPTC:By-line", "Photoshop:URL", "File:Comment")
PNG = (*PHOTO, "XMP-exif:GPSLatitude", "PNG:Author", "PNG:Comment", "PNG:ModifyDate")
WEBP = (*PHOTO, "XMP-exif:GPSLatitude", "ICC_Profile:ProfileCopyright")
FILM = ("QuickTime:CreateDate", "Track1:MediaCreateDate", "Track1:HandlerDescription")
LABELS = ("UserData:LocationInformation", "ItemList:Title", "ItemList:Artist")
PLANTED: dict[str, tuple[str, ...]] = {
    "baseline.jpg": (*LOADED, *WORDS, "XMP-xmpNote:HasExtendedXMP"),
    "progressive.jpg": (*LOADED, *WORDS),
    "restart.jpg": (*LOADED, *WORDS),
    "two-pictures.jpg": (*LOADED, "MPF0:NumberOfImages", "MPImage2:MPImage2"),
    "zip-behind.jpg": LOADED,
    "samsung-end.jpg": (*LOADED, "Samsung:TimeStamp"),
    "cut-off.jpg": LOADED,
    "grey.jpg": PHOTO,
    "cmyk.jpg": ("File:Comment",),
    **{f"orientation-{i}.jpg": PHOTO for i in range(1, 9)},
    "full.png": (*PNG, "ICC_Profile:ProfileCopyright", "PNG-pHYs:PixelsPerUnitX"),
    "palette.png": PNG,
    "moving.png": PNG,
    "sixteen.png": ("PNG:Author", "PNG:ModifyDate", "XMP-exif:GPSLatitude"),
    "lossy.webp": WEBP,
    "lossless.webp": WEBP,
    "alpha.webp": WEBP,
    "moving.webp": WEBP,
    "preview.heic": (*LOADED, "XMP-dc:Creator"),
    "alpha.heic": ("GPS:GPSLatitude", "IFD0:Artist", "XMP-dc:Creator"),
    "full.avif": (*PHOTO, "XMP-exif:GPSLatitude", "ICC_Profile:ProfileCopyright"),
    "film.mp4": (*FILM, *LABELS, "XMP-dc:Creator", "XMP-exif:GPSLatitude"),
    "fragments.mp4": (*FILM, *LABELS),
    "phone.3gp": (*FILM, "UserData:LocationInformation", "UserData:Title"),
    "voice.m4a": (*FILM, *LABELS),
    "old.mov": (*FILM, "UserData:GPSCoordinates", "UserData:Title"),
    "drone.mp4": (*FILM, *LABELS, "Track3:Text"),
    "action.mp4": (*FILM, *LABELS, "Track3:GPSLatitude", "Track3:DeviceName"),
    "phone.mov": (*FILM, "Keys:GPSCoordinates", "Keys:Make", "Track3:GPSCoordinates"),
}
NOTHING_PLANTED = {"plain.webp"}
UNKNOWN_DAY = "0000:00:00 00:00:00"
OF_SOMEBODY = re.compile(rf"{CANARY}|QLCY|2021|19 deg|99 deg|19\.43|99\.13")


def look(folder: Path) -> Found:
    """All that exiftool finds in a folder, by file: tags as Group:Name with their values."""
    command = ("exiftool", "-j", "-G1", "-a", "-u", "-ee3", str(folder))
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    files: list[dict[str, Any]] = json.loads(done.stdout)
    return {
        Path(file.pop("SourceFile")).name: {tag: str(value) for tag, value in file.items()}
        for file in files
    }


@pytest.fixture(scope="module")
def before() -> Found:
    assert shutil.which("exiftool"), "tests/debian-packages installs exiftool"
    return look(FOLDER)


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> Found:
    folder = tmp_path_factory.mktemp("cleaned")
    for name in NAMES:
        (folder / name).write_bytes(clean(golden(name))[2])
    return look(folder)


def structure(tag: str) -> bool:
    group, _, name = tag.partition(":")
    return (
        name in STRUCTURE.get(re.sub(r"^Track\d+$", "Track", group), "").split() or group == SYSTEM
    )


def test_every_golden_file_has_its_planted_tags_listed() -> None:
    assert set(NAMES) == set(PLANTED) | NOTHING_PLANTED


@pytest.mark.parametrize("name", sorted(PLANTED))
def test_what_was_planted_is_found_before(before: Found, name: str) -> None:
    assert [tag for tag in PLANTED[name] if tag not in before[name]] == []
    assert any(OF_SOMEBODY.search(value) for value in before[name].values())


@pytest.mark.parametrize("name", NAMES)
def test_only_structure_is_found_after(after: Found, name: str) -> None:
    assert [tag for tag in after[name] if not structure(tag)] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_value_tells_of_anybody_after(after: Found, name: str) -> None:
    values = {tag: value for tag, value in after[name].items() if not tag.startswith(SYSTEM)}
    assert {tag: value for tag, value in values.items() if OF_SOMEBODY.search(value)} == {}
    days = {value for tag, value in values.items() if tag.endswith("Date")}
    assert days <= {UNKNOWN_DAY}


@pytest.mark.parametrize("orientation", range(1, 9))
def test_pictures_stay_turned_as_they_were(before: Found, after: Found, orientation: int) -> None:
    name = f"orientation-{orientation}.jpg"
    turned = before[name]["IFD0:Orientation"]
    assert after[name].get("IFD0:Orientation", "Horizontal (normal)") == turned
