"""`python -m tests.bench.directory [--count N] [--database sqlite|postgresql]`: a large directory, measured.

Imports made-up organisations as lines of JSON and as a package of tables, sends all cards as the
desk's browser asks for them, opens one, exports all; then the browser's own code reads the cards
in Node and searches them. Prints one line for each figure.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import webapp.cli
from config import clock
from config.logs import ErrorCounts
from moderation.directory.exporting import WRITERS, Exported, Writer
from moderation.directory.packing import packed
from tests.actors import Answer, Office, Person, founding
from tests.integration.matrix_directory import BYTES, DIRECTORY
from tests.migrated import migrated_store
from tests.server import ROOT
from webapp import create_desk_app, share
from webapp.demo.organisations import directory

Result = TypeVar("Result")
TODAY = date(2026, 6, 1)
LOT = 1_000


def documents(count: int) -> Iterator[dict[str, Any]]:
    """The demonstration's organisations again and again, each with ids, a name and a place of its own."""
    samples = [json.dumps(each) for each in directory(TODAY)]
    for number in range(count):
        text = samples[number % len(samples)]
        made: dict[str, Any] = json.loads(re.sub(r'("id": ")', rf"\g<1>{number:06}-", text))
        made["name"] = f"{made['name']} {number}"
        place = made["locations"][0]
        place["latitude"] = round(25 + number * 0.00731 % 24, 4)
        place["longitude"] = round(-122 + number * 0.01937 % 50, 4)
        place["addresses"][0]["city"] = f"Town {number % 2_000}"
        place["addresses"][0]["postal_code"] = f"{number % 30_000:05}"
        yield made


def timed(what: str, work: Callable[[], Result]) -> Result:
    """Do it and say how long it took, and how much of that this process worked."""
    began, worked = time.monotonic(), time.process_time()
    result = work()
    took, busy = time.monotonic() - began, time.process_time() - worked
    say(what, f"{took:.2f} s, of which working {busy:.2f} s")
    return result


def say(what: str, figure: str) -> None:
    """One line."""
    print(f"{what}: {figure}", flush=True)  # noqa: T201 - this is what the program is for


def peak() -> int:
    """The most memory that this process had, in megabytes."""
    status = Path("/proc/self/status").read_text()
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) // 1024


def megabytes(size: int) -> str:
    """A size in words."""
    return f"{size / 1e6:.1f} MB"


def written(form: str, count: int) -> bytes:
    """The organisations as a file of this format."""
    writer: Writer = WRITERS[form]()
    pieces, lot = [], []
    for doc in documents(count):
        lot.append(Exported(doc["id"], packed(json.dumps(doc)), "other", None))
        if len(lot) == LOT:
            pieces.append(writer.add(lot))
            lot = []
    return b"".join([*pieces, writer.add(lot), writer.finish([])])


class Bench:
    """A founded site in this process, and its administrator."""

    def __init__(self, kind: str, home: Path) -> None:
        self._store = migrated_store(kind, home)
        settings, store = self._store.__enter__()
        app = create_desk_app(share(settings, store, ErrorCounts()))
        self.nora = Person(app, name="nora", role=3)
        code = webapp.cli.write_setup_code(settings)
        body = founding(Office(), [self.nora], code, clock.unix(clock.now()))
        assert self.nora.call("POST", "/api/v1/setup", body).status == 201
        self.nora.sign_in()

    def close(self) -> None:
        """The store is gone."""
        self._store.__exit__(None, None, None)

    def post(self, path: str, body: object, **more: Any) -> Answer:
        """A call that succeeds; raises RuntimeError with what was said."""
        got = self.nora.call("POST", f"{DIRECTORY}/{path}", body, **more)
        if got.status >= 300:
            raise RuntimeError(got.raw[:300])
        return got

    def bring(self, name: str, data: bytes) -> None:
        """Look at a file, then import it."""
        looked = timed(f"preview, {name}", lambda: self.post("preview", data, **BYTES)).body
        chosen = f"import?serial={looked['serial']}&digest={looked['digest']}"
        timed(f"import, {name}", lambda: self.post(chosen, data, **BYTES))

    def cards(self) -> list[bytes]:
        """Every page of cards, packed."""
        pages, after = [], ""
        while True:
            accept = {"Accept-Encoding": "gzip"}
            got = self.nora.call("GET", f"{DIRECTORY}?since=0&after={after}", headers=accept)
            pages.append(got.raw)
            last = json.loads(gzip.decompress(got.raw))["last"]
            if last is None:
                return pages
            after = last


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=50_000)
    parser.add_argument("--database", default="sqlite")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        bench = Bench(asked.database, Path(home) / "data")
        measure(bench, asked.count, Path(home))
        bench.close()


def measure(bench: Bench, count: int, home: Path) -> None:
    """Everything, in the order in which a desk meets it."""
    lines = gzip.compress(written("ndjson", count), 4)
    say("file of JSON lines, packed with gzip", megabytes(len(lines)))
    bench.bring("JSON lines", lines)
    say("most memory so far", f"{peak()} MB")
    timed("preview of the same file again", lambda: bench.post("preview", lines, **BYTES))
    package = written("package", count)
    say("package of tables", megabytes(len(package)))
    bench.bring("package", package)
    say("most memory so far", f"{peak()} MB")
    pages = timed("all cards, server", bench.cards)
    plain = [gzip.decompress(page) for page in pages]
    say("cards, as sent", f"{megabytes(sum(map(len, pages)))} in {len(pages)} answers")
    say("cards, unpacked", megabytes(sum(map(len, plain))))
    accept = {"Accept-Encoding": "gzip"}
    path = f"{DIRECTORY}/documents?lot=0&bits={max(0, (count // 64).bit_length() - 1)}"
    opened = timed("one organisation", lambda: bench.nora.call("GET", path, headers=accept))
    told = len(json.loads(gzip.decompress(opened.raw))["organisations"])
    say("documents that come with it", f"{told}, {megabytes(len(opened.raw))}")
    for form in WRITERS:
        got = timed(f"export, {form}", partial(bench.post, "export", {"format": form}))
        say(f"exported, {form}", megabytes(len(got.raw)))
    say("most memory so far", f"{peak()} MB")
    for number, page in enumerate(plain):
        (home / f"cards-{number:03}.json").write_bytes(page)
    script = ROOT / "tests" / "js" / "bench" / "directory.mjs"
    subprocess.run(["node", script, home], check=True)


if __name__ == "__main__":
    main()
