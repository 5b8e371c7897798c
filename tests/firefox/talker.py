"""Somebody with scripts in a slow Firefox: no WebAssembly, and nothing that makes scripts fast."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.firefox.walker import Walker, firefox
from tests.journeys.texts import Texts

SLOW = {
    "javascript.options.wasm": False,
    "javascript.options.asmjs": False,
    "javascript.options.blinterp": False,
    "javascript.options.baselinejit": False,
    "javascript.options.ion": False,
    "javascript.options.native_regexp": False,
}
"""More than what Tor Browser switches off at its level "Safer": this leaves the interpreter only."""

PATIENCE = 300
"""Seconds for one step: this browser needs twenty of a whole core for the words alone."""


@dataclass
class Talker(Walker):
    """A person who taps; `times` says when each thing was there, by the clock and by the processor."""

    times: dict[str, tuple[float, float]] = field(default_factory=dict)
    began: tuple[float, float] = (0.0, 0.0)

    def tap(self, name: str, value: str | None = None) -> None:
        """Press the visible button with this action."""
        self.ask("tap", selector=f'[data-do="{name}"]' + (f'[value="{value}"]' if value else ""))

    def see(self, selector: str, text: str = "", *, note: str = "") -> None:
        """Return once this can be seen; under `note` it is written down when."""
        self.ask("see", selector=selector, text=text)
        if note:
            clock, processor = self._now()
            self.times[note] = (clock - self.began[0], processor - self.began[1])

    def fill(self, selector: str, text: str) -> None:
        """Type into a field that can be seen."""
        self.ask("tap", selector=selector)
        self.ask("type", text=text)

    def choose(self, *files: Path) -> None:
        """Choose these where the page asks for files."""
        self.ask("choose", selector="#files-input", paths=[str(file) for file in files])

    def picture(self, name: str) -> None:
        """A screenshot of the whole page."""
        self.ask("picture", path=str(self.pictures / f"{name}.png"))

    def start(self) -> None:
        """What is noted from here on is counted from here."""
        self.began = self._now()

    def _now(self) -> tuple[float, float]:
        return time.monotonic(), processor_seconds(self.driver.pid)


@contextmanager
def talking(say: Texts, pictures: Path, temporary: Path) -> Iterator[Talker]:
    """A slow browser of one's own, gone when the block ends."""
    with firefox(temporary, SLOW, PATIENCE) as driver:
        yield Talker(driver, say, pictures)


def processor_seconds(pid: int) -> float:
    """What a process and all its children that still run have used of the processor so far."""
    children: dict[int, list[int]] = {}
    used: dict[int, float] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            after_name = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # ended while we looked
        children.setdefault(int(after_name[1]), []).append(int(folder.name))
        used[int(folder.name)] = sum(map(int, after_name[11:13])) / os.sysconf("SC_CLK_TCK")
    family = [pid]
    for member in family:
        family += children.get(member, [])
    return sum(used.get(member, 0.0) for member in family)
