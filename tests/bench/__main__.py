"""`python -m tests.bench [--quick|--full] [--only PART …] [--out FOLDER]`: measures, writes table and curves."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench import in_a_browser, machine, measures, report, sizing
from tests.bench.files import files
from tests.bench.measures import FULL, QUICK, Size
from tests.bench.stock import Stock, stocked
from tests.databases import DATABASES

HERE = Path(__file__).parent
ITEMS = 50
"""Items on one page of the queue."""
PARTS = (
    "throughput", "delivery", "two lines", "idle", "tips", "opening", "at rest", "growth", "files",
)  # fmt: skip


def main() -> None:
    """Measure what was asked for and write it down."""
    asked = _arguments()
    size = QUICK if asked.quick else FULL if asked.full else Size()
    results: dict[str, Any] = {
        "day": datetime.now(UTC).date().isoformat(),
        "load": machine.load_average(),
        "machine": machine.description(),
        "flush": measures.flush(),
    }
    for part in asked.only or PARTS:
        say(f"{part} …")
        begin = time.monotonic()
        results |= RUNS[part](size)
        say(f"{part}: {time.monotonic() - begin:.0f} s")
    write(results, asked.out, asked.quick)


def say(text: str) -> None:
    """Tell whoever waits."""
    sys.stderr.write(text + "\n")


def write(results: dict[str, Any], out: Path, quick: bool) -> None:
    """Table, curves and the figures themselves are in the folder."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "results.json").write_text(json.dumps(results, indent=1) + "\n")
    (out / "RESULTS.md").write_text(report.markdown(results, machine.description(), quick))
    if out == HERE and not quick:
        sizing.write(results)
    if results.get("growth"):
        for name, drawn in report.curves(results["growth"]).items():
            (out / f"{name}.svg").write_text(drawn)
    for row in report.table(results):
        say(f"{row.what}: {row.measured}  [goal {row.goal}]  {row.beside}")


@contextmanager
def stock_of(kind: str, stored: int, live: int) -> Iterator[Stock]:
    """A filled store that is gone afterwards."""
    with (
        tempfile.TemporaryDirectory() as folder,
        stocked(kind, Path(folder) / "site", stored, live) as stock,
    ):
        yield stock


def _beside(part: str, size: Size) -> dict[str, Any]:
    found = {}
    for kind in DATABASES:
        with stock_of(kind, size.live_chats, size.live_chats) as stock:
            rate = 1 if part == "delivery" else 0
            found[f"{part} {kind}"] = measures.side_by_side(stock, size, rate)
    return found


def _two_lines(size: Size) -> dict[str, Any]:
    if "postgresql" not in DATABASES:
        return {}
    with stock_of("postgresql", size.live_chats, size.live_chats) as stock:
        return {"two lines": measures.two_lines(stock, size)}


def _on_sqlite(
    name: str, stored: Callable[[Size], int], measure: Callable[[Stock, Size], Any]
) -> Callable[[Size], dict[str, Any]]:
    def run(size: Size) -> dict[str, Any]:
        with stock_of("sqlite", stored(size), 0) as stock:
            return {name: measure(stock, size)}

    return run


def _growth(size: Size) -> dict[str, Any]:
    found = []
    for stored in size.stored:
        with stock_of("sqlite", stored, max(size.live)) as stock:
            found += measures.growth(stock, stored, size)
    return {"growth": found}


def _files(size: Size) -> dict[str, Any]:
    with stock_of("sqlite", max(size.uploads), max(size.uploads)) as stock:
        return {"files": files(stock, size)}


RUNS: dict[str, Callable[[Size], dict[str, Any]]] = {
    "throughput": lambda size: _beside("throughput", size),
    "delivery": lambda size: _beside("delivery", size),
    "two lines": _two_lines,
    "idle": _on_sqlite("idle", lambda size: size.idle, measures.idle),
    "tips": _on_sqlite("tips", lambda _: 10, measures.tips),
    "opening": lambda _: {"opening": in_a_browser.opening(ITEMS)},
    "at rest": _on_sqlite("at rest", lambda _: 10, lambda stock, _: measures.at_rest(stock)),
    "growth": _growth,
    "files": _files,
}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="short and small, to see that it works"
    )
    parser.add_argument("--full", action="store_true", help="longer, and every size of the store")
    parser.add_argument("--only", nargs="+", choices=PARTS, metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--out", type=Path, default=HERE, help="where table and curves go")
    return parser.parse_args()


if __name__ == "__main__":
    main()
