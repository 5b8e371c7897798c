"""The audit's chain, followed row by row while a content set is read."""

from __future__ import annotations

from crypto.audit import AuditEntry, audit_entry_digest, audit_link
from moderation.backup.lines import TableLine
from moderation.backup.reading import Rows

ENTRY = ("hour", "actor", "action", "subject", "old", "new", "conv")


class Chain:
    """Takes the rows of the audit, in order, and of its head; keeps one hash."""

    def __init__(self) -> None:
        self._first: tuple[int, bytes, bytes] | None = None
        self._last: tuple[int, bytes] | None = None
        self._heads: Rows = []
        self._fault: str | None = None

    def take(self, table: TableLine, rows: Rows) -> None:
        """Follow these rows."""
        if table.table == "content.audit_head":
            self._heads += rows
        if table.table != "content.audit":
            return
        for row in rows:
            said = audit_entry_digest(AuditEntry(**{name: row[name] for name in ENTRY}))
            number, hash_ = row["number"], row["hash"]
            if self._last is None:
                self._first = number, said, hash_
            elif (number, hash_) != _next(self._last, said) and self._fault is None:
                self._fault = f"Row {number} of the audit does not follow the one before."
            self._last = number, hash_

    def fault(self) -> str | None:
        """What is wrong with the audit that was read; None where nothing is."""
        if self._fault is not None or (not self._heads and self._last is None):
            return self._fault
        if len(self._heads) != 1:
            return "The audit has no head."
        head = self._heads[0]
        start, end = (
            (head["start_number"], head["start_hash"]),
            (head["number"], head["hash"]),
        )
        if self._first is not None:
            number, said, hash_ = self._first
            if (number, hash_) != _next(start, said):
                return "The audit does not begin where its head says."
        return (
            None if (self._last or start) == end else "The audit does not end where its head says."
        )


def _next(before: tuple[int, bytes], said: bytes) -> tuple[int, bytes]:
    number = before[0] + 1
    return number, audit_link(before[1], number, said)
