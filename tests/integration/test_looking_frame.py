"""The frame in which strangers' files are shown: one script, one style, no origin, no way out."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest

from tests.integration.conftest import Town

on_one_database = pytest.mark.parametrize("empty", ["sqlite"], indirect=True)


def policy(headers: dict[str, str]) -> dict[str, str]:
    """The directives of a page's policy."""
    parts = (part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    return {name: (rest or [""])[0] for name, *rest in parts}


def hash_of(page: str, tag: str) -> str:
    """How a policy names what stands in the page's one such element."""
    (content,) = re.findall(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
    return f"'sha256-{digest}'"


@on_one_database
def test_one_script_and_one_style_run_in_the_frame_and_nothing_leaves_it(town: Town) -> None:
    got = town.stranger().call("GET", "/looking")
    page, rules = got.raw.decode(), policy(got.headers)
    assert rules["script-src"] == hash_of(page, "script")
    assert rules["style-src"] == hash_of(page, "style")
    assert rules["default-src"] == rules["connect-src"] == rules["form-action"] == "'none'"
    assert rules["img-src"] == rules["media-src"] == "blob:"
    assert (rules["sandbox"], rules["frame-ancestors"]) == ("allow-scripts", "'self'")


@on_one_database
def test_the_frame_stands_in_the_desk_s_own_page_only(town: Town) -> None:
    frame = town.stranger().call("GET", "/looking").headers
    # Without it Firefox loads no document of no origin into the desk's page.
    assert frame["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert frame["X-Frame-Options"] == "SAMEORIGIN"
    desk = town.stranger().call("GET", "/").headers
    assert policy(desk)["frame-src"] == "'self'"
    assert (policy(desk)["frame-ancestors"], desk["X-Frame-Options"]) == ("'none'", "DENY")
    assert desk["Cross-Origin-Resource-Policy"] == "same-origin"
