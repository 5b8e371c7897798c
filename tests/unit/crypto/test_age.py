"""What leaves the server sealed to an age key opens with that key alone, whole or not at all."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from crypto.age import FIRST_LINE, check_recipient, new_identity, open_stream, seal_stream
from crypto.errors import Malformed, Refused

PIECES = [b"a", bytes(200_000), b"", b"end"]


def sealed(*publics: str) -> bytes:
    out = io.BytesIO()
    seal_stream(list(publics), iter(PIECES), out)
    return out.getvalue()


def opened(identity: str, data: bytes) -> bytes:
    out = io.BytesIO()
    open_stream(identity, io.BytesIO(data), out)
    return out.getvalue()


def test_each_of_two_keys_opens_it_and_the_file_is_age_s() -> None:
    pairs = [new_identity(), new_identity()]
    data = sealed(*(public for _, public in pairs))
    assert data.startswith(FIRST_LINE)
    for secret, _ in pairs:
        assert opened(f"# a comment\n{secret}\n", data) == b"".join(PIECES)


def test_another_key_opens_nothing() -> None:
    with pytest.raises(Refused, match="another key"):
        opened(new_identity()[0], sealed(new_identity()[1]))


@pytest.mark.parametrize("where", ["cut", "changed", "longer", "header"])
def test_bytes_that_are_not_as_they_were_are_refused(where: str) -> None:
    secret, public = new_identity()
    data = bytearray(sealed(public))
    if where == "cut":
        del data[-100_000:]
    elif where == "longer":
        data += b"x"
    else:
        data[-1 if where == "changed" else 30] ^= 1
    with pytest.raises(Refused):
        opened(secret, bytes(data))


@pytest.mark.parametrize("text", ["", "age1nonsense", "AGE-SECRET-KEY-1NONSENSE", "junk"])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        check_recipient(text)
    with pytest.raises(Malformed):
        opened(text, b"")


def test_an_error_of_whoever_gives_or_takes_the_bytes_is_not_hidden() -> None:
    secret, public = new_identity()

    def broken() -> Iterator[bytes]:
        yield b"begun"
        raise KeyError("the database is away")

    class Full(io.BytesIO):
        def write(self, _data: object) -> int:
            raise OSError(28, "No space left on device")

    with pytest.raises(KeyError, match="away"):
        seal_stream([public], broken(), io.BytesIO())
    with pytest.raises(OSError, match="No space"):
        seal_stream([public], iter(PIECES), Full())
    with pytest.raises(OSError, match="No space"):
        open_stream(secret, io.BytesIO(sealed(public)), Full())
