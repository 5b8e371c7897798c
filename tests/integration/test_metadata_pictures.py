"""A cleaned picture decodes to the same pixels, is turned the same way, and keeps its frames."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageFile, ImageOps, ImageSequence

from tests.golden.opened import NAMES, clean, golden

DECODED = [name for name in NAMES if name.endswith((".jpg", ".png", ".webp", ".avif"))]

Frame = tuple[str, tuple[int, int], bytes]


def frames(data: bytes) -> list[Frame]:
    """Every frame as it is shown: its mode, its size, its pixels."""
    with Image.open(io.BytesIO(data)) as image:
        turned = [ImageOps.exif_transpose(each) for each in ImageSequence.Iterator(image)]
        return [(each.mode, each.size, each.tobytes()) for each in turned]


@pytest.mark.parametrize("name", DECODED)
def test_every_pixel_is_the_same(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", name == "cut-off.jpg")
    before, after = golden(name), clean(golden(name))[2]
    shown = frames(before)
    if name == "two-pictures.jpg":
        assert shown.pop() != shown[0], "the second picture is another, and goes"
    assert frames(after) == shown
    assert len({pixels for _, _, pixels in shown}) == (3 if name.startswith("moving") else 1)


def test_a_damaged_pixel_would_be_noticed() -> None:
    after = bytearray(clean(golden("baseline.jpg"))[2])
    after[len(after) * 3 // 4] ^= 1
    assert frames(bytes(after)) != frames(golden("baseline.jpg"))


def test_a_wide_picture_keeps_its_colours() -> None:
    for name in ("baseline.jpg", "lossy.webp", "full.avif"):
        with Image.open(io.BytesIO(clean(golden(name))[2])) as image:
            assert len(image.info["icc_profile"]) >= 440, name
