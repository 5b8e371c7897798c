"""Inputs that are kept: a file for each target, a line for each input, its verdict before it.

The TypeScript parsers read the same lines (tests/js/fuzz), and must come to the same verdict.
"""

from __future__ import annotations

import base64
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.fuzz.target import Target

FOLDER = Path(__file__).parent / "corpora"


def read(name: str) -> list[tuple[str, bytes]]:
    """The inputs of a target, each with its verdict."""
    pairs = [line.split("\t") for line in (FOLDER / f"{name}.txt").read_text().splitlines()]
    return [(verdict, base64.b64decode(data)) for verdict, data in pairs]


def write(target: Target, inputs: Iterable[bytes]) -> int:
    """The smallest of these inputs are kept, some of each verdict before more of any; gives how many."""
    by_verdict: dict[str, list[bytes]] = defaultdict(list)
    for data in sorted(set(inputs), key=lambda each: (len(each), each)):
        by_verdict[target.check(data)].append(data)
    ranked = sorted(
        (rank, len(data), data, verdict)
        for verdict, some in by_verdict.items()
        for rank, data in enumerate(some)
    )
    lines, room = [], target.room
    for _, _, data, verdict in ranked:
        line = f"{verdict}\t{base64.b64encode(data).decode()}\n"
        if len(line) <= room:
            room -= len(line)
            lines.append(line)
    (FOLDER / f"{target.name}.txt").write_text("".join(sorted(lines, key=len)))
    return len(lines)


@contextmanager
def unpacked(target: Target) -> Iterator[Path]:
    """A folder with seeds and kept inputs as files, as an engine wants them."""
    kept = [data for _, data in read(target.name)] if has_one(target.name) else []
    with tempfile.TemporaryDirectory(prefix="quietline-corpus-") as folder:
        for number, data in enumerate({*target.seeds(), *kept}):
            (Path(folder) / f"{number:05}").write_bytes(data)
        yield Path(folder)


def has_one(name: str) -> bool:
    """Whether anything is kept of this target."""
    return (FOLDER / f"{name}.txt").exists()
