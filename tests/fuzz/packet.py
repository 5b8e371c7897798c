"""Frames of the live line, as our strict packet reads them, and the JSON in them."""

from __future__ import annotations

import json
from collections.abc import Iterator

from socketio import packet

from chat import json_text, packets
from tests.fuzz.target import REFUSED, TAKEN, Target


class Strict(packets.StrictPacket):
    """The packet with the line's own JSON."""

    json = json_text


EVENT = '2/line,7["sync",{"s":0,"d":0}]'


def check(data: bytes) -> str:
    """Whether the frame is handed on; one that is says an event's name and one object, or comes or goes."""
    text = data.decode("utf-8", "replace")
    frame = Strict()
    try:
        attachments = frame.decode(text)
    except ValueError:
        return REFUSED
    assert not attachments
    assert frame.packet_type in {packet.CONNECT, packet.DISCONNECT, packet.EVENT}
    if frame.packet_type == packet.EVENT:
        name, said = frame.data
        assert isinstance(name, str)
        assert name not in packets.RESERVED
        assert isinstance(said, dict)
        again = Strict()
        again.decode(Strict(packet.EVENT, frame.data, namespace=frame.namespace).encode())
        assert again.data == frame.data
    return TAKEN


def seeds() -> Iterator[bytes]:
    """Frames as our clients send them, of every other kind, and nearly right ones."""
    proof = json.dumps({"receipt": "A" * 43})
    frames = ("0", f"0/line,{proof}", "1/line,", EVENT, "4", "3/line,7[]", "2[]", '2["connect",{}]')
    more = ('51-["a",{"_placeholder":true,"num":0}]', "2/x?y=1,", "29999999999[]", '2["a",{}]')
    for frame in (*frames, *more, '2["sync"]', '2[{},"a"]', f'2["a",{"[" * 300}'):
        yield frame.encode()


WORDS = (b"/line,", b"/desk,", b'["send",', b"_placeholder", b'{"s":0}', b"NaN", b"\\u0000", b"[[")
ENTRY = (json_text, "loads")
TARGET = Target("packet", check, seeds, ENTRY, longest=1_000, words=WORDS)
