"""`quietline manifest verify` against servers that serve something else than the release, in each way we know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from email.message import Message
from http.client import HTTPMessage

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from tests.integration.conftest import Town, town_of
from tests.lying import Headers, Lie, honest, lying
from tests.migrated import migrated_store
from webapp.cli import quietline
from webapp.pages import asset, built_files
from webapp.release.ask import NotTold
from webapp.release.fetch import Got
from webapp.release.named import strange_in
from webapp.release.served import VISITORS, differences

MAIN, ENGINE, STYLE = (
    asset(f"source/{name}")["url"] for name in ("main.js", "engine.js", "source.css")
)
BUILT = built_files("source")
HTML = b"<body>"
Asked = dict[tuple[str, str], Got]


@pytest.fixture(scope="module")
def one_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Nothing is written, so all tests look at one."""
    with migrated_store("sqlite", tmp_path_factory.mktemp("town") / "data") as (settings, store):
        yield town_of(settings, store)


@pytest.fixture(scope="module")
def answers(one_town: Town) -> Asked:
    """What the service answers to every visitor, for lies that need no server of their own."""
    known: Asked = {}

    def fetch(path: str, sent: dict[str, str]) -> Got:
        known[path, str(sent)] = answered(one_town.source_app, path, sent)
        return known[path, str(sent)]

    assert not list(differences(fetch, "source", BUILT))
    return known


def answered(app: Flask, path: str, sent: dict[str, str]) -> Got:
    plain = {name: value for name, value in sent.items() if name != "Accept-Encoding"}
    got = app.test_client(use_cookies=False).get(path, headers={"Host": "localhost", **plain})
    headers = HTTPMessage()
    for name, value in got.headers:
        headers[name] = value
    return Got(got.status_code, headers, got.get_data())


def seen(answers: Asked, path: str, lie: Got, to: str = "an iPhone") -> list[tuple[str, str, str]]:
    """What is said where one visitor gets this answer at one path."""
    changed = {**answers, (path, str(VISITORS[to])): lie}

    def fetch(path: str, sent: dict[str, str]) -> Got:
        if (path, str(sent)) not in changed:
            raise NotTold("nothing")
        return changed[path, str(sent)]

    return [(each.path, each.visitor, each.what) for each in differences(fetch, "source", BUILT)]


def honestly(answers: Asked, path: str) -> Got:
    return answers[path, str(VISITORS["an iPhone"])]


def verify(app: Flask, lie: Lie, side: str = "source") -> Result:
    with lying(app, lie) as url:
        return CliRunner().invoke(quietline, ["manifest", "verify", url, "--side", side])


@pytest.mark.parametrize("side", ["source", "desk"])
def test_an_honest_server_serves_the_release_to_everybody(one_town: Town, side: str) -> None:
    result = verify(getattr(one_town, f"{side}_app"), honest, side)
    assert result.exit_code == 0, result.output
    assert "all as in this release" in result.output


def test_a_byte_a_script_and_what_only_some_are_given_are_named(one_town: Town) -> None:
    def lie(path: str, agent: str, _headers: Headers, body: bytes) -> bytes:
        if path == ENGINE and "iPhone" in agent:
            return body[:-1] + b" "
        return body.replace(HTML, HTML + b"<script src=/x.js></script>") if path == "/" else body

    result = verify(one_town.source_app, lie)
    assert result.exit_code == 1
    said = f"differs: {ENGINE}: other bytes than the release has (to an iPhone)\n"
    assert said in result.output
    assert "<script> loads /x.js, which is not in the release (to everybody)" in result.output


def test_the_desk_s_frame_is_the_release_s_byte_for_byte(one_town: Town) -> None:
    def lie(path: str, _agent: str, _headers: Headers, body: bytes) -> bytes:
        return body + b" " if path == "/looking" else body

    result = verify(one_town.desk_app, lie, "desk")
    assert "/looking: other bytes than the release has (to everybody)" in result.output


@pytest.mark.parametrize("address", sorted(BUILT))
def test_one_other_byte_is_seen_in_every_file(answers: Asked, address: str) -> None:
    got = honestly(answers, address)
    lie = replace(got, body=bytes([got.body[0] ^ 1]) + got.body[1:])
    assert seen(answers, address, lie) == [
        (address, "an iPhone", "other bytes than the release has")
    ]


