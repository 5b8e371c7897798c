"""Metrics as text, in Prometheus's format: each with a sentence that says what an observer learns.

https://prometheus.io/docs/instrumenting/exposition_formats/ (version 0.0.4); gauges only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


Labels = tuple[tuple[str, str], ...]


class Gauge(NamedTuple):
    """A number that goes up and down, with what it is of."""

    name: str
    help: str
    values: Mapping[Labels, float]


def gauge(name: str, told: str, value: float | Mapping[str, float], label: str = "") -> Gauge:
    """One number; or one for each value of a label."""
    if isinstance(value, Mapping):
        return Gauge(name, told, {((label, key),): number for key, number in value.items()})
    return Gauge(name, told, {(): value})


def text_of(gauges: Iterable[Gauge]) -> str:
    """The text that is scraped."""
    lines: list[str] = []
    for each in gauges:
        lines += [f"# HELP {each.name} {each.help}", f"# TYPE {each.name} gauge"]
        lines += [f"{each.name}{_labels(of)} {value:.12g}" for of, value in each.values.items()]
    return "\n".join(lines) + "\n"


def _labels(of: Labels) -> str:
    """Values are names of ours, of which none has a quote, a backslash or a line's end."""
    return "{" + ",".join(f'{name}="{value}"' for name, value in of) + "}" if of else ""
