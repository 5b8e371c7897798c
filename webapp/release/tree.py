"""One release as a folder on this machine, asked about itself by its own commands."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

STATIC = Path("webapp") / "static" / "source"


class UpgradeRefused(Exception):
    """Nothing was changed, or all of it back; the message says why and what to do."""


@dataclass(frozen=True)
class Schema:
    """What a release knows of the database, and whether it `fits`, so that the release can run.

    `program` is its own newest revision, `works_from` the oldest one whose program goes on working
    after it, `revisions` all that it knows, the oldest first; `database` is what the store is at.
    """

    program: str
    works_from: str
    revisions: list[str]
    database: str | None
    fits: bool


@dataclass(frozen=True)
class Tree:
    """A release's folder; `owner` is whom its commands run as where we are root, else None.

    They are told where the data is: a relative path would be another place for them.
    """

    folder: Path
    owner: tuple[int, int] | None
    data_dir: Path

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """One of its commands, to its end, as the account whose data it is.

        Root must not open the data itself: what SQLite makes beside it would be root's.
        """
        who: dict[str, Any] = {}
        if self.owner is not None:
            who = {"user": self.owner[0], "group": self.owner[1], "extra_groups": []}
        who["env"] = {**os.environ, "QUIETLINE_DATA_DIR": str(self.data_dir)}
        program = str(self.folder / "quietline")
        try:
            return subprocess.run(  # noqa: S603 - a release that root laid there
                [program, *command], capture_output=True, text=True, check=False, cwd="/", **who
            )
        except OSError as error:
            raise UpgradeRefused(f"{program} cannot be started: {error.strerror}") from error

    def done(self, *command: str) -> str:
        """The same; raises UpgradeRefused with what it said where it did not end well."""
        ended = self.run(*command)
        if ended.returncode != 0:
            said = (ended.stderr.strip() or ended.stdout.strip()).splitlines()
            told = " / ".join(said[-3:])
            raise UpgradeRefused(f"{self.folder.name}: ./quietline {command[0]} says: {told}")
        return ended.stdout

    def schema(self) -> Schema:
        """What it knows of the database; raises UpgradeRefused where it is no whole release."""
        try:
            return Schema(**json.loads(self.done("schema")))
        except (ValueError, TypeError) as error:
            raise UpgradeRefused(f"{self.folder} is of before there was an upgrade.") from error

    def check_whole(self) -> Schema:
        """It starts, both sides of it, and its front end was built."""
        if not (self.folder / "quietline").exists():
            raise UpgradeRefused(f"{self.folder} is no release: it has no ./quietline")
        if not (self.folder / STATIC).is_dir():
            raise UpgradeRefused(f"{self.folder} was not built. There: make build")
        for side in ("source", "desk"):
            self.done("routes", "--side", side)
        return self.schema()

    def wrongs(self) -> list[str]:
        """What its doctor finds wrong."""
        try:
            found = json.loads(self.run("doctor", "--json").stdout)
        except ValueError as error:
            raise UpgradeRefused("./quietline doctor says nothing") from error
        return [each["what"] for each in found if each["level"] == "wrong"]


def owner_of(folder: Path) -> tuple[int, int] | None:
    """The account and group whose folder this is, where we are root and it is another's."""
    if os.geteuid() != 0 or not folder.exists():
        return None
    found = folder.stat()
    return None if found.st_uid == 0 else (found.st_uid, found.st_gid)
