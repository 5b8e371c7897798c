"""Who asks makes no difference: each route of the source side answers every browser with the same bytes."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.integration.conftest import Town

BROWSERS = {
    "Chrome": "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Mobile Safari/537.36",
    "Tor Browser": "Mozilla/5.0 (Windows NT 10.0; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Safari": "Mozilla/5.0 (iPhone; CPU iPhone OS 15_8 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/15.6 Mobile/15E148 Safari/604.1",
    "a robot": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "curl": "curl/8.14.1",
    "nothing": "",
}
FROM = {"a search": "https://search.example/?q=help", "nowhere": ""}
ASKS_BACK = {"Accept-CH", "Critical-CH", "Report-To", "Reporting-Endpoints", "NEL", "Server-Timing"}
"""Headers by which a server asks a browser about itself, or has it tell others."""


def routes(app: Flask) -> list[tuple[str, str]]:
    """Every method of every route without a part that varies."""
    return sorted(
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        if not rule.arguments
        for method in rule.methods or ()
    )


def asked(person: FlaskClient, method: str, path: str, **more: str) -> tuple[int, object, bytes]:
    """Status, headers and body of the answer to somebody who has no cookie."""
    given = {"Host": "localhost", "Accept-Language": "en", **more}
    sent = {name.replace("_", "-"): value for name, value in given.items() if value}
    got = person.open(path, method=method, headers=sent)
    return got.status_code, sorted(got.headers), got.get_data()


def test_each_route_gives_every_browser_the_same_bytes_and_headers(town: Town) -> None:
    person = town.source_app.test_client(use_cookies=False)
    found = routes(town.source_app)
    assert ("GET", "/") in found
    assert ("POST", "/api/v1/conversation/envelopes") in found
    for method, path in found:
        answers = {
            repr(asked(person, method, path, User_Agent=agent, Referer=referrer))
            for agent in BROWSERS.values()
            for referrer in FROM.values()
        }
        assert len(answers) == 1, f"{method} {path}"


def test_a_thread_is_the_same_bytes_for_every_browser(town: Town) -> None:
    source = town.source()
    assert source.send_tip().status == 201
    person = town.source_app.test_client(use_cookies=False)
    told = {"Authorization": str(source.auth)}
    path = "/api/v1/conversation"
    answers = [asked(person, "GET", path, User_Agent=agent, **told) for agent in BROWSERS.values()]
    assert answers[0][0] == 200
    assert answers == [answers[0]] * len(BROWSERS)


@pytest.mark.parametrize("path", ["/", "/api/v1/desk", "/api/v1/end", "/unknown"])
def test_no_answer_asks_a_browser_about_itself_or_varies_by_it(town: Town, path: str) -> None:
    person = town.source_app.test_client(use_cookies=False)
    got = person.open(path, method="POST" if path.endswith("end") else "GET")
    assert ASKS_BACK & {name for name, _ in got.headers} == set()
    assert "user-agent" not in str(got.headers.get("Vary", "")).lower()
