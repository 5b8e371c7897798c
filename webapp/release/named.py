"""What a page has a browser load, and whatever else in it could run: read with suspicion."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from webapp.pages import Asset

Attributes = list[tuple[str, str | None]]

LOADS = ("script", "link")
"""Elements by which our pages load something; each names a built file, with its hash."""

FORBIDDEN = frozenset(
    {
        *("applet", "audio", "base", "embed", "frame", "frameset", "iframe", "image", "img"),
        *("math", "object", "picture", "portal", "source", "style", "svg", "track", "video"),
    }
)
"""Elements that stand in none of our pages that is looked at, and can load or run something."""

WATCHED = re.compile(rf"<\s*({'|'.join([*LOADS, *sorted(FORBIDDEN), 'meta'])})\b", re.IGNORECASE)
BUILT = re.compile(r"/static/[^\s\"'<>&?#]+")
ABSOLUTE = re.compile(r"\s*([a-z][a-z0-9+.-]*:|//|\\)", re.IGNORECASE)
LEADS_ON = ("a", "html")
"""Elements whose addresses may be other sites: a link that a person follows, and the exit page."""


def strange_in(page: str, built: dict[str, Asset]) -> Iterator[str]:
    """Whatever the page holds that none of ours does; `built` is the release, by address."""
    reader = _Reader(built)
    reader.feed(page)
    reader.close()
    yield from reader.strange
    if "<!--" in page or "<![" in page:
        yield "a comment, in which browsers may see what we do not"
    # Browsers read broken markup in their own ways: what looks like an element must have been seen.
    if len(WATCHED.findall(page)) != reader.watched:
        yield "markup that can be read in two ways"
    for address in sorted({*BUILT.findall(page)} - built.keys()):
        yield f"{address}, which is not in the release"


class _Reader(HTMLParser):
    """Goes through a page and notes what is strange."""

    def __init__(self, built: dict[str, Asset]) -> None:
        super().__init__()
        self.built = built
        self.strange: list[str] = []
        self.watched = 0
        self.inside: str | None = None

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        self.inside = tag
        self.watched += bool(WATCHED.fullmatch(f"<{tag}"))
        if tag in FORBIDDEN:
            self.strange.append(f"an element <{tag}>")
        if tag == "script" and "src" not in dict(attrs):
            self.strange.append("a script that stands in the page")
        for name, value in attrs:
            self._attribute(tag, name, value or "")
        self._hashes(tag, attrs)

    def handle_data(self, data: str) -> None:
        if self.inside in {"script", "style"} and data.strip():
            self.strange.append(f"text inside <{self.inside}>")

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the library's own signature
        self.inside = None

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name.startswith("on") or name in {"style", "srcdoc", "http-equiv", "ping", "background"}:
            self.strange.append(f"an attribute {name} on <{tag}>")
        if tag in LOADS and name in {"src", "href", "xlink:href"} and value not in self.built:
            self.strange.append(f"<{tag}> loads {value}, which is not in the release")
        if re.match(r"\s*(javascript|data|vbscript|blob):", value, re.IGNORECASE):
            self.strange.append(f"an address that runs, in {name} on <{tag}>")
        is_address = name in {"src", "href", "action", "formaction"} or name.startswith("data-")
        if is_address and tag not in (*LOADS, *LEADS_ON) and ABSOLUTE.match(value):
            self.strange.append(f"<{tag}> leads to {value}")

    def _hashes(self, tag: str, attrs: Attributes) -> None:
        """A script and a style carry their hash, and whatever carries one carries the release's."""
        given = dict(attrs)
        said = given.get("integrity") or given.get("data-integrity")
        addresses = [value for _, value in attrs if value in self.built]
        must = tag == "script" or (tag == "link" and "stylesheet" in (given.get("rel") or ""))
        if must and said is None:
            self.strange.append(f"<{tag}> without a hash")
        if said is not None and not any(
            self.built[address]["integrity"] == said for address in addresses if address
        ):
            self.strange.append(f"<{tag}> with a hash that is not the release's")
