"""Forms with a file as anything may send them: whole, cut, twisted, nested, in pieces of any size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from hypothesis import strategies as st

CANARY = b"plain-and-nowhere-on-a-disk"
BOUNDARIES = ("x", "----WebKitFormBoundary7MA4YWxkTrZu0gW", "-" * 69, "'()+_,./:=?")
LINES = (b"\r\n", b"\n", b"\r")
SPLINTERS = (
    b"\r\n",
    b"\n",
    b"\r",
    b"--",
    b"\r\n--",
    CANARY,
    b"\0",
    b"%PDF-1.7",
    b"Content-Type: a",
)
LARGE = 300_000
"""More than what is ever held of a form at once."""


class Part(NamedTuple):
    """A part of a form: the lines above it, what it holds, and whether it is a file."""

    head: tuple[bytes, ...]
    content: bytes
    is_file: bool = False


@dataclass(frozen=True)
class Sent:
    """A body, its type, and the pieces in which it comes; `sound` is one that a browser could send.

    `files` are the contents of its parts that are files.
    """

    body: bytes
    content_type: str
    files: tuple[bytes, ...]
    sound: bool
    sizes: tuple[int, ...] = (1 << 20,)

    def stream(self) -> Dribble:
        """The body as it arrives."""
        return Dribble(self.body, self.sizes)

    def may_be(self, content: bytes) -> bool:
        """Whether this is a file of the form: all of it, up to a boundary."""
        if self.sound:
            return content == self.files[0]
        return content + b"\r\n--" in self.body


class Dribble:
    """A stream that gives a few bytes at a time, in these sizes again and again."""

    def __init__(self, body: bytes, sizes: tuple[int, ...]) -> None:
        """Nothing was read."""
        self._body, self._sizes, self._at, self._turn = body, sizes, 0, 0

    def read(self, size: int = -1) -> bytes:
        """Some of the next bytes; none at the end."""
        most = self._sizes[self._turn % len(self._sizes)]
        self._turn += 1
        end = self._at + (min(most, size) if size >= 0 else most)
        piece, self._at = self._body[self._at : end], min(end, len(self._body))
        return piece


def field(name: str, value: str) -> Part:
    """A field as a browser writes it."""
    return Part((f'Content-Disposition: form-data; name="{name}"'.encode(),), value.encode())


def file(content: bytes, name: str = "a.pdf") -> Part:
    """A file as a browser writes it."""
    head = f'Content-Disposition: form-data; name="file"; filename="{name}"'.encode()
    return Part((head, b"Content-Type: application/pdf"), content, is_file=True)


def body_of(parts: list[Part], boundary: str, line: bytes = b"\r\n", end: bytes = b"--") -> bytes:
    """The parts between boundaries."""
    mark, written = b"--" + boundary.encode(), bytearray()
    for part in parts:
        written += mark + line + line.join(part.head) + line * 2 + part.content + line
    return bytes(written + mark + end + line)


@st.composite
def contents(draw: st.DrawFn) -> bytes:
    """What a file holds: splinters of forms among other bytes, and now and then much of it."""
    pieces = draw(st.lists(st.sampled_from(SPLINTERS) | st.binary(max_size=60), max_size=8))
    return CANARY + b"".join(pieces) * draw(st.sampled_from((1, 1, 1, 400)))


def _odd_parts(boundary: str) -> st.SearchStrategy[Part]:
    """Parts that no browser writes."""
    disposition = b"Content-Disposition: form-data"
    nested = body_of([field("form", "AAAA"), file(CANARY)], boundary)
    heads = [
        (),
        (b"",),
        (b"Content-Type: text/plain",),
        (disposition,),
        (disposition + b'; name="token"',),
        (disposition + b'; filename="only"',),
        (disposition + b"; name=file; filename*=utf-8''%00%ff%e2%80%ae",),
        (disposition + b"; name=file; filename*=no-such-code''a",),
        (disposition + b'; name="file"; filename*0*=a; filename*x=b; filename*9=',),
        (disposition + b'; name="\xff\xfe"; filename="\xc3\x28"',),
        (disposition + b'; name="file"; filename="' + b"../" * 1_400 + b'"',),
        (disposition + b'; name="file"; filename=""',),
        (b"X: " + b"a" * LARGE, disposition + b'; name="how"'),
        (disposition + b'; name="how"', *[b"Y: b"] * 5_000),
        (disposition + b';\r\n name="how"',),
    ]
    inner = st.sampled_from((b"", b"as_is", CANARY, b"a" * 3_000, b"a" * LARGE, nested))
    return st.builds(
        lambda head, content: Part(head, content, is_file=any(b"filename" in it for it in head)),
        st.sampled_from(heads),
        inner,
    )


@st.composite
def forms(draw: st.DrawFn, fields: Mapping[str, str]) -> Sent:
    """A form with these fields and a file, sound or not."""
    boundary = draw(st.sampled_from(BOUNDARIES))
    parts = [*(field(name, value) for name, value in fields.items()), file(draw(contents()))]
    sizes = tuple(draw(st.lists(st.integers(1, 70_000), min_size=1, max_size=4)))
    kind = f'multipart/form-data; boundary="{boundary}"'
    sound = body_of(parts, boundary)
    if draw(st.booleans()):
        return Sent(sound, kind, (parts[-1].content,), sound=True, sizes=sizes)
    for part in draw(st.lists(_odd_parts(boundary), max_size=4)):
        parts.insert(draw(st.integers(0, len(parts))), part)
    parts = draw(st.sampled_from((parts, parts, parts, parts * 3, parts[::-1], [], parts[-1:])))
    body = body_of(
        parts, boundary, draw(st.sampled_from(LINES)), draw(st.sampled_from((b"--", b"", b"- ")))
    )
    body = draw(st.sampled_from((b"", b"\r\n", b"before\r\n", b"--" * 90_000))) + body
    if draw(st.booleans()):
        body = body[: draw(st.integers(0, len(body)))]
    kind = draw(st.sampled_from((kind, kind, kind, *_ODD_KINDS)))
    return Sent(body, kind, tuple(part.content for part in parts if part.is_file), False, sizes)


_ODD_KINDS = (
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=y",
    "multipart/form-data; boundary=\xfc",
    "multipart/form-data; boundary=" + "z" * 3_000,
    "multipart/form-data; boundary*0=x; boundary*1=y",
)
