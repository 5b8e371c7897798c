"""Films: which bytes stay, however their tables are written, and how little of them is read."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from tests.golden.blocks import CANARY, box, data_track, full
from tests.golden.opened import clean, golden
from webapp.metadata import Uncleanable, stream, without_metadata
from webapp.metadata.boxes import boxes
from webapp.metadata.samples import Fragment, run_ranges

FTYP = box(b"ftyp", b"isom", bytes(4))
HEAD = len(FTYP) + 8
ONE = struct.pack(">L", 1)


def track(handler: bytes, *tables: bytes) -> bytes:
    """A track of pictures, or of whatever else, with these tables of its samples."""
    made = data_track(1, box(b"avc1", bytes(78)), 0, 0)
    start, end = made.index(b"stts") - 4, len(made)
    head = made[:start].replace(b"mhlrmeta", b"mhlr" + handler)
    return resized(head, made[start:end], b"".join(tables))


def resized(head: bytes, old: bytes, new: bytes) -> bytes:
    """The boxes around the tables, with their lengths counted anew."""
    whole = bytearray(head + new)
    for name in (b"trak", b"mdia", b"minf", b"stbl"):
        at = whole.index(name) - 4
        size = struct.unpack(">L", whole[at : at + 4])[0]
        whole[at : at + 4] = struct.pack(">L", size - len(old) + len(new))
    return bytes(whole)


def chunks(per_chunk: int) -> bytes:
    return full(b"stsc", ONE, struct.pack(">LLL", 1, per_chunk, 1))


def places(*at: int) -> bytes:
    return full(b"stco", struct.pack(f">L{len(at)}L", len(at), *at))


def film(media: bytes, *tracks: bytes) -> bytes:
    return FTYP + box(b"mdat", media) + box(b"moov", *tracks)


def media_of(data: bytes) -> bytes:
    at = data.index(b"mdat")
    return data[at + 4 : at - 4 + struct.unpack(">L", data[at - 4 : at])[0]]


SIZES = {
    "each its own": full(b"stsz", bytes(4), struct.pack(">LLL", 2, 3, 4)),
    "all the same, the last shorter": full(b"stsz", struct.pack(">LL", 4, 2)),
    "in sixteen bits": full(b"stz2", b"\0\0\0\x10", struct.pack(">LHH", 2, 3, 4)),
    "in eight bits": full(b"stz2", b"\0\0\0\x08", struct.pack(">LBB", 2, 3, 4)),
    "in four bits": full(b"stz2", b"\0\0\0\x04", struct.pack(">LB", 2, 0x34)),
}


@pytest.mark.parametrize("written", SIZES)
def test_only_the_samples_of_the_picture_stay(written: str) -> None:
    length = 8 if "same" in written else 7
    table = SIZES[written]
    data = film(b"..PPPPPPPP..", track(b"vide", chunks(2), table, places(HEAD + 2)))
    assert media_of(clean(data)[2]) == b"\0\0" + b"P" * length + bytes(12 - 2 - length)


def test_long_places_are_read() -> None:
    long = full(b"co64", ONE, struct.pack(">Q", HEAD + 2))
    data = film(b"..PPP.", track(b"vide", chunks(1), full(b"stsz", struct.pack(">LL", 3, 1)), long))
    assert media_of(clean(data)[2]) == b"\0\0PPP\0"


def test_media_of_a_long_size_and_media_to_the_end_are_read() -> None:
    size = full(b"stsz", struct.pack(">LL", 3, 1))
    shown = box(b"moov", track(b"vide", chunks(1), size, places(HEAD + 8)))
    long = struct.pack(">L4sQ", 1, b"mdat", 22) + b"PPP..."
    assert clean(FTYP + long + shown)[2].startswith(FTYP + long[:-3] + bytes(3))
    first = len(FTYP) + len(shown) + 8
    shown = box(b"moov", track(b"vide", chunks(1), size, places(first)))
    after = clean(FTYP + shown + bytes(4) + b"mdatPPP...")[2]
    assert after.endswith(bytes(4) + b"mdatPPP\0\0\0")


def test_a_picture_gives_way_to_a_track_that_must_go() -> None:
    size = full(b"stsz", struct.pack(">LL", 4, 1))
    shown = track(b"vide", chunks(1), size, places(HEAD))
    gone = track(b"meta", chunks(1), size, places(HEAD + 2))
    data = film(b"PPGGGG", shown, gone)
    assert media_of(clean(data)[2]) == b"PP\0\0\0\0"


@pytest.mark.parametrize("at", [0, 4, HEAD - 1, HEAD + 6])
def test_samples_that_lie_outside_of_the_media_are_refused(at: int) -> None:
    size = full(b"stsz", struct.pack(">LL", 4, 1))
    with pytest.raises(Uncleanable):
        clean(film(b"PPPPPP", track(b"vide", chunks(1), size, places(at))))


@pytest.mark.parametrize("name", ["fragments.mp4", "film.mp4", "old.mov", "phone.3gp"])
def test_every_byte_of_picture_and_sound_stays(name: str) -> None:
    before, after = golden(name), clean(golden(name))[2]
    assert media_of(after).strip(b"\0") == media_of(before).strip(b"\0")


def test_the_media_of_sensors_are_zeros() -> None:
    for name in ("phone.mov", "action.mp4"):
        before, after = golden(name), clean(golden(name))[2]
        at = before.rindex(b"mdat")
        end = at - 4 + struct.unpack(">L", before[at - 4 : at])[0]
        assert any(before[at + 4 : end])
        assert not any(after[at + 4 : end])


def test_fragments_of_sensors_are_zeros() -> None:
    """The second track of a film in fragments is made one of sensors."""
    data = golden("fragments.mp4").replace(b"\0\0\0\0soun", b"\0\0\0\0meta")
    after = clean(data)[2]
    assert 0 < len(media_of(after).replace(b"\0", b"")) < len(media_of(data).replace(b"\0", b""))
    assert after.count(b"traf") == data.count(b"traf") / 2


@pytest.mark.parametrize("inside", ["moov", "trak", "mdia", "minf", "gmhd", "stbl", "avc1"])
def test_a_box_that_is_not_on_the_list_becomes_free(inside: str) -> None:
    plain = track(b"vide", chunks(1), full(b"stsz", struct.pack(">LL", 3, 1)), places(HEAD))
    moov = box(b"moov", plain)
    path = PATH[: PATH.index(inside) + 1] if inside in PATH else [*PATH[:4], "gmhd"]
    for kind in ("udta", "meta", "uuid", "elng"):
        data = FTYP + box(b"mdat", b"PPP") + planted(moov, path, box(kind.encode(), b"QL-CANARY"))
        after = clean(data)[2]
        assert CANARY.encode() not in after
        assert after.count(b"free") == 1
        assert media_of(after) == b"PPP"


PATH = ["moov", "trak", "mdia", "minf", "stbl", "stsd", "avc1"]


def planted(data: bytes, path: list[str], own: bytes) -> bytes:
    """The boxes with one more at the end of the last of a path."""
    longer = bytearray(data)
    at = end = 0
    for kind in path:
        at = data.index(kind.encode(), at) - 4
        size = struct.unpack(">L", data[at : at + 4])[0]
        longer[at : at + 4] = struct.pack(">L", size + len(own))
        end = at + size
    longer[end:end] = own
    return bytes(longer)


def test_a_fragment_s_tracks_follow_each_other() -> None:
    """Where nothing says where a track begins, it begins where the last one ended."""
    run = full(b"trun", struct.pack(">L", 3))
    traf = box(b"traf", box(b"tfhd", b"\0\0\0\x10", struct.pack(">LL", 1, 7)), run)
    data = bytearray(box(b"moof", traf, traf))
    moof = Fragment(1000)
    first, second = boxes(data, 8, len(data))
    assert list(run_ranges(data, first, moof, 0)) == [(1000, 1021)]
    assert list(run_ranges(data, second, moof, 0)) == [(1021, 1042)]


def test_an_unknown_box_becomes_free_or_is_cut_off_at_the_end() -> None:
    own = box(b"uuid", CANARY.encode())
    size = full(b"stsz", struct.pack(">LL", 3, 1))
    shown = box(b"moov", track(b"vide", chunks(1), size, places(HEAD + len(own))))
    data = FTYP + own + box(b"mdat", b"PPP") + shown
    after = clean(data + own)[2]
    assert after[len(FTYP) :].startswith(box(b"free", bytes(len(CANARY))) + box(b"mdat", b"PPP"))
    assert len(after) == len(data)


def test_a_maker_s_brand_is_not_kept() -> None:
    data = golden("film.mp4")
    branded = data[:8] + b"XAVC" + data[12:16] + b"CAEP" + data[20:]
    after = clean(branded)[2]
    assert after[8:12] == b"isom"
    assert b"CAEP" not in after


@dataclass
class Large:
    """A film of half a gigabyte whose bytes are made when they are asked for."""

    start: bytes
    end: bytes
    size: int
    read_bytes: int = field(default=0)

    def read(self, at: int, length: int) -> bytes:
        """Return what stands there, and count it."""
        self.read_bytes += length
        end_at = self.size - len(self.end)
        made = bytearray(b"P" * length)
        for begin, part in ((0, self.start), (end_at, self.end)):
            low, high = max(at, begin), min(at + length, begin + len(part))
            if low < high:
                made[low - at : high - at] = part[low - begin : high - begin]
        return bytes(made[: max(0, self.size - at)])


def large(size: int) -> Large:
    start = FTYP + struct.pack(">L4s", size, b"mdat")
    step = 1024 * 1024
    count = size // step - 1
    table = full(b"stsz", struct.pack(">LL", step // 2, count))
    moov = box(
        b"moov", track(b"vide", chunks(1), table, places(*range(HEAD, HEAD + count * step, step)))
    )
    return Large(start, moov, len(FTYP) + size + len(moov))


def test_a_film_of_half_a_gigabyte_is_cleaned_by_reading_its_tables() -> None:
    source = large(500 * 1024 * 1024)
    _, cleaned = without_metadata(source)
    assert cleaned is not None
    assert source.read_bytes < 64 * 1024
    assert len(cleaned.pieces) < 2_000


def test_a_long_film_comes_out_in_parts_of_at_most_a_megabyte() -> None:
    source = large(20 * 1024 * 1024)
    _, cleaned = without_metadata(source)
    assert cleaned is not None
    parts: Iterator[bytes] = stream(source, cleaned.pieces)
    lengths, shown = [], 0
    for part in parts:
        lengths.append(len(part))
        shown += part.count(b"P")
    assert max(lengths) <= 1024 * 1024
    assert sum(lengths) == source.size
    assert 19 * 512 * 1024 <= shown < 19 * 512 * 1024 + 100
