"""Every colour that a site may choose can be read, in the light and in the dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from moderation.site_body import ACCENTS

CSS = Path(__file__).parents[3] / "webapp" / "frontend" / "source" / "css" / "palette.css"
PAPERS = {"light": ("#f7f5f0", "#fffefb"), "dark": ("#11181b", "#1a2327")}
INK = {"light": "#1c2a30", "dark": "#edf1ee"}
ON_BAR, ON_LIGHT_ACCENT = "#f4f1e8", "#ffffff"


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def colours(accent: str) -> dict[str, str]:
    found = re.search(rf'\[data-accent="{accent}"\] {{(.*?)}}', CSS.read_text(), re.DOTALL)
    assert found is not None
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", found[1]))


@pytest.mark.parametrize("accent", ACCENTS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_colour_of_the_palette_is_readable(accent: str, scheme: str) -> None:
    named = colours(accent)
    own, tint = named[f"{scheme}-accent"], named[f"{scheme}-tint"]
    on_accent = named.get(f"{scheme}-on-accent", ON_LIGHT_ACCENT)
    pairs = [(own, paper) for paper in PAPERS[scheme]]
    pairs += [(own, on_accent), (own, tint), (INK[scheme], tint), (ON_BAR, named[f"{scheme}-bar"])]
    assert min(contrast(*pair) for pair in pairs) >= 4.5


def test_the_palette_has_the_colours_that_a_site_may_choose_and_no_others() -> None:
    assert re.findall(r'data-accent="(\w+)"', CSS.read_text()) == list(ACCENTS)
