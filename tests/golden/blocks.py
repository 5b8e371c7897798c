"""The blocks that the golden files carry and no tool writes: EXIF with maker notes, film tracks."""

from __future__ import annotations

import struct

CANARY = "QL-CANARY"
TAKEN, OFFSET = "2021:03:14 15:09:26", "-06:00"
ASCII, SHORT, LONG, RATIONAL, UNDEFINED = 2, 3, 4, 5, 7
WIDTHS = {1: 1, ASCII: 1, SHORT: 2, LONG: 4, RATIONAL: 8, UNDEFINED: 1}

Entry = tuple[int, int, bytes]


def text(tag: int, words: str) -> Entry:
    return tag, ASCII, words.encode() + b"\0"


def short(tag: int, value: int) -> Entry:
    return tag, SHORT, struct.pack(">H", value)


def long(tag: int, value: int) -> Entry:
    return tag, LONG, struct.pack(">L", value)


def rationals(tag: int, *pairs: tuple[int, int]) -> Entry:
    return tag, RATIONAL, b"".join(struct.pack(">LL", *pair) for pair in pairs)


def directory(entries: list[Entry], at: int, after: bool = False) -> bytes:
    """A TIFF directory that stands at `at`; with `after`, another follows it at once."""
    end = at + 2 + 12 * len(entries) + 4
    head, body = struct.pack(">H", len(entries)), b""
    for tag, kind, value in sorted(entries):
        count = len(value) // WIDTHS[kind]
        inline = len(value) <= 4
        place = value.ljust(4, b"\0") if inline else struct.pack(">L", end + len(body))
        head += struct.pack(">HHL", tag, kind, count) + place
        body += b"" if inline else value + bytes(len(value) % 2)
    return head + struct.pack(">L", end + len(body) if after else 0) + body


def apple_notes() -> bytes:
    """Maker notes as a phone writes them, with the ids by which its pictures are told apart."""
    head = b"Apple iOS\0\0\1MM"
    entries = [text(0x11, f"{CANARY}-CONTENT-ID"), text(0x15, f"{CANARY}-UNIQUE-ID")]
    return head + directory(entries, len(head))


def camera_notes() -> list[Entry]:
    return [
        text(0x9003, TAKEN),
        text(0x9004, TAKEN),
        text(0x9011, OFFSET),
        (0x927C, UNDEFINED, apple_notes()),
        (0x9286, UNDEFINED, b"ASCII\0\0\0" + CANARY.encode()),
        text(0xA420, f"{CANARY}-IMAGE-ID"),
        text(0xA430, f"{CANARY}-OWNER"),
        text(0xA431, f"{CANARY}-SERIAL"),
        text(0xA435, f"{CANARY}-LENS"),
    ]


def place() -> list[Entry]:
    """19.4326 N, 99.1332 W, 2240 m, 21:09:20 UTC."""
    return [
        text(1, "N"),
        rationals(2, (19, 1), (25, 1), (5736, 100)),
        text(3, "W"),
        rationals(4, (99, 1), (7, 1), (5952, 100)),
        (5, 1, b"\0"),
        rationals(6, (2240, 1)),
        rationals(7, (21, 1), (9, 1), (20, 1)),
        text(29, "2021:03:14"),
    ]


def exif(orientation: int = 1, thumbnail: bytes = b"") -> bytes:
    """All that a phone writes: maker, owner, notes, place, a small picture."""
    first = [
        text(0x010F, f"{CANARY}-MAKE"),
        text(0x0110, f"{CANARY}-MODEL"),
        short(0x0112, orientation),
        text(0x0131, f"{CANARY}-SOFTWARE"),
        text(0x0132, TAKEN),
        text(0x013B, f"{CANARY}-ARTIST"),
        text(0x8298, f"{CANARY}-RIGHTS"),
    ]
    pointers = [long(0x8769, 0), long(0x8825, 0)]
    length = len(directory(first + pointers, 8))
    notes = directory(camera_notes(), 8 + length)
    gps_at = 8 + length + len(notes)
    gps = directory(place(), gps_at)
    small_at = gps_at + len(gps)
    small = [short(0x0103, 6), long(0x0201, 0), long(0x0202, len(thumbnail))]
    picture_at = small_at + len(directory(small, small_at))
    small[1] = long(0x0201, picture_at)
    pointers = [long(0x8769, 8 + length), long(0x8825, gps_at)]
    head = bytearray(directory(first + pointers, 8))
    if thumbnail:
        after = 2 + 12 * len(first + pointers)
        head[after : after + 4] = struct.pack(">L", small_at)
    end = directory(small, small_at) + thumbnail if thumbnail else b""
    return b"MM\0*" + struct.pack(">L", 8) + bytes(head) + notes + gps + end


def xmp(words: str = CANARY) -> bytes:
    return f"""<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>
<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about=''
xmlns:exif='http://ns.adobe.com/exif/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/'
xmlns:xmpNote='http://ns.adobe.com/xmp/note/' exif:GPSLatitude='19,25.956N'
exif:GPSLongitude='99,7.992W' dc:source='{words}' xmpNote:HasExtendedXMP='{"A" * 32}'/></rdf:RDF>
</x:xmpmeta><?xpacket end='w'?>""".encode()


