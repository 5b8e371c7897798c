"""Curves as SVG: a few lines on two logarithmic or plain axes, drawn by hand so that nothing is needed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 640, 400
LEFT, RIGHT, TOP, BOTTOM = 70, 150, 46, 52
COLOURS = ("#0b6e99", "#b5502b", "#3f7d34", "#7a4fa3", "#8a6d00")


@dataclass(frozen=True)
class Curve:
    """One line: its name and its points (x, y), both above zero."""

    name: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Axis:
    """A logarithmic axis from `low` to `high` over so many pixels."""

    low: float
    high: float
    start: float
    end: float

    def place(self, value: float) -> float:
        """Where a value lies."""
        part = math.log(value / self.low) / math.log(self.high / self.low)
        return self.start + part * (self.end - self.start)

    def marks(self) -> list[float]:
        """The powers of ten on it, with 2 and 5 between where there is room."""
        first, last = math.floor(math.log10(self.low)), math.ceil(math.log10(self.high))
        steps = (1, 2, 5) if last - first <= 2 else (1,)
        found = [step * 10.0**power for power in range(first, last + 1) for step in steps]
        return [mark for mark in found if self.low <= mark <= self.high]


def chart(title: str, across: str, up: str, curves: Sequence[Curve], goal: float | None) -> str:
    """The SVG of a chart; `goal` is a dashed line at that height."""
    xs = [x for curve in curves for x, _ in curve.points]
    ys = [y for curve in curves for _, y in curve.points] + ([goal] if goal else [])
    x = Axis(min(xs), max(*xs, min(xs) * 2), LEFT, WIDTH - RIGHT)
    y = Axis(_below(min(ys)), _above(max(ys)), HEIGHT - BOTTOM, TOP)
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
    turned = f'transform="translate(16 {(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)"'
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts = [
        f'{opening} aria-label="{escape(title)}" font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="22" font-size="15" font-weight="bold">{escape(title)}</text>',
        *_grid(x, y),
        f'<text x="{middle}" y="{HEIGHT - 12}" text-anchor="middle">{escape(across)}</text>',
        f'<text {turned} text-anchor="middle">{escape(up)}</text>',
    ]
    for number, curve in enumerate(curves):
        parts += _line(curve, number, x, y)
    if goal:
        parts += _goal(goal, y)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _grid(x: Axis, y: Axis) -> list[str]:
    parts = []
    for mark in x.marks():
        place = x.place(mark)
        parts += [
            f'<path d="M{place:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#ddd"/>',
            f'<text x="{place:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{mark:,g}</text>',
        ]
    for mark in y.marks():
        place = y.place(mark)
        parts += [
            f'<path d="M{LEFT} {place:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>',
            f'<text x="{LEFT - 8}" y="{place + 4:.1f}" text-anchor="end">{mark:,g}</text>',
        ]
    return parts


def _line(curve: Curve, number: int, x: Axis, y: Axis) -> list[str]:
    colour = COLOURS[number % len(COLOURS)]
    places = [(x.place(a), y.place(b)) for a, b in curve.points]
    way = "L".join(f"{a:.1f} {b:.1f}" for a, b in places)
    dots = [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3.5" fill="{colour}"/>' for a, b in places]
    key = TOP + 14 + 20 * number
    return [
        f'<path d="M{way}" fill="none" stroke="{colour}" stroke-width="2"/>',
        *dots,
        f'<path d="M{WIDTH - RIGHT + 12} {key - 4}h18" stroke="{colour}" stroke-width="2"/>',
        f'<text x="{WIDTH - RIGHT + 36}" y="{key}">{escape(curve.name)}</text>',
    ]


def _goal(goal: float, y: Axis) -> list[str]:
    place = y.place(goal)
    return [
        f'<path d="M{LEFT} {place:.1f}H{WIDTH - RIGHT}" stroke="#555" stroke-dasharray="6 4"/>',
        f'<text x="{WIDTH - RIGHT + 6}" y="{place + 4:.1f}" fill="#555">goal {goal:g}</text>',
    ]


def _below(value: float) -> float:
    power: float = 10.0 ** math.floor(math.log10(value))
    return max(power * step for step in (1, 2, 5) if power * step <= value)


def _above(value: float) -> float:
    power: float = 10.0 ** math.floor(math.log10(value))
    return min(power * step for step in (1, 2, 5, 10) if power * step > value)
