"""docs/guides/recovery.md at a terminal, followed word by word by an administrator with the papers."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path

from tests.guided import Answers, blocks, follow
from tests.terminal import Terminal

NAME = "rosa"
PASSPHRASE = "kelp orbit violin thaw marble dune"
DATA = "export QUIETLINE_DATA_DIR=/srv/quietline"
WORDS = 24


@dataclass
class Papers:
    """What lies on the table, and what is written down on the way."""

    root: str
    recovery: str
    card: list[str] = field(default_factory=list)

    @property
    def details(self) -> dict[str, str]:
        """What signs the new administrator in."""
        return {"name": NAME, "passphrase": PASSPHRASE, "device_key": " ".join(self.card)}

    def answers(self) -> Answers:
        """What is typed at each question of the guide."""
        return {
            "Root words,": lambda *_: self.root,
            "Recovery words,": lambda *_: self.recovery,
            "Your login name:": lambda *_: NAME,
            "Your name as others see it:": lambda *_: "Rosa",
            "Your passphrase:": lambda *_: PASSPHRASE,
            "Once more:": lambda *_: PASSPHRASE,
            "Device key, 24 words.": self._write_down,
            "Write them down by hand": lambda *_: "",
            "Device key: word": self._look_up,
        }

    def _write_down(self, terminal: Terminal, _: re.Match[str]) -> None:
        self.card = [terminal.read(rf"\b{place} +([a-z]+)")[1] for place in range(1, WORDS + 1)]

    def _look_up(self, _: Terminal, found: re.Match[str]) -> str:
        place = re.search(r"\d+", found[0])
        assert place is not None
        return self.card[int(place[0]) - 1]


def _at(command: str, places: dict[str, Path]) -> list[str]:
    """The guide's command as this machine types it: its places, without the program's own name."""
    for there, here in places.items():
        command = command.replace(there, str(here))
    return shlex.split(command.removeprefix("./quietline "))


def recover(papers: Papers, folder: Path, key: Path, environ: dict[str, str]) -> None:
    """Part 1 of the guide: every box read to its end, every question answered, and it ended well."""
    (_, typed), *rest = blocks("recovery")
    shown = [body for _, body in rest[: [kind for kind, _ in rest].index("sh")]]
    data, command = typed.strip().split("\n")
    assert data == DATA
    places = {"/media/stick/quietline": folder, "/media/stick/operator.key": key}
    with Terminal(["webapp.cli", *_at(command, places)], environ) as terminal:
        for box in shown:
            follow(terminal, box, papers.answers())
        assert terminal.process.wait(timeout=20) == 0


def back_up(folder: Path, recipient: str, environ: dict[str, str]) -> None:
    """Part 5 of the guide: a backup is taken, and the older keys set is gone."""
    (_, typed), (_, box) = blocks("recovery")[-2:]
    command = typed.strip().replace("age1…", recipient)
    to = _at(command, {"/media/stick/quietline": folder})
    with Terminal(["webapp.cli", *to], environ) as terminal:
        follow(terminal, box, {"Backup": lambda *_: None})
        assert terminal.process.wait(timeout=20) == 0
