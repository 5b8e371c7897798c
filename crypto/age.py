"""Sealing a stream to the operator's age key: how a backup leaves the server, which cannot open it again.

The format is age's own (age-encryption.org/v1), so that a backup opens with any age program too.
"""

from collections.abc import Iterator
from typing import Protocol

import pyrage

from crypto.errors import Malformed, Refused

FIRST_LINE = b"age-encryption.org/v1\n"
SECRET_PREFIX = "AGE-SECRET-KEY-1"  # noqa: S105 - how age marks a private key, not one


class Out(Protocol):
    """Where bytes go: a file, or what looks like one."""

    def write(self, data: bytes, /) -> int:
        """Take the bytes and say how many there were."""
        ...

    def flush(self) -> None:
        """Keep nothing back."""
        ...


class In(Protocol):
    """Where bytes come from."""

    def read(self, size: int = -1, /) -> bytes:
        """At most so many bytes; none at the end."""
        ...


class _Pieces:
    """Bytes that come in pieces of any size, read like a file; holds one piece at a time."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""
        self.error: Exception | None = None

    def read(self, size: int) -> bytes:
        try:
            while not self._rest:
                self._rest = next(self._pieces)
        except StopIteration:
            return b""
        except Exception as error:
            self.error = error
            raise
        given, self._rest = self._rest[:size], self._rest[size:]
        return given


def check_recipient(recipient: str) -> None:
    """Return if this is an age public key, else raise Malformed."""
    _recipient(recipient)


def seal_stream(recipients: list[str], pieces: Iterator[bytes], out: Out) -> None:
    """The pieces are in `out`, sealed to each of the public keys; needs little memory.

    Raises Malformed for what is no public key, and whatever the pieces or `out` raise.
    """
    keys = [_recipient(each) for each in recipients]
    source, target = _Pieces(pieces), _Guarded(out)
    try:
        pyrage.encrypt_io(source, target, keys)
    except pyrage.EncryptError as error:
        own = source.error or target.error  # the library hides them in an error of its own
        if own is not None:
            raise own from None
        raise Refused("this could not be sealed") from error


def open_stream(identity: str, sealed: In, out: Out) -> None:
    """What was sealed is in `out`; raises Refused for another key, or where a byte is not as it was.

    `out` has got everything before the broken place by then. What it raises itself is raised.
    """
    identities = _identities(identity)
    guarded = _Guarded(out)
    try:
        pyrage.decrypt_io(sealed, guarded, identities)
    except pyrage.DecryptError as error:
        raise Refused(_why(error)) from error
    except OSError as error:
        if guarded.error is not None:
            raise
        raise Refused("a part is missing or was changed") from error


def new_identity() -> tuple[str, str]:
    """Return a new private key and its public key, as age writes them."""
    made = pyrage.x25519.Identity.generate()
    return str(made), str(made.to_public())


class _Guarded:
    """Remembers an error that was its own."""

    def __init__(self, out: Out) -> None:
        self._out = out
        self.error: Exception | None = None

    def write(self, data: bytes) -> int:
        try:
            return self._out.write(data)
        except Exception as error:
            self.error = error
            raise

    def flush(self) -> None:
        self._out.flush()


def _why(error: Exception) -> str:
    return "sealed to another key" if "No matching keys" in str(error) else "not sealed with age"


def _recipient(text: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError as error:
        raise Malformed("this is not an age public key") from error


def _identities(text: str) -> list[pyrage.x25519.Identity]:
    lines = [line.strip() for line in text.splitlines()]
    try:
        found = [pyrage.x25519.Identity.from_str(x) for x in lines if x.startswith(SECRET_PREFIX)]
    except pyrage.IdentityError as error:
        raise Malformed("this is not an age private key") from error
    if not found:
        raise Malformed("there is no age private key in it")
    return found
