"""Reads a vector file strictly on its way to crypto: what nobody looks at is a difference."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from crypto.errors import CryptoError

# Words for people; every other member of a case has to be checked by somebody.
_REMARKS = frozenset({"note", "comment", "name"})
_HEX = re.compile("(?:[0-9a-f]{2})*")


class NotVectors(Exception):
    """The file is no vector file at all."""


class Difference(Exception):
    """Something in a vector file does not hold; the message names the place."""


class Fields:
    """One JSON object of a vector file: its place, and which members nobody has read yet."""

    def __init__(self, value: object, path: str) -> None:
        if not isinstance(value, dict):
            raise Difference(f"{path}: not an object")
        self.path = path
        self._values: dict[str, object] = value
        self._unread = set(value) - _REMARKS

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def place(self, name: str) -> str:
        """Return the full name of a member, as people are told it."""
        return f"{self.path}.{name}"

    def take(self, name: str) -> object:
        """Return a member as it stands; Difference where it is missing."""
        if name not in self._values:
            raise Difference(f"{self.place(name)}: missing")
        self._unread.discard(name)
        return self._values[name]

    def data(self, name: str) -> bytes:
        """Return a member's bytes, which stand as lower-case hex."""
        return hex_bytes(self.take(name), self.place(name))

    def number(self, name: str) -> int:
        """Return a member that is a whole number."""
        return whole(self.take(name), self.place(name))

    def text(self, name: str) -> str:
        """Return a member that is text."""
        value = self.take(name)
        if not isinstance(value, str):
            raise Difference(f"{self.place(name)}: not text")
        return value

    def part(self, name: str) -> "Fields":
        """Return a member that is an object."""
        return Fields(self.take(name), self.place(name))

    def names(self) -> Iterator[str]:
        """Yield the names of all members, remarks too: names in a reject list are free."""
        yield from self._values

    def compare(self, name: str, actual: bytes | int | str) -> None:
        """Return if the member says `actual`, else raise Difference."""
        if isinstance(actual, bytes):
            expected: object = self.data(name)
        else:
            expected = self.number(name) if isinstance(actual, int) else self.text(name)
        if expected != actual:
            raise Difference(self.place(name))

    @contextmanager
    def holding(self, name: str) -> Iterator[None]:
        """Turn what crypto refuses meanwhile into a Difference at the member `name`."""
        try:
            yield
        except CryptoError as error:
            raise Difference(f"{self.place(name)}: {error}") from error

    def altered(self, changed: dict[str, object], path: str) -> Self:
        """Return the same object with some members changed, under the path of the change."""
        return type(self)(self._values | changed, path)

    def finish(self) -> None:
        """Raise Difference if a member was not looked at: it would pass unchecked."""
        for name in sorted(self._unread):
            raise Difference(f"{self.place(name)}: nothing here checks this")


def hex_bytes(value: object, path: str) -> bytes:
    """Return the bytes of lower-case hex, else raise Difference."""
    if not isinstance(value, str) or not _HEX.fullmatch(value):
        raise Difference(f"{path}: not lower-case hex")
    return bytes.fromhex(value)


def whole(value: object, path: str) -> int:
    """Return a whole number, which true and 1.0 are not, else raise Difference."""
    if type(value) is not int:
        raise Difference(f"{path}: not a whole number")
    return value


def items(value: object, path: str) -> list[tuple[object, str]]:
    """Return the members of a list with their paths, else raise Difference."""
    if not isinstance(value, list):
        raise Difference(f"{path}: not a list")
    return [(each, f"{path}[{index}]") for index, each in enumerate(value)]


def objects(value: object, path: str) -> list[Fields]:
    """Return the cases of a group, which stands as one object or as a list of them."""
    if isinstance(value, list):
        return [Fields(each, place) for each, place in items(value, path)]
    return [Fields(value, path)]


class VectorFile:
    """A vector file: the cases of each group, and the tag from which file contents are made."""

    def __init__(self, groups: dict[str, object], tag: object) -> None:
        self.groups = groups
        self._tag = tag

    @property
    def tag(self) -> str:
        """The tag, needed by files only."""
        if not isinstance(self._tag, str):
            raise Difference("tag: missing or not text")
        return self._tag

    def case(self, group: str, index: int, needed_by: str) -> Fields:
        """Return a case of another group on which the one at `needed_by` rests."""
        cases = objects(self.groups[group], group) if group in self.groups else []
        if index >= len(cases):
            raise Difference(f"{needed_by}: needs {group}[{index}], which is missing")
        return cases[index]


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    # Python would keep the last of two cases of one name and drop the other in silence.
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def load(path: Path) -> VectorFile:
    """Return the vector file at `path`; NotVectors where it is missing or something else."""
    try:
        top = json.loads(path.read_bytes(), object_pairs_hook=_once)
    except (OSError, ValueError, RecursionError) as error:
        raise NotVectors(f"not a JSON file: {error}") from error
    if not isinstance(top, dict) or type(top.get("protocol")) is not int:
        raise NotVectors("no object with a protocol number")
    if top["protocol"] != 1:
        raise NotVectors("another protocol than 1")
    groups = top.get("cases")
    if not isinstance(groups, dict) or not any(groups.values()):
        raise NotVectors("no cases")
    for name in top.keys() - {"protocol", "cases", "tag"}:
        if not isinstance(top[name], str):
            raise NotVectors(f"unknown part: {name}")
    return VectorFile(groups, top.get("tag"))
