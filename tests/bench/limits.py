"""What limits a measurement, in words that are made of what was measured beside it."""

from __future__ import annotations

from typing import Any

Result = dict[str, Any]


def throughput(mine: Result, without: Result, raw: Result) -> str:
    """One core: how much of it was used, and for what."""
    each, line = mine["server_ms_each"], without["server_ms_each"]
    return (
        f"one core, {mine['server_busy']:.0%} busy: of {each:.2f} ms for a message the line takes "
        f"{line:.2f} and storing {each - line:.2f}; with all of the core it would be "
        f"{1000 / each:,.0f}/s. The raw relay's {raw['server_ms_each']:.2f} ms are what Python needs "
        "for frames, JSON and one INSERT"
    )


def delivery(mine: Result, without: Result) -> str:
    """What a message waits for when nobody is in its way."""
    waits = mine["delivery"]["p50"] - without["delivery"]["p50"]
    return (
        f"the disk and the transaction around it: {waits:.1f} ms of the median; "
        f"the core is {mine['server_busy']:.0%} busy"
    )


def two_lines(two: Result) -> str:
    """Two processes on a machine of two cores that also generates the load."""
    return (
        f"the machine: both lines use {two['server_busy']:.2f} and the generator "
        f"{two['generator_busy']:.2f} of its two cores, PostgreSQL and Redis the rest"
    )


def processor(ms_each: float, per_second: float, what: str) -> str:
    """So much processor time for each, so at most so many a second on one core."""
    most = 1000 / ms_each
    return (
        f"{ms_each:.1f} ms of processor for each {what}: at most {most:,.0f}/s on a core, "
        f"{per_second / most:.0%} of it reached"
    )
