"""What one client holds of a conversation: every envelope that it knows, checked, in order."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from typing import Literal

from crypto import envelope as envelopes
from crypto.hashes import digest
from crypto.keys import KeyRecord, open_desk_wrap, open_self_wrap
from crypto.receipt import Receipt

Direction = Literal["S", "D"]
ZERO = bytes(32)


@dataclass(frozen=True)
class Keys:
    """The key of a conversation in the hands of one side."""

    site: bytes
    record: KeyRecord = field(repr=False)
    key: bytes = field(repr=False)

    @staticmethod
    def of_source(site: bytes, record: KeyRecord, receipt: Receipt) -> Keys:
        """As the person's browser opens it."""
        return Keys(site, record, open_self_wrap(site, record, receipt))

    @staticmethod
    def of_desk(site: bytes, record: KeyRecord, epoch_seed: bytes) -> Keys:
        """As an advocate's browser opens it."""
        return Keys(site, record, open_desk_wrap(site, record, epoch_seed)[0])

    def inner(self, envelope: bytes) -> dict[str, object]:
        """What an envelope says; raises a CryptoError where it does not open."""
        opened = envelopes.open_envelope(self.key, self.site, self.record.commit, envelope)
        said: dict[str, object] = json.loads(opened)
        return said


class BrokenChain(Exception):
    """The server gave something that cannot be: other bytes under a number, or a broken hash."""


class Thread:
    """Every envelope from the first on, per direction, without a gap."""

    def __init__(self, keys: Keys, mine: Direction) -> None:
        self._keys, self._mine = keys, mine
        self.known: dict[str, list[bytes]] = {"S": [], "D": []}

    @property
    def numbers(self) -> dict[str, int]:
        """The last number known of each direction, as `sync` names them."""
        return {"s": len(self.known["S"]), "d": len(self.known["D"])}

    def take(self, envelope: bytes) -> bool:
        """The envelope is known, unless it comes before its time: then False, and ask for the rest.

        Raises BrokenChain for what no honest server gives.
        """
        header = envelopes.parse_header(envelope)
        chain = self.known[header.direction]
        if header.seq <= len(chain):
            if chain[header.seq - 1] != envelope:
                raise BrokenChain(f"two envelopes under {header.direction}{header.seq}")
            return True
        if header.seq > len(chain) + 1:
            return False
        if header.prev != (digest(chain[-1]) if chain else ZERO):
            raise BrokenChain(f"{header.direction}{header.seq} does not follow")
        self._keys.inner(envelope)
        chain.append(envelope)
        return True

    def holds(self, envelope: bytes) -> bool:
        """Whether these very bytes are in the thread."""
        return envelope in self.known[self._mine]

    def seal(self, text: str) -> bytes:
        """The next envelope of this side, as of what is known now."""
        mine, theirs = self.known[self._mine], self.known["D" if self._mine == "S" else "S"]
        header = envelopes.Header(
            flags=0,
            direction=self._mine,
            conv=self._keys.record.conv,
            gen=self._keys.record.gen,
            seq=len(mine) + 1,
            prev=digest(mine[-1]) if mine else ZERO,
            ack_seq=len(theirs),
            ack=digest(theirs[-1]) if theirs else ZERO,
            nonce=secrets.token_bytes(24),
        )
        inner = {"t": "text", "body": text, "low": [1, 1], "at": "2026-11-24T14"}
        return envelopes.seal_envelope(
            self._keys.key,
            self._keys.site,
            self._keys.record.commit,
            header,
            json.dumps(inner).encode(),
        )

    def texts(self, direction: Direction) -> list[str]:
        """What one side said, unsealed, in order."""
        said = [self._keys.inner(envelope) for envelope in self.known[direction]]
        return [str(inner["body"]) for inner in said if inner["t"] == "text"]
