"""The table and the curves: measurements beside their goals, in Markdown and SVG."""

from __future__ import annotations

from typing import Any

from tests.bench import limits, report_files
from tests.bench.curves import Curve, chart
from tests.bench.measures import WAITING
from tests.bench.row import Row

Results = dict[str, Any]
KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}

SHARED = (
    "Everything shares this machine's cores: the server is pinned to one, the load generator to the "
    "other, PostgreSQL and Redis run on both (for two lines nothing is pinned). The raw relay and "
    "Quietline without storing were measured in turns with Quietline, in the same run, by the same "
    "generator; of several rounds the one in the middle is shown, with the lowest and highest behind "
    "it. The generator speaks raw WebSocket frames and seals nothing. The raw relay "
    "(`tests/bench/relay.py`) is asyncio `websockets` with grouped commits, one INSERT for a message, "
    "no people, no order, no checks. *Without storing* (`tests/bench/without_storing.py`) is the same "
    "program whose messages are checked, answered and told to both sides, but not kept. Goals are "
    "goals, not asserts."
)


def table(results: Results) -> list[Row]:
    """Every line for which there is a result, in the order of the goals."""
    rows: list[Row] = []
    for kind, name in KINDS.items():
        if found := results.get(f"throughput {kind}"):
            rows += _throughput(name, found)
    for kind, name in KINDS.items():
        if found := results.get(f"delivery {kind}"):
            rows += _delivery(name, found)
    for part, lines in (
        ("two lines", _two_lines),
        ("idle", _idle),
        ("tips", _tips),
        ("opening", _opening),
        ("at rest", _at_rest),
        ("growth", _growth),
        ("queue", _queue),
        ("files", report_files.rows),
    ):
        if found := results.get(part):
            rows += lines(found)
    return rows


def markdown(results: Results, machine: str, quick: bool) -> str:
    """The whole page."""
    lines = [
        "# What `make bench` measured",
        "",
        *(["A quick trial: too short to be quoted.", ""] if quick else []),
        f"Measured on {results['day']}. {machine}",
        "",
        SHARED,
        "",
        f"Load of the machine before the run: {results['load']:.1f}.",
        "",
        "| what | goal | measured | beside it |",
        "| --- | --- | --- | --- |",
        *(f"| {row.what} | {row.goal} | {row.measured} | {row.beside} |" for row in table(results)),
        "",
        *_limits(results),
    ]
    if results.get("growth"):
        lines += [f"![{title}]({name}.svg)" for name, title in CURVES.items()]
        lines.append("")
    return "\n".join(lines)


def _limits(results: Results) -> list[str]:
    rows = [row for row in table(results) if row.limit]
    if not rows:
        return []
    flush = results["flush"]
    disk = (
        f"One small write and its flush took {flush['p50']:.2f} ms on this disk "
        f"(99 of 100 within {flush['p99']:.2f} ms) before anything else was measured."
    )
    return [
        "## What limits each of them, and how far it is from that",
        "",
        disk,
        "",
        "| what | limit |",
        "| --- | --- |",
        *(f"| {row.what} | {row.limit} |" for row in rows),
        "",
    ]


CURVES = {
    "delivery": "Delivery at 1 message/s per chat: 99 of 100 arrive within",
    "median": "Delivery at 1 message/s per chat: the median",
    "queue": "A page of the queue as the store grows",
}


def curves(growth: list[dict[str, Any]]) -> dict[str, str]:
    """The SVG of each curve, by file name."""
    sizes = sorted({row["stored"] for row in growth})
    drawn = {}
    for name, part, goal in (("delivery", "p99", 10.0), ("median", "p50", None)):
        lines = [
            Curve(
                f"{stored:,} stored",
                [(r["live"], r["delivery"][part]) for r in growth if r["stored"] == stored],
            )
            for stored in sizes
        ]
        drawn[name] = chart(CURVES[name], "live chats", "milliseconds", lines, goal)
    pages = {row["stored"]: row["page"] for row in growth}
    lines = [
        Curve(part, [(stored, page[part]) for stored, page in sorted(pages.items())])
        for part in ("p50", "p99")
    ]
    drawn["queue"] = chart(CURVES["queue"], "stored conversations", "milliseconds", lines, 50.0)
    return drawn


def _throughput(name: str, found: Results) -> list[Row]:
    mine, raw, without = (found[part] for part in ("quietline", "raw", "without"))
    ratios = [mine["per_second"] / other["per_second"] for other in (without, raw)]
    return [
        Row(
            f"durable messages/s, one line process, {name}",
            "≥ 0.9 of without storing, ≥ 0.65 of raw",
            f"{_rate(mine)} = **{ratios[0]:.2f}** of without storing, **{ratios[1]:.2f}** of raw"
            f"{_refused(mine)}",
            f"without storing {_rate(without)}, raw {_rate(raw)} "
            f"(processor time each {mine['server_ms_each']:.2f}, {without['server_ms_each']:.2f}, "
            f"{raw['server_ms_each']:.2f} ms; server busy {mine['server_busy']:.0%}, generator "
            f"{mine['generator_busy']:.0%}, with raw {raw['generator_busy']:.0%})",
            limits.throughput(mine, without, raw),
        )
    ]


