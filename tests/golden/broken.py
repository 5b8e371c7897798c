"""Golden files with seeded damage, for the tests that nothing of it leads astray."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.golden.opened import NAMES, golden

NUMBERS = (bytes(4), b"\xff" * 4, b"\0\0\0\1", b"\x7f\xff\xff\xff", b"\0\0\0\x08")
PARTS = (
    *(b"moov", b"trak", b"stsd", b"stsz", b"stco", b"stsc", b"mvhd", b"hdlr", b"dref", b"trun"),
    *(b"iloc", b"iinf", b"infe", b"iref", b"ipma", b"colr", b"idat", b"pitm", b"tfhd", b"meta"),
    *(b"udta", b"keys", b"ilst", b"loci", b"VP8X", b"ANMF", b"EXIF", b"IHDR", b"eXIf", b"Exif"),
)

Damage = Callable[[bytearray, int, random.Random], None]


def _bit(data: bytearray, at: int, pick: random.Random) -> None:
    data[at] ^= 1 << pick.randrange(8)


def _cut(data: bytearray, at: int, _pick: random.Random) -> None:
    del data[at:]


def _gap(data: bytearray, at: int, pick: random.Random) -> None:
    del data[at : at + pick.randrange(1, 40)]


def _twice(data: bytearray, at: int, pick: random.Random) -> None:
    data[at:at] = data[at : at + pick.randrange(1, 40)]


def _number(data: bytearray, at: int, pick: random.Random) -> None:
    data[at : at + 4] = pick.choice(NUMBERS)


def _more(data: bytearray, at: int, pick: random.Random) -> None:
    data[at:at] = pick.randbytes(pick.randrange(1, 9))


def _near_a_part(data: bytearray, at: int, pick: random.Random) -> None:
    places = [data.find(part) for part in PARTS if part in data]
    near = pick.choice(places or [at]) + pick.randrange(-4, 24)
    data[max(0, min(len(data) - 1, near))] = pick.choice((0, 1, 2, 3, 8, 255, pick.randrange(256)))


DAMAGES: tuple[Damage, ...] = (_bit, _cut, _gap, _twice, _number, _more, _near_a_part)


def damaged(count: int, seed: int) -> dict[str, bytes]:
    """So many broken files by name, the same ones for the same seed."""
    pick = random.Random(seed)
    files: dict[str, bytes] = {}
    for i in range(count):
        name = pick.choice(NAMES)
        data = bytearray(golden(name))
        for _ in range(pick.choice((1, 1, 1, 2, 4))):
            if data:
                pick.choice(DAMAGES)(data, pick.randrange(len(data)), pick)
        files[f"{i:05d}-{name}"] = bytes(data)
    return files