def segment(marker: int, content: bytes) -> bytes:
    """A JPEG segment."""
    return struct.pack(">BBH", 0xFF, marker, 2 + len(content)) + content


def extended_xmp() -> bytes:
    """A segment of extended XMP, as editors write it when their history grows long."""
    part = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><!-- {CANARY} --></x:xmpmeta>".encode()
    head = b"http://ns.adobe.com/xmp/extension/\0" + b"A" * 32
    return segment(0xE1, head + struct.pack(">LL", len(part), 0) + part)


def multi_picture(first: int, second: int) -> bytes:
    """A segment that says how long the first picture and the one behind it are (CIPA DC-007)."""
    pictures = struct.pack(">LLLHH", 0x20030000, first, 0, 0, 0)
    # Counted from where the block begins, which stands right behind the first marker.
    pictures += struct.pack(">LLLHH", 0, second, max(0, first - 10), 0, 0)
    entries = [(0xB000, UNDEFINED, b"0100"), long(0xB001, 2), (0xB002, UNDEFINED, pictures)]
    return segment(0xE2, b"MPF\0MM\0*" + struct.pack(">L", 8) + directory(entries, 8))


def samsung_trailer() -> bytes:
    """What Samsung's camera appends: named blocks and a directory of them, read from the end."""
    name, value = b"Image_UTC_Data", b"1615756166000"
    block = struct.pack("<HHL", 0, 0x0A01, len(name)) + name + value
    entry = struct.pack("<HHLL", 0, 0x0A01, len(block), len(block))
    ending = b"SEFH" + struct.pack("<LL", 106, 1) + entry
    return block + ending + struct.pack("<L", len(ending)) + b"SEFT"


def box(kind: bytes, *content: bytes) -> bytes:
    """A box of a film."""
    inside = b"".join(content)
    return struct.pack(">L", 8 + len(inside)) + kind + inside


def full(kind: bytes, *content: bytes) -> bytes:
    """A box with a version and flags, both zero."""
    return box(kind, bytes(4), *content)


def data_track(number: int, entry: bytes, sample_at: int, length: int) -> bytes:
    """A track of timed metadata with one sample."""
    matrix = struct.pack(">9L", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
    head = struct.pack(">LLLLL", 0xDC7B1DC6, 0xDC7B1DC6, number, 0, 1000)
    tkhd = box(b"tkhd", b"\0\0\0\x0f", head, bytes(16), matrix, bytes(8))
    times = struct.pack(">LLLL", 0xDC7B1DC6, 0xDC7B1DC6, 1000, 1000)
    mdhd = full(b"mdhd", times, b"\x55\xc4\0\0")
    name = f"{CANARY} sensor".encode() + b"\0"
    hdlr = full(b"hdlr", b"mhlrmeta", b"appl", bytes(8), name)
    one = struct.pack(">L", 1)
    stbl = box(
        b"stbl",
        full(b"stsd", one, entry),
        full(b"stts", one, struct.pack(">LL", 1, 1000)),
        full(b"stsc", one, struct.pack(">LLL", 1, 1, 1)),
        full(b"stsz", struct.pack(">LL", length, 1)),
        full(b"stco", one, struct.pack(">L", sample_at)),
    )
    dinf = box(b"dinf", full(b"dref", one, box(b"url ", b"\0\0\0\1")))
    minf = box(b"minf", box(b"gmhd", full(b"gmin", bytes(12))), dinf, stbl)
    return box(b"trak", tkhd, box(b"mdia", mdhd, hdlr, minf))


def apple_entry() -> bytes:
    """The entry of a track whose samples are values of Apple's keys: here, the place."""
    key = box(b"keyd", b"mdta", b"com.apple.quicktime.location.ISO6709")
    kind = box(b"dtyp", struct.pack(">LL", 0, 1))
    keys = box(b"keys", box(b"\0\0\0\1", key, kind))
    return box(b"mebx", bytes(6), struct.pack(">H", 1), keys)


def apple_sample() -> bytes:
    place = b"+19.4326-099.1332+2240.000/"
    return struct.pack(">LL", 8 + len(place), 1) + place


def klv(key: bytes, kind: bytes, size: int, *values: bytes) -> bytes:
    """A value as GoPro writes it: key, kind, size, how many, padded to four bytes."""
    content = b"".join(values)
    head = key + kind + struct.pack(">BH", size, len(content) // size)
    return head + content + bytes(-len(content) % 4)


def action_entry() -> bytes:
    return box(b"gpmd", bytes(6), struct.pack(">H", 1), bytes(4))


def action_sample() -> bytes:
    """A second of an action camera's sensors: its name, and where it was."""
    scale = struct.pack(">5l", 10000000, 10000000, 1000, 1000, 100)
    where = struct.pack(">5l", 194326000, -991332000, 2240000, 100, 10)
    stream = klv(b"SCAL", b"l", 4, scale) + klv(b"GPS5", b"l", 20, where)
    name = klv(b"DVNM", b"c", 1, f"{CANARY} camera".encode())
    return klv(b"DEVC", b"\0", 1, name + klv(b"STRM", b"\0", 1, stream))
