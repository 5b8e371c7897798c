"""A browser window in which hostile text may stand: what it did, and whether it stayed text."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.server import RunningSite

MADE = (
    "script:not(head > [integrity]), link:not(head > [integrity]), img, iframe, a, svg, math, object, "
    "embed, base, meta, style, marquee, i, table"
)
"""Elements that texts of the corpus would like to be; the page's own files come into its head later."""

LOOK = """([texts, made]) => {
  const text = document.body.textContent;
  const isControl = /[\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]/;
  const apart = (node) => {
    for (let place = node.parentElement; place; place = place.parentElement) {
      const { unicodeBidi, display, position } = getComputedStyle(place);
      if (display !== "inline" || position === "absolute") return place;
      if (["isolate", "isolate-override", "plaintext"].includes(unicodeBidi)) return place;
    }
    return document.body;
  };
  const ours = (place) => {
    let left = place.textContent;
    for (const each of texts) left = left.split(each).join("");
    return left.trim();
  };
  const reordered = [];
  const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
    const closed = node.data.replace(/\\u2068[^\\u202a-\\u202e\\u2066-\\u2069]*\\u2069/g, "");
    if (node.parentElement.closest("textarea, option, script") || !isControl.test(closed)) continue;
    const place = apart(node);
    if (/[\\p{L}\\p{N}]/u.test(ours(place))) reordered.push(place.outerHTML.slice(0, 200));
  }
  const handlers = [...document.querySelectorAll("*")].filter((each) =>
    [...each.attributes].some(({ name }) => name.startsWith("on")));
  return {
    missing: texts.filter((each) => !text.includes(each)).map((each) => each.slice(0, 60)),
    made: document.querySelectorAll(made).length,
    handlers: handlers.map(({ outerHTML }) => outerHTML.slice(0, 200)),
    reordered,
    wider: document.documentElement.scrollWidth - window.innerWidth,
    widest: [...document.querySelectorAll("body *")]
      .filter((each) => each.scrollWidth > window.innerWidth && each.childElementCount === 0)
      .map((each) => `${each.tagName}.${each.className}`).slice(0, 6),
  };
}"""


class Suspicious:
    """Watches one page from its start; `problems` is all that happened and should not have."""

    def __init__(self, page: Page, site: RunningSite) -> None:
        """Begin to watch; the page is open and shows nothing of anybody's yet."""
        self.page, self.problems = page, list[str]()
        self.ours = (site.source_url, site.desk_url)
        page.on("dialog", self._dialog)
        page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        page.on("console", self._console)
        page.on("request", self._request)
        page.on("popup", lambda other: self.problems.append(f"popup: {other.url}"))
        self.made = page.evaluate("made => document.querySelectorAll(made).length", MADE)

    def _dialog(self, dialog: Any) -> None:
        self.problems.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _console(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.problems.append(f"console: {message.text}")

    def _request(self, request: Any) -> None:
        if not request.url.startswith(self.ours):
            self.problems.append(f"request: {request.url}")

    def look(
        self, *texts: str, besides: tuple[str, ...] = (), narrow: bool = True
    ) -> dict[str, Any]:
        """What is wrong with the screen as it is, and everything that happened since the start.

        `texts` must be shown as they are; texts `besides` may be shown. Empty where all is well.
        """
        size = self.page.viewport_size
        if narrow:
            self.page.set_viewport_size({"width": 320, "height": 640})
        known = sorted({*texts, *besides}, key=len, reverse=True)
        seen = self.page.evaluate(LOOK, [known, MADE])
        if narrow and size:
            self.page.set_viewport_size(size)
        seen["missing"] = [t for t in seen["missing"] if not any(o.startswith(t) for o in besides)]
        seen["made"] -= self.made
        seen["wider"] = max(seen["wider"], 0) if narrow else 0
        seen["widest"] = seen["widest"] if seen["wider"] else []
        return {what: found for what, found in seen.items() if found} | (
            {"problems": self.problems} if self.problems else {}
        )
