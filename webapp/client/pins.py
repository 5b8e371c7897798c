"""What a person's client keeps of a desk between two visits: its root, and the newest it has seen.

Nothing in it is secret. Whoever could change it could make the client believe another desk, so it
is its owner's alone.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from webapp.client.whole_file import write_whole
from webapp.schemas import b64, unb64


class BadPin(Exception):
    """The file holds no pin, or others may write it."""


OTHERS_MAY_WRITE = 0o022


@dataclass(frozen=True)
class Pin:
    """A desk as it was believed before."""

    site: bytes
    root_vk: bytes
    serial: int = 0
    """The highest serial of a roster ever seen; an older one is refused."""
    certified: int = 0
    """When the newest certificate ever seen began."""

    @classmethod
    def read(cls, path: Path) -> Pin | None:
        """The pin in this file, None where there is no file; raises BadPin."""
        try:
            if path.stat().st_mode & OTHERS_MAY_WRITE:
                raise BadPin("others may write this file")
            kept = json.loads(path.read_text())
            seen = int(kept["serial"]), int(kept["certified"])
            return cls(unb64(kept["site"]), unb64(kept["root_vk"]), *seen)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BadPin("this file holds no pin") from error

    def write(self, path: Path) -> None:
        """The file holds this pin and nothing else; raises OSError."""
        kept = {**asdict(self), "site": b64(self.site), "root_vk": b64(self.root_vk)}
        write_whole(path, json.dumps(kept).encode() + b"\n")
