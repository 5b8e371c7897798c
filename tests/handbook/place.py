"""What a made-up machine has noted, and how its programs refuse."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import NoReturn


def need(true: object, why: str) -> None:
    """Whoever asks for what cannot be is told so."""
    if not true:
        sys.exit(f"stand-in: {why}")


def become(program: str, *args: str) -> NoReturn:
    """From here on this process is that program."""
    os.execvp(program, [program, *args])  # noqa: S606 - no shell is wanted


class Place:
    """What one made-up machine has noted."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.state = root / "state"

    def noted(self, name: str) -> set[str]:
        """What was noted under this name."""
        path = self.state / name
        return set(path.read_text().split()) if path.exists() else set()

    def note(self, name: str, *words: str) -> None:
        """It is noted."""
        with (self.state / name).open("a") as file:
            file.write("".join(f"{word}\n" for word in words))

    def forget(self, name: str, word: str) -> None:
        """It is not noted any more."""
        (self.state / name).write_text("\n".join(self.noted(name) - {word}) + "\n")

    def account(self, name: str) -> None:
        """Raises where nobody has this name."""
        passwd = self.root / "etc" / "passwd"
        known = passwd.read_text() if passwd.exists() else ""
        need(re.search(rf"^{re.escape(name)}:", known, re.MULTILINE), f"no account {name}")

    @property
    def serves(self) -> bool:
        """Whether services are really started."""
        return (self.state / "commands.json").exists()
