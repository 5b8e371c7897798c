"""Colour profiles: of three usual colour spaces a fresh one is written, every other is dropped.

A profile names its maker, its program and its day, and that of a calibrated screen or scanner is
one of a kind. Without any a picture is shown as sRGB. Layout: ICC.1:2010, sections 7.2 and 10.
"""

from __future__ import annotations

from dataclasses import dataclass

from webapp.metadata.errors import Uncleanable
from webapp.metadata.view import View

HEADER, MOST_TAGS = 128, 100
CLOSE = 0.004
ONE = 65536  # s15Fixed16
WHITE = (0xF6D6, 0x10000, 0xD32D)  # D50
# From D65 to D50 after Bradford, as every profile of these three spaces has it.
ADAPTED = (0x10C42, 0x5DE, -0xCC4, 0x797, 0xFD93, -0x45E, -0x269, 0x3DA, 0xC0AE)
SRGB_CURVE = (0x26666, 0xF2A7, 0xD59, 0x13D0, 0xA5B)  # g a b c d of section 10.16, function 3
GAMMA_CURVE = (0x23333, ONE, 0, 0, 0)
COLUMNS = ("rXYZ", "gXYZ", "bXYZ")


@dataclass(frozen=True)
class Space:
    """A colour space: where red, green and blue lie, and its curve."""

    columns: tuple[tuple[int, int, int], ...]
    curve: tuple[int, ...]


SRGB = Space(
    ((0x6FA2, 0x38F5, 0x390), (0x6299, 0xB785, 0x18DA), (0x24A0, 0xF84, 0xB6CF)), SRGB_CURVE
)
DISPLAY_P3 = Space(
    ((0x83DF, 0x3DBF, -0x45), (0x4ABF, 0xB137, 0xAB9), (0x2838, 0x110B, 0xC8B9)), SRGB_CURVE
)
ADOBE_RGB = Space(
    ((0x9C18, 0x4FA5, 0x4FC), (0x348D, 0xA02C, 0xF95), (0x2631, 0x102F, 0xBE9C)), GAMMA_CURVE
)


def space_of(profile: bytes) -> Space | None:
    """Return which of the three spaces a profile describes, or None. Raises nothing."""
    try:
        view = View(profile)
        tags = {
            view.tag(HEADER + 4 + 12 * i): view.u32(HEADER + 8 + 12 * i)
            for i in range(min(view.u32(HEADER), MOST_TAGS))
        }
        if view.tag(16) != "RGB " or any(name not in tags for name in COLUMNS):
            return None
        columns = [[fixed(view.u32(tags[name] + 8 + 4 * i)) for i in range(3)] for name in COLUMNS]
    except Uncleanable:
        return None
    return next((s for s in (SRGB, DISPLAY_P3, ADOBE_RGB) if _is_close(s, columns)), None)


def standard(profile: bytes) -> bytes:
    """Return what is written instead of a profile: nothing for sRGB and for unknown spaces."""
    space = space_of(profile)
    return b"" if space is None or space is SRGB else fresh(space)


def fresh(space: Space, length: int = 0) -> bytes:
    """Return a profile of the space with no maker, program or day, of `length` bytes if it fits."""
    name = b"mluc" + bytes(4) + _u32(1) + _u32(12) + b"enUS" + _u32(2) + _u32(28) + b"\0-\0\0"
    parts = {
        "desc": name,
        "cprt": name,
        "wtpt": b"XYZ " + bytes(4) + _numbers(WHITE),
        "chad": b"sf32" + bytes(4) + _numbers(ADAPTED),
        **{
            n: b"XYZ " + bytes(4) + _numbers(c) for n, c in zip(COLUMNS, space.columns, strict=True)
        },
        **dict.fromkeys(
            ("rTRC", "gTRC", "bTRC"), b"para" + bytes(4) + b"\0\3\0\0" + _numbers(space.curve)
        ),
    }
    table, body = _u32(len(parts)), b""
    begin = HEADER + 4 + 12 * len(parts)
    for tag, content in parts.items():
        place = body.find(content)
        at = begin + (len(body) if place < 0 else place)
        body += content if place < 0 else b""
        table += tag.encode() + _u32(at) + _u32(len(content))
    size = max(begin + len(body), length - length % 4)
    head = _u32(size) + bytes(4) + b"\4\0\0\0mntrRGB XYZ " + bytes(12) + b"acsp" + bytes(28)
    return (
        (head + _numbers(WHITE)).ljust(HEADER, b"\0")
        + table
        + body.ljust(max(size, length) - begin, b"\0")
    )


def _is_close(space: Space, columns: list[list[float]]) -> bool:
    pairs = zip(space.columns, columns, strict=True)
    return all(
        abs(expected / ONE - found) < CLOSE
        for column, other in pairs
        for expected, found in zip(column, other, strict=True)
    )


def fixed(value: int) -> float:
    """Return the number that 32 bits spell as s15Fixed16."""
    return (value - (value >> 31 << 32)) / ONE


def _u32(value: int) -> bytes:
    return (value & 0xFFFFFFFF).to_bytes(4)


def _numbers(values: tuple[int, ...]) -> bytes:
    return b"".join(_u32(value) for value in values)
