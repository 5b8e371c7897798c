"""People who come through Tor: the onion address is offered, and leaving it leads to no other site."""

from __future__ import annotations

import dataclasses
import re

import pytest
from flask.testing import FlaskClient

from config.logs import ErrorCounts
from config.refusal import SettingsError
from config.settings import load_settings
from tests.integration.conftest import Town
from webapp import create_source_app, share

ONION = f"http://{'q' * 56}.onion"
HOST = ONION.removeprefix("http://")


@pytest.fixture
def client(town: Town) -> FlaskClient:
    settings = dataclasses.replace(town.settings, onion=ONION, hosts=(HOST, "tips.example.org"))
    return create_source_app(share(settings, town.store, ErrorCounts())).test_client()


def test_the_first_page_offers_the_onion_address_and_the_onion_s_own_does_not(
    client: FlaskClient,
) -> None:
    assert (
        client.get("/", base_url="http://tips.example.org").headers["Onion-Location"] == ONION + "/"
    )
    assert "Onion-Location" not in client.get("/", base_url=ONION).headers


def test_whoever_comes_by_the_onion_leaves_to_a_page_that_tells_nothing(
    client: FlaskClient,
) -> None:
    page = client.get("/", base_url=ONION).get_data(as_text=True)
    assert 'data-exit="/calendar"' in page
    assert "weather.gov" not in page
    left = client.post("/", base_url=ONION, data={"do": "exit"})
    assert left.headers["Location"] == "/calendar"
    calendar = client.get("/calendar", base_url=ONION).get_data(as_text=True)
    assert re.search(r"<title>\w+ \d{4}</title>", calendar)
    assert "<script" not in calendar
    assert re.findall(r"/static/([a-z]+)-", calendar) == ["icon", "calendar"]


def test_no_page_outside_names_an_absolute_address_of_its_own(client: FlaskClient) -> None:
    for path in ("/", "/more", "/thread", "/files", "/know", "/ask", "/calendar"):
        page = client.get(path, base_url=ONION).get_data(as_text=True)
        assert not re.search(r"""(?:href|src|action|data-\w+)="(?:https?:)?//""", page), path


@pytest.mark.parametrize(
    "text", ["https://x.onion", f"{ONION}/", "q" * 56, f"http://{'1' * 56}.onion"]
)
def test_what_is_no_onion_address_is_refused(text: str) -> None:
    with pytest.raises(SettingsError):
        load_settings({"QUIETLINE_ONION": text})


def test_the_onion_address_is_answered_like_the_other_hosts() -> None:
    settings = load_settings({"QUIETLINE_ONION": ONION, "QUIETLINE_HOSTS": "tips.example.org"})
    assert settings.hosts == ("tips.example.org", HOST)
