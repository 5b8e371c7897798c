"""`python -m tests.bench [--quick|--full] [--only PART …] [--out FOLDER]`: measures, writes table and curves."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench import in_a_browser, machine, measures, report, sizing
from tests.bench.files import files
from tests.bench.measures import FULL, QUICK, WAITING, Size
from tests.bench.stock import Ground, Stock, ground, stocked
from tests.databases import DATABASES

HERE = Path(__file__).parent
ITEMS = 50
"""Items on one page of the queue."""
PARTS = (
    "throughput", "delivery", "two lines", "idle", "tips", "opening", "at rest", "growth", "queue", "files",
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
    with ExitStack() as kept:
        run = Run(size, {kind: kept.enter_context(ground(kind)) for kind in DATABASES})
        for part in asked.only or PARTS:
            say(f"{part} …")
            begin = time.monotonic()
            results |= RUNS[part](run)
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


@dataclass(frozen=True)
class Run:
    """How much is measured, and the founded sites whose copies are filled for it."""

    size: Size
    grounds: Mapping[str, Ground]

    @contextmanager
    def stock(self, kind: str, stored: int, live: int, **more: int) -> Iterator[Stock]:
        """A filled store that is gone afterwards."""
        with tempfile.TemporaryDirectory() as folder:
            to = Path(folder) / "data"
            with stocked(self.grounds[kind], to, stored, live, **more) as stock:
                yield stock


def _beside(part: str, run: Run) -> dict[str, Any]:
    found, live = {}, run.size.live_chats
    for kind in DATABASES:
        with run.stock(kind, live, live) as stock:
            rate = 1 if part == "delivery" else 0
            found[f"{part} {kind}"] = measures.side_by_side(stock, run.size, rate)
    return found


def _two_lines(run: Run) -> dict[str, Any]:
    if "postgresql" not in DATABASES:
        return {}
    with run.stock("postgresql", run.size.live_chats, run.size.live_chats) as stock:
        return {"two lines": measures.two_lines(stock, run.size)}


def _on_sqlite(
    name: str, stored: Callable[[Size], int], measure: Callable[[Stock, Size], Any]
) -> Callable[[Run], dict[str, Any]]:
    def measured(run: Run) -> dict[str, Any]:
        with run.stock("sqlite", stored(run.size), 0) as stock:
            return {name: measure(stock, run.size)}

    return measured


def _growth(run: Run) -> dict[str, Any]:
    found, live = [], max(run.size.live)
    for stored in run.size.stored:
        numbers = {"waiting": WAITING, "named": live + WAITING}
        with run.stock("sqlite", stored, live, **numbers) as stock:
            found += measures.growth(stock, stored, run.size)
    return {"growth": found}


def _queue(run: Run) -> dict[str, Any]:
    found = {}
    for waiting in run.size.waiting:
        with run.stock("sqlite", 0, 0, waiting=waiting) as stock:
            found[str(waiting)] = measures.queue(stock, run.size)
    return {"queue": found}


def _files(run: Run) -> dict[str, Any]:
    with run.stock("sqlite", max(run.size.uploads), max(run.size.uploads)) as stock:
        return {"files": files(stock, run.size)}


RUNS: dict[str, Callable[[Run], dict[str, Any]]] = {
    "throughput": lambda run: _beside("throughput", run),
    "delivery": lambda run: _beside("delivery", run),
    "two lines": _two_lines,
    "idle": _on_sqlite("idle", lambda size: size.idle, measures.idle),
    "tips": _on_sqlite("tips", lambda _: 10, measures.tips),
    "opening": lambda _: {"opening": in_a_browser.opening(ITEMS)},
    "at rest": _on_sqlite("at rest", lambda _: 10, lambda stock, _: measures.at_rest(stock)),
    "growth": _growth,
    "queue": _queue,
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
