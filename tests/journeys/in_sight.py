"""The exit on every kind of screen: small, enlarged, scrolled, and under a keyboard that takes its half."""

from __future__ import annotations

from playwright.sync_api import Page

SCREENS = {
    "a small phone": (320, 640),
    "enlarged twice": (640, 512),
    "enlarged four times": (320, 256),
    "the keyboard is open": (320, 300),
}
"""CSS pixels. A screen of 1280 by 1024 has these when enlarged; a keyboard takes its part of the page's
height away, because the page says `interactive-widget=resizes-content`."""

LOOK = """(down) => {
  scrollTo(0, down ? document.documentElement.scrollHeight : 0);
  const found = [];
  const exit = document.querySelector("[data-exit-now], header button.exit");
  const { left, right, top, bottom, width, height } = exit.getBoundingClientRect();
  const inside = left >= 0 && top >= 0 && right <= innerWidth + 0.5 && bottom <= innerHeight;
  if (!inside) found.push("the exit is out of sight");
  for (const [x, y] of [[0.5, 0.5], [0.1, 0.2], [0.9, 0.8]]) {
    const seen = document.elementFromPoint(left + width * x, top + height * y);
    if (!exit.contains(seen)) found.push("the exit is covered");
  }
  if (height < 44 || width < 44) found.push("the exit is small");
  const root = document.documentElement;
  if (root.scrollWidth > innerWidth) found.push("wider than the screen");
  return found;
}"""

TYPING = """() => {
  const field = [...document.querySelectorAll("textarea, input:not(.unseen, .unseen input)")].find(
    (it) => it.checkVisibility() && it.type !== "radio" && it.type !== "checkbox");
  if (!field) return [];
  const before = document.activeElement;
  field.focus();
  field.scrollIntoView({ block: "nearest" });
  const { left, top, height, width } = field.getBoundingClientRect();
  const seen = [0.1, 0.5, 0.9].some((part) =>
    document.elementFromPoint(left + width / 2, top + Math.min(height, innerHeight) * part) === field);
  const exit = document.querySelector("[data-exit-now], header button.exit").getBoundingClientRect();
  before?.focus?.();
  return [...(seen ? [] : ["the field is covered"]), ...(exit.top < 0 ? ["the exit is out of sight"] : [])];
}"""


def out_of_sight(page: Page) -> list[str]:
    """What is wrong with the exit of this view, screen by screen, at its beginning and at its end."""
    before = page.viewport_size
    found = []
    for name, (width, height) in SCREENS.items():
        page.set_viewport_size({"width": width, "height": height})
        for place, down in (("above", False), ("below", True)):
            found += [f"{name}, {place}: {fault}" for fault in page.evaluate(LOOK, down)]
        found += [f"{name}, typing: {fault}" for fault in page.evaluate(TYPING)]
    if before:
        page.set_viewport_size(before)
    return found
