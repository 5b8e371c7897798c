"""The handbook's page on how large a machine must be, made from what was measured: `python -m tests.bench.sizing`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
DOCS = HERE.parent.parent / "docs"
PAGE = DOCS / "handbook" / "sizing.md"
GROWTH = DOCS / "growth-database.md"
MB = 1_000_000

MEASURED = re.compile(r"(?<=<!-- measured -->\n).*?(?=<!-- end -->)", re.DOTALL)
"""What of the page is made here; the rest is written by hand."""

Results = dict[str, Any]


def page(results: Results, growth: str, before: str) -> str:
    """The page with what was measured; what was not has no row."""
    return MEASURED.sub(lambda _: measured(results, growth), before)


def measured(results: Results, growth: str) -> str:
    """When it was measured, and the table."""
    rows = "".join(f"| {what} | {found} | {where} |\n" for what, found, where in _rows(results))
    disk = re.search(r"a million contacts .*? are ([\d.]+) GB of rows and indexes", growth)
    if disk:
        told = f"{float(disk[1]):.1f} MB, without files (PostgreSQL)"
        where = "[how it grows](../growth-database.md)"
        rows += f"| disk for 1,000 contacts with a message each | {told} | {where} |\n"
    when = f"On {results['day']}, with a load of {results['load']:.1f} before it began.\n\n"
    return f"{when}| what | measured | where it stands |\n| --- | --- | --- |\n{rows}"


def _rows(results: Results) -> Iterator[tuple[str, str, str]]:
    if rest := results.get("at rest"):
        yield "memory, nobody there", f"{rest['bytes'] / MB:.0f} MB", "*memory at rest*"
    if idle := results.get("idle"):
        kept = f"{idle['connections']:,} at once, {idle['lost']} lost"
        yield (
            "memory for each open page",
            f"{idle['bytes_each'] / 1000:.0f} kB each; {kept}",
            "*idle connections*",
        )
    yield from _chats(results)
    for kind, name in (("sqlite", "files"), ("postgresql", "PostgreSQL")):
        if found := results.get(f"throughput {kind}"):
            told = f"{found['quietline']['per_second']:,.0f} a second"
            yield f"chat messages at most, {name}", told, "*durable messages/s*"
    if tips := results.get("tips"):
        eight = tips.get("8") or tips[max(tips)]
        told = f"{eight['per_second']:.0f} a second, half within {eight['tip']['p50']:.0f} ms"
        yield "tips, eight people at once", told, "*tip accepted*"
    if growth := results.get("growth"):
        most = max(growth, key=lambda each: each["stored"])
        told = f"{most['page']['p50']:.0f} ms in the middle"
        yield f"a page of the queue, {most['stored']:,} contacts stored", told, "*queue page*"
    for many, found in results.get("files", {}).get("uploads", {}).items():
        told = f"{found['per_second']:.0f} MB a second"
        yield f"files, {many} at once", told, "*files stored*"


def _chats(results: Results) -> Iterator[tuple[str, str, str]]:
    """For each number of live chats, the store size at which they fared worst."""
    growth = results.get("growth") or []
    for live in sorted({each["live"] for each in growth}):
        worst = max((e for e in growth if e["live"] == live), key=lambda e: e["delivery"]["p99"])
        told = (
            f"{min(worst['per_second'], live):,.0f} of {live:,} messages a second;"
            f" 99 of 100 arrive within {worst['delivery']['p99'] / 1000:.2f} s"
        )
        yield f"{live:,} chats at once, a message a second each", told, "*delivery … live chats*"


def write(results: Results) -> None:
    """The handbook says what was measured."""
    before, growth = PAGE.read_text(encoding="utf-8"), GROWTH.read_text(encoding="utf-8")
    PAGE.write_text(page(results, growth, before), encoding="utf-8")


if __name__ == "__main__":
    write(json.loads((HERE / "results.json").read_text()))
