"""What was deleted since a content set was made: its words are left out while the set is written."""

from __future__ import annotations

from dataclasses import dataclass, field

from chat.deleted import CASE, FILE, NOTES, WORDS
from moderation.backup.reading import Rows

LEFT_OUT: dict[str, tuple[tuple[str, str], ...]] = {
    # table: which kinds of the list name a row of it, by which column
    "content.envelope": ((WORDS, "conv"),),
    "content.accept_record": ((WORDS, "conv"),),
    "content.file": ((WORDS, "conv"), (FILE, "file_id")),
    "content.private_note": ((NOTES, "container_id"),),
    "content.case_record": ((CASE, "container_id"),),
    "content.case_card": ((CASE, "case_id"),),
}
"""Tables of sealed words to which no other table points; the rest of a thing goes in the replay."""


@dataclass
class Erased:
    """The ids on the list of what was deleted for good, by their kind."""

    ids: dict[str, set[bytes]] = field(default_factory=dict)

    def take(self, rows: Rows) -> None:
        """Some rows of the list."""
        for row in rows:
            self.ids.setdefault(row["kind"], set()).add(row["conv"])

    def without(self, table: str, rows: Rows) -> Rows:
        """The rows of a table that are not deleted."""
        named = LEFT_OUT.get(table, ())
        return [
            row
            for row in rows
            if not any(row[column] in self.ids.get(kind, ()) for kind, column in named)
        ]
