"""The frames of the line: an event's name and one object, or nothing at all is handed on.

python-socketio would run a handler for any name, also the reserved ones, and raise from deep
inside for one that is not even a string. What is refused here is dropped without a word; an
event that is merely unknown or malformed inside gets an answer from `chat.sockets`.
"""

from __future__ import annotations

from typing import Any

from socketio import packet

RESERVED = {"connect", "disconnect"}

PARTS = "[{,"
MOST_PARTS = 256
"""So many of these may be in a frame; ours have a dozen, and none in a text.

Of 300,000 empty lists in one frame all others would wait two seconds (measured), before anybody has
shown a proof.
"""


class StrictPacket(packet.Packet):  # type: ignore[misc]  # python-socketio ships no types
    """A Socket.IO packet of text only, whose event is a name with one object and wants an answer."""

    def __init__(self, packet_type: int = packet.EVENT, data: Any = None, **rest: Any) -> None:  # noqa: ANN401 - the library's own
        # What we send is JSON made of our own text: looking through it for bytes is work for nothing.
        super().__init__(packet_type, data, **{"binary": False, **rest})

    def decode(self, encoded_packet: str) -> int:
        """Read a frame; raises ValueError for what no client of ours sends."""
        if sum(map(encoded_packet.count, PARTS)) > MOST_PARTS:
            raise ValueError("parts")
        attachments: int | None = super().decode(encoded_packet)
        if attachments or self.packet_type not in {packet.CONNECT, packet.DISCONNECT, packet.EVENT}:
            raise ValueError("kind")
        if self.packet_type == packet.EVENT and not self._is_plain_event():
            raise ValueError("event")
        return 0

    def _is_plain_event(self) -> bool:
        data = self.data
        named = isinstance(data, list) and len(data) == 2 and isinstance(data[0], str)  # noqa: PLR2004 - name and object
        return named and data[0] not in RESERVED and isinstance(data[1], dict)
