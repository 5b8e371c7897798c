"""Releases that are a few lines of shell: they say what real ones say, over a file that is their database."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.faults.dying import Steps
from webapp.release.switch import Link
from webapp.release.upgrade import Place

SCRIPT = """#!/bin/sh
set -eu
here=${{0%/*}} data={data}
read -r now < "$data/revision"; read -r since < "$data/since"
knows() {{ case ' {known} ' in *" $1 "*) true ;; *) false ;; esac; }}
case "$1" in
  schema)
    fits=false; if knows "$now" || knows "$since"; then fits=true; fi
    echo '{{"program": "{program}", "works_from": "{works_from}", "revisions": {revisions},' \\
      '"database": "'$now'", "fits": '$fits'}}' ;;
  migrate)
    [ ! -e "$here/broken" ] || {{ echo "it breaks" >&2; exit 1; }}
    to=${{3:-{program}}} since={works_from}; [ $# = 1 ] || since=$3
    echo "$since" > "$data/since"; echo "$to" > "$data/revision"
    echo "at revision $to" ;;
  backup) [ "$now" = "{program}" ] || exit 1; echo "$now" >> "$data/backups"; echo "Backup is whole" ;;
  doctor) read -r found < "$here/doctor"; echo "$found"; exit 1 ;;
  *) echo sound ;;
esac
"""

STEPS: Steps = (
    (subprocess, "run"),
    (os, "fsync"),
    (Path, "rename"),
    (Path, "symlink_to"),
)
"""What an upgrade does, one after another."""


@dataclass
class Installation:
    """A folder of releases, the link to one of them, and what stands for the database."""

    home: Path
    served: bool = False

    def __post_init__(self) -> None:
        (self.home / "data").mkdir(parents=True)
        self.said: list[str] = []
        self.old = self.release("1.0", ["0001", "0002"], "0002")
        self.database("0002", "0002")
        self.link = Link(self.home / "current")
        self.link.lead_to(self.old)

    @property
    def place(self) -> Place:
        """Where the upgrade takes place."""
        return Place(self.link, self.home / "data", None, lambda: self.served, self.said.append)

    @property
    def now(self) -> str:
        """The release that the link leads to."""
        return self.link.release.name

    def database(self, revision: str, since: str) -> None:
        """The database is at this revision, and programs since that one work with it."""
        (self.home / "data" / "revision").write_text(f"{revision}\n")
        (self.home / "data" / "since").write_text(f"{since}\n")

    @property
    def revision(self) -> str:
        """What the database is at."""
        return (self.home / "data" / "revision").read_text().strip()

    @property
    def backups(self) -> list[str]:
        """The revisions of the backups that were made."""
        file = self.home / "data" / "backups"
        return file.read_text().split() if file.exists() else []

    def release(self, name: str, revisions: list[str], works_from: str) -> Path:
        """A release that knows these revisions."""
        folder = self.home / "releases" / name
        (folder / "webapp" / "static" / "source").mkdir(parents=True)
        (folder / "doctor").write_text("[]\n")
        program = folder / "quietline"
        given = {"program": revisions[-1], "works_from": works_from}
        listed, data = json.dumps(revisions), self.home / "data"
        program.write_text(
            SCRIPT.format(**given, revisions=listed, data=data, known=" ".join(revisions))
        )
        program.chmod(0o755)
        return folder

    @property
    def is_whole(self) -> bool:
        """Whether the release that the link leads to can start, migrating or as it is."""
        return self.place.tree(self.link.release).schema().fits
