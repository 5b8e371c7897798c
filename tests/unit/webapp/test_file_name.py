"""What a device calls a file is bounded before it is sealed."""

from __future__ import annotations

import pytest

from webapp.source.plain.file_name import media_type_of, short_name


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("IMG_1.jpg", "IMG_1.jpg"),
        ("C:\\Users\\me\\IMG_1.jpg", "IMG_1.jpg"),
        ("../../etc/passwd", "passwd"),
        ("a" * 300 + ".jpeg", "a" * 250 + ".jpeg"),
        ("ä" * 300, "ä" * 127),
        ("." + "e" * 300, "." + "e" * 254),
        ("\ud800.png", "?.png"),
    ],
)
def test_a_name_has_no_folder_and_at_most_255_bytes(name: str, short: str) -> None:
    assert short_name(name) == short
    assert len(short.encode()) <= 255


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("image/jpeg", "image/jpeg"),
        ("Text/HTML; charset=utf-8", "text/html"),
        ("", "application/octet-stream"),
        ("a b/c", "application/octet-stream"),
        ("a/" + "b" * 100, "application/octet-stream"),
    ],
)
def test_a_media_type_is_one_or_the_one_of_unknown_bytes(said: str, told: str) -> None:
    assert media_type_of(said) == told
