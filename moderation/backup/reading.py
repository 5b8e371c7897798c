"""Reading a set as it comes out of its seal: piece by piece, each line checked, nothing kept.

Whoever wants the rows gets them in small lots. A set has been read whole only when `finish` gives
its header and counts; before that nobody may rely on anything.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from moderation.backup.lines import DECODERS, FORMAT, GZIP, Header, TableLine, row_of
from moderation.backup.refusal import BackupRefused

LONGEST_LINE = 64 * 1024 * 1024
"""Far above the largest row that the service stores; so much memory junk can take at most."""

PIECE = 1024 * 1024
A_LOT = 256
LOT_SIZE = 2 * 1024 * 1024
"""A lot is so many rows, or lines of so many bytes together, whichever is fewer."""

NAME = re.compile(r"(keys|content)\.[a-z_]+|[a-z_]+")
NOT_OURS = "This is not a backup that this version of Quietline can read"

Rows = list[dict[str, Any]]
Take = Callable[[TableLine, Rows], None]
"""Gets each table once without rows, when it begins, and then its rows in lots."""


@dataclass(frozen=True)
class Whole:
    """A set that was read from its first line to its last."""

    header: Header
    counts: dict[str, int]


class Reading:
    """Takes a set's packed bytes like a file and hands on what they say."""

    def __init__(self, begin: Callable[[Header], None], take: Take) -> None:
        self._begin = begin
        self._take = take
        self._unpacker = zlib.decompressobj(wbits=GZIP)
        self._rest = bytearray()
        self._header: Header | None = None
        self._table: TableLine | None = None
        self._lot: Rows = []
        self._lot_size = 0
        self._counts: dict[str, int] = {}
        self._end: dict[str, int] | None = None

    def write(self, data: bytes) -> int:
        """Take the next bytes; raises BackupRefused at the first line that is not as it must be."""
        waiting = data
        while waiting:
            try:
                self._rest += self._unpacker.decompress(waiting, PIECE)
            except zlib.error as error:
                raise BackupRefused(f"{NOT_OURS}: it is not packed as one.") from error
            waiting = self._unpacker.unconsumed_tail
            self._read_lines()
        return len(data)

    def flush(self) -> None:
        """Nothing is kept back but an unfinished line."""

    def finish(self) -> Whole:
        """The set was whole; raises BackupRefused where something is missing at its end."""
        self._rest += self._unpacker.flush()
        self._read_lines()
        if self._header is None or self._end is None or self._rest or not self._unpacker.eof:
            raise BackupRefused("The backup ends before its last line.")
        if self._unpacker.unused_data:
            raise BackupRefused("Something follows the backup's last line.")
        if self._end != self._counts:
            raise BackupRefused("The backup has more or fewer rows than its last line says.")
        return Whole(self._header, self._counts)

    def _read_lines(self) -> None:
        *lines, rest = self._rest.split(b"\n")
        if len(rest) > LONGEST_LINE:
            raise BackupRefused(f"{NOT_OURS}: a line is too long.")
        self._rest = rest
        for line in lines:
            self._read_line(bytes(line))

    def _read_line(self, line: bytes) -> None:
        try:
            said = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise BackupRefused(f"{NOT_OURS}: a line is broken.") from error
        if self._header is None:
            self._header = header_of(said)
            self._begin(self._header)
        elif self._end is not None:
            raise BackupRefused("Something follows the backup's last line.")
        elif isinstance(said, list):
            self._read_row(said, len(line))
        elif isinstance(said, dict) and "end" in said:
            self._hand_on()
            self._end = said["end"]
        else:
            self._hand_on()
            self._table = _table_of(said)
            if self._table.table in self._counts:
                raise BackupRefused(f"{self._table.table} comes twice.")
            self._counts[self._table.table] = 0
            self._take(self._table, [])

    def _read_row(self, values: list[Any], size: int) -> None:
        if self._table is None:
            raise BackupRefused("A row belongs to no table.")
        self._lot.append(row_of(self._table, values))
        self._counts[self._table.table] += 1
        self._lot_size += size
        if len(self._lot) >= A_LOT or self._lot_size >= LOT_SIZE:
            self._hand_on()

    def _hand_on(self) -> None:
        if self._table is not None and self._lot:
            lot, self._lot, self._lot_size = self._lot, [], 0
            self._take(self._table, lot)


def header_of(said: object) -> Header:
    """The first line's meaning; raises BackupRefused for another format."""
    found = said.get("quietline-backup") if isinstance(said, dict) else None
    if not isinstance(found, dict):
        raise BackupRefused(f"{NOT_OURS}: its first line is missing.")
    if found.get("format") != FORMAT:
        raise BackupRefused(
            f"This backup has format {found.get('format')!s:.20}; this version of Quietline reads"
            f" format {FORMAT}. Restore it with the version that made it, then update."
        )
    try:
        header = Header(**found)
    except TypeError as error:
        raise BackupRefused(f"{NOT_OURS}: its first line is not whole.") from error
    texts = (header.kind, header.site, header.day, header.revision)
    if not all(isinstance(text, str) for text in texts) or type(header.serial) is not int:
        raise BackupRefused(f"{NOT_OURS}: its first line is not whole.")
    return header


def _table_of(said: object) -> TableLine:
    try:
        table = TableLine(**said)  # type: ignore[arg-type]
        names = [table.table, *table.columns]
        known = all(hold in DECODERS for hold in table.holds)
        fits = len(table.columns) == len(table.holds) and all(map(NAME.fullmatch, names))
    except TypeError as error:
        raise BackupRefused(f"{NOT_OURS}: it names no table.") from error
    if not known or not fits or "." not in table.table:
        raise BackupRefused(f"{NOT_OURS}: it names an unknown table.")
    return table
