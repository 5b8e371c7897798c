"""What other sites, caches and crafted addresses try on every route of both sides, and that it comes to nothing."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.databases import often_on
from tests.integration.conftest import Town
from tests.integration.matrix_scenes import path_of
from tests.integration.test_matrix import SIDES, SOME_PARTS, app_of, asked
from webapp.security import framed, headers_for
from webapp.services import services_of

pytestmark = pytest.mark.parametrize("empty", often_on("sqlite"), indirect=True)

EVIL = "evil-7f3a.example"
FOREIGN = {
    "Origin": f"https://{EVIL}",
    "Referer": f"https://{EVIL}/",
    "Sec-Fetch-Site": "cross-site",
    "Sec-Fetch-Mode": "cors",
}
SIMPLE = ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b")
"""Kinds of a body that another site's page may send without asking first."""

MEANT = {("source", "/"), ("source", "/api/v1/end")}
"""Anybody may begin a visit without scripts, or end one: it gives nobody anything."""

TRUSTED_BY_OTHERS = {
    "X-Forwarded-Host": EVIL,
    "X-Forwarded-Proto": "gopher",
    "X-Forwarded-Prefix": f"/{EVIL}",
    "X-Forwarded-Port": "666",
    "X-Forwarded-For": EVIL,
    "Forwarded": f"host={EVIL};proto=gopher",
    "X-Host": EVIL,
    "X-Original-URL": f"/{EVIL}",
    "X-Rewrite-URL": f"/{EVIL}",
    "X-HTTP-Method-Override": "DELETE",
    "X-Method-Override": "DELETE",
    "Accept-Language": EVIL,
    "User-Agent": EVIL,
}
"""Headers by which caches were poisoned, hosts forged and methods changed elsewhere."""

CRAFTED = (
    "//healthz", f"//{EVIL}", f"/%2f{EVIL}", f"/%5c{EVIL}", f"/\\{EVIL}", f"/https://{EVIL}", f"/;@{EVIL}",
    f"/?next=https://{EVIL}", f"/?url=//{EVIL}", f"/?return=https:{EVIL}",
    f"/static/%2e%2e/%2e%2e/{EVIL}", f"/static//{EVIL}", "/static/../../etc/passwd",
    f"/a%0d%0aLocation:%20https://{EVIL}", f"/?a=%0d%0aSet-Cookie:%20a={EVIL}",
    f"/api/v1/desk%0d%0aX-Evil:%20{EVIL}", f"/%00{EVIL}", f"/%e5%98%8d%e5%98%8aX:{EVIL}",
)  # fmt: skip

HOSTS = (
    EVIL, f"localhost.{EVIL}", f"localhost@{EVIL}", f"localhost:80@{EVIL}", "localhost/x",
    f"{EVIL}#localhost", f"{EVIL}\\localhost", "192.0.2.1", "[::ffff:7f00:1]x", "", "a b",
)  # fmt: skip


def every_route(app: Flask) -> list[tuple[str, str]]:
    """Method and address of everything there is, with ids that nobody has."""
    return sorted(
        (method, path_of(asked(route.rule), SOME_PARTS))
        for route in app.url_map.iter_rules()
        for method in route.methods or ()
    )


def ask(app: Flask, method: str, path: str, **more: Any) -> TestResponse:
    """The answer; the name of the host is ours."""
    headers = {"Host": "localhost", **more.pop("headers", {})}
    return app.test_client().open(path, method=method, headers=headers, **more)


@pytest.mark.parametrize("side", SIDES)
def test_every_route_s_answer_bears_every_header_and_is_kept_by_no_cache(
    town: Town, side: str
) -> None:
    app = app_of(town, side)
    made = services_of(app)
    for method, path in every_route(app):
        got = ask(app, method, path)
        ours = framed(headers_for(made), made.side, path.split("?")[0])
        assert {name: got.headers.get(name) for name in ours} == ours, (method, path)
        is_static = path.startswith("/static/") and got.status_code == 200
        assert is_static or got.headers["Cache-Control"] == "no-store", (method, path)
        varies = set(got.headers.get("Vary", "Cookie").split(", "))
        assert varies <= {"Accept-Language", "Accept-Encoding", "Cookie"}, (method, path)


@pytest.mark.parametrize("side", SIDES)
def test_another_site_s_page_can_change_nothing_and_read_nothing(town: Town, side: str) -> None:
    app = app_of(town, side)
    for method, path in every_route(app):
        for kind in SIMPLE:
            got = ask(app, method, path, headers=FOREIGN, content_type=kind, data=b"{}")
            shared = [name for name, _ in got.headers if name.startswith("Access-Control-")]
            assert not shared, (method, path)
            if method in {"POST", "PUT", "PATCH", "DELETE"} and (side, path) not in MEANT:
                assert got.status_code >= 400, (method, path, kind)


@pytest.mark.parametrize("side", SIDES)
def test_headers_that_others_trust_change_no_byte_of_any_answer(town: Town, side: str) -> None:
    app = app_of(town, side)
    for method, path in every_route(app):
        if method in {"GET", "HEAD", "OPTIONS"}:
            honest, forged = (
                ask(app, method, path),
                ask(app, method, path, headers=TRUSTED_BY_OTHERS),
            )
            assert (forged.status_code, forged.data) == (honest.status_code, honest.data), path
            assert [*forged.headers] == [*honest.headers], path
        assert EVIL not in str(ask(app, method, path, headers=TRUSTED_BY_OTHERS).headers), path


@pytest.mark.parametrize("side", SIDES)
def test_a_crafted_address_leads_nowhere_and_makes_no_header(town: Town, side: str) -> None:
    for path in CRAFTED:
        where, _, query = path.partition("?")
        asked_for = {"PATH_INFO": unquote(where, "latin-1"), "QUERY_STRING": query}
        for method in ("GET", "POST"):
            got = ask(app_of(town, side), method, "/", environ_overrides=asked_for)
            assert EVIL not in str(got.headers), path
            assert EVIL not in got.get_data(as_text=True), path
            assert got.status_code not in {301, 302, 307, 308}, path
            assert b"root:" not in got.data


@pytest.mark.parametrize("side", SIDES)
def test_a_name_that_is_not_ours_is_answered_with_nothing(town: Town, side: str) -> None:
    for host in HOSTS:
        for path in ("/", "/api/v1/desk", "/healthz"):
            got = ask(app_of(town, side), "GET", path, headers={"Host": host})
            assert got.status_code == 421, (host, path)
            assert EVIL.encode() not in got.data


@pytest.mark.parametrize("side", SIDES)
def test_nothing_that_anybody_sent_is_taken_for_a_page(town: Town, side: str) -> None:
    app = app_of(town, side)
    for method, path in every_route(app):
        got = ask(app, method, path)
        if got.data and path.startswith("/api/"):
            assert got.mimetype in {"application/json", "application/problem+json"}, path
        assert got.headers["X-Content-Type-Options"] == "nosniff", path
