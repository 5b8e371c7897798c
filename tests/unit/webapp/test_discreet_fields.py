"""What the source side never asks of a browser: to fill in, to check spelling, to keep, to be heard."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

WEBAPP = Path(__file__).parents[3] / "webapp"
PAGES = [
    *(WEBAPP / "templates" / "source").rglob("*.html"),
    *(WEBAPP / "templates" / "components" / name for name in ("plain.html", "question.html")),
]
SCRIPTS = sorted((WEBAPP / "frontend" / "source").rglob("*.ts"))
FIELD = re.compile(r"<(?:input|textarea)\b(?:\{[{%].*?[%}]\}|[^>{])*>", re.DOTALL)
NOT_TYPED = re.compile(r'type="(?:hidden|radio|checkbox|file)"')
LOUD_OR_KEPT = re.compile(
    r"\bNotification\b|\bvibrate\(|\bAudio\b|\bAudioContext\b|serviceWorker|setAppBadge"
    r"|localStorage|sessionStorage|indexedDB|caches\.|document\.cookie"
)


def typed_fields() -> list[tuple[str, str]]:
    found = [(page.name, tag) for page in PAGES for tag in FIELD.findall(page.read_text())]
    return [(page, tag) for page, tag in found if not NOT_TYPED.search(tag)]


def test_no_field_outside_is_filled_in_or_checked_elsewhere_by_the_browser() -> None:
    fields = typed_fields()
    assert len(fields) >= 18
    for wanted in ('autocomplete="off"', 'spellcheck="false"'):
        assert [(page, tag) for page, tag in fields if wanted not in tag] == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_no_script_outside_makes_itself_heard_or_keeps_anything(script: Path) -> None:
    assert LOUD_OR_KEPT.findall(script.read_text()) == []


def test_nothing_of_the_page_outside_is_printed() -> None:
    css = (WEBAPP / "frontend" / "source" / "css" / "frame.css").read_text()
    assert re.search(r"@media print \{\s*body \{\s*display: none;", css)