def test_a_file_that_another_one_names_is_named_too(answers: Asked) -> None:
    lie = replace(honestly(answers, MAIN), body=b'import("/static/worse-0123456789ab.js")')
    found = seen(answers, MAIN, lie)
    assert found[-1][0] == "/static/worse-0123456789ab.js"
    assert "not in the release" in found[-1][2]


def test_a_file_or_a_page_that_is_not_there_is_missed(answers: Asked) -> None:
    gone = replace(honestly(answers, "/"), status=404)
    assert seen(answers, MAIN, gone) == [(MAIN, "an iPhone", "answered with 404")]
    assert seen(answers, "/", gone) == [("/", "an iPhone", "answered with 404")]


@pytest.mark.parametrize(
    ("name", "value", "what"),
    [
        ("Link", "</x.js>; rel=preload; as=script", "a header Link"),
        ("Refresh", "0; url=https://x.example", "a header Refresh"),
        ("SourceMap", "/x", "a header SourceMap"),
        ("Service-Worker-Allowed", "/", "a header Service-Worker-Allowed"),
        ("Content-Security-Policy", "default-src *", "a Content-Security-Policy that is not"),
        ("Content-Type", "text/html; charset=utf-7", "the type text/html; charset=utf-7"),
    ],
)
def test_a_header_that_loads_or_allows_more_is_seen(
    answers: Asked, name: str, value: str, what: str
) -> None:
    got = honestly(answers, "/ask")
    headers: Message = HTTPMessage()
    for each in got.headers.items():
        headers[each[0]] = value if each[0] == name else each[1]
    if name not in headers:
        headers[name] = value
    assert isinstance(headers, HTTPMessage)
    (found,) = seen(answers, "/ask", replace(got, headers=headers))
    assert found[2].startswith(what)


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ("</head>", "<script>x()</script></head>", "a script that stands in the page"),
        ("</head>", '<script src="/static/x.js"></script></head>', "/static/x.js, which is not"),
        ("</head>", '<script src="//x.example/x.js"></script></head>', "//x.example/x.js, which"),
        ("</head>", "<link rel=preload as=script href=/x></head>", "<link> loads /x, which is not"),
        ("<body>", "<body onload=x()>", "an attribute onload on <body>"),
        ("<body>", "<body><img src=/seen>", "an element <img>"),
        ("<body>", "<body><!-- --!><script src=/x></script> -->", "a comment"),
        ("<body>", "<body><svg/onload=x()>", "an element <svg>"),
        ("<body>", "<body><form action=https://x.example>", "<form> leads to https://x.example"),
        ("<body>", "<body><a href=javascript:x()>a</a>", "an address that runs, in href on <a>"),
        ("</head>", "<meta http-equiv=refresh content=0></head>", "an attribute http-equiv"),
        ("</head>", "<style>@import '/x'</style></head>", "text inside <style>"),
        ("</head>", f"<script src={MAIN}></script></head>", "<script> without a hash"),
        ('data-engine="/static/', 'data-engine="/static/x', "which is not in the release"),
        ('data-integrity="sha256-', 'data-integrity="sha256-x', "a hash that is not the release"),
        ('integrity="sha256-', 'integrity="sha256-x', "a hash that is not the release"),
        ("<body>", "<body><p title='<script src=/x></script>'></p>", "read in two ways"),
    ],
)
def test_a_page_that_loads_or_runs_anything_else_is_seen(
    answers: Asked, before: str, after: str, what: str
) -> None:
    page = honestly(answers, "/").body.decode()
    assert not list(strange_in(page, BUILT))
    assert before in page
    found = list(strange_in(page.replace(before, after), BUILT))
    assert any(what in each for each in found), found


@pytest.mark.parametrize("url", ["http://x.example", "ftp://x", "https://x.example/y", "x"])
def test_nobody_is_asked_on_an_open_line_or_at_half_an_address(url: str) -> None:
    result = CliRunner().invoke(quietline, ["manifest", "verify", url])
    assert result.exit_code == 2
    assert "URL must be" in result.output


@pytest.mark.parametrize("side", ["source", "desk"])
def test_the_list_names_each_file_with_its_hash(side: str) -> None:
    result = CliRunner().invoke(quietline, ["manifest", "list", "--side", side])
    lines = result.output.splitlines()
    assert all(line.startswith("sha256-") and "  /static/" in line for line in lines)
    assert len(lines) == len(built_files("source" if side == "source" else "staff"))