def _delivery(name: str, found: Results) -> list[Row]:
    mine, raw, without = (found[part] for part in ("quietline", "raw", "without"))
    ratio = mine["delivery"]["p50"] / raw["delivery"]["p50"]
    return [
        Row(
            f"delivery at 200 chats × 1 message/s, {name}",
            "p99 ≤ 10 ms; p50 ≤ 3 × raw",
            f"p50 {_times(mine)} = **{ratio:.1f}** × raw{_refused(mine)}",
            f"without storing {_times(without)}; raw {_times(raw)}",
            limits.delivery(mine, without),
        )
    ]


def _two_lines(found: Results) -> list[Row]:
    ratio = found["two"]["per_second"] / found["one"]["per_second"]
    added = found["two_calm"]["delivery"]["p50"] - found["one_calm"]["delivery"]["p50"]
    return [
        Row(
            "two line processes over Redis, every message crossing, PostgreSQL",
            "≥ 1.7 × one; added p50 ≤ 5 ms",
            f"**{ratio:.2f}** × one; added p50 **{added:.1f}** ms",
            f"one {found['one']['per_second']:,.0f}/s, two {found['two']['per_second']:,.0f}/s; "
            "generator, both lines, PostgreSQL and Redis on two cores",
            limits.two_lines(found["two"]),
        )
    ]


def _idle(found: Results) -> list[Row]:
    return [
        Row(
            "idle connections in one process",
            "10,000; ≤ 70 kB each; ≥ 1,000 connects/s",
            f"**{found['connections']:,}** ({found['lost']} lost); **{found['bytes_each'] / 1000:.0f}** kB "
            f"each; **{found['per_second']:,.0f}** connects/s",
            "each signed in with a receipt of its own",
            limits.processor(found["server_ms_each"], found["per_second"], "connect"),
        )
    ]


def _tips(found: Results) -> list[Row]:
    one, eight = found["1"], found["8"]
    return [
        Row(
            "tip accepted, SQLite",
            "p50 ≤ 5 ms; ≥ 300/s per core; 8 clients, no error",
            f"p50 **{one['tip']['p50']:.1f}** ms; **{eight['per_second']:,.0f}**/s from 8 clients",
            f"answers {eight['statuses']}; with 8 clients p50 {eight['tip']['p50']:.1f} ms",
            limits.processor(eight["server_ms_each"], eight["per_second"], "tip"),
        )
    ]


def _opening(found: Results) -> list[Row]:
    return [
        Row(
            f"{found['items']} sealed items opened in the desk's browser (Chromium)",
            "≤ 300 ms",
            f"**{found['opened']:.0f}** ms ({found['first']:.0f} the first time)",
            f"the browser's own key agreements alone {found['beside']:.0f} ms",
            "signatures and key agreements in JavaScript, which browsers without X25519 need",
        )
    ]


def _at_rest(found: Results) -> list[Row]:
    return [
        Row(
            "memory at rest, embedded default",
            "≤ 120 MB",
            f"**{found['bytes'] / 1e6:.0f}** MB",
            limit=f"the modules that are read: {found['modules'] / 1e6:.0f} MB before anything is done",
        )
    ]


def _growth(found: list[Results]) -> list[Row]:
    rows = [
        _page(f"queue page, {stored:,} conversations stored and {WAITING} waiting, SQLite", page)
        for stored, page in {row["stored"]: row["page"] for row in found}.items()
    ]
    return rows + [
        Row(
            f"delivery, {row['live']:,} live chats × 1 message/s, {row['stored']:,} stored, SQLite",
            "grows with neither",
            f"p50 {_times(row)}{_refused(row)}",
            f"{row['per_second']:,.0f} of {row['live']:,} messages/s",
        )
        for row in found
    ]


def _queue(found: Results) -> list[Row]:
    return [
        _page(f"queue page, {int(waiting):,} waiting and nothing else stored, SQLite", page)
        for waiting, page in found.items()
    ]


def _page(what: str, page: Results) -> Row:
    return Row(
        what,
        "≤ 50 ms, flat",
        f"p50 **{page['p50']:.1f}**, p99 {page['p99']:.1f} ms",
        limit=f"the processor: {page['server_ms_each']:.1f} ms of each page",
    )


def _rate(found: Results) -> str:
    low, high = found["spread"]
    return f"{found['per_second']:,.0f}/s ({low:,.0f}–{high:,.0f})"


def _times(found: Results) -> str:
    return f"{found['delivery']['p50']:.1f}, p99 {found['delivery']['p99']:.1f} ms"


def _refused(found: Results) -> str:
    wrong = {**found["refused"], "undelivered": found["undelivered"]}
    said = ", ".join(f"{times} {kind.rsplit(':', 1)[-1]}" for kind, times in wrong.items() if times)
    return f" ({said})" if said else ""
