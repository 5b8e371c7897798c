from __future__ import annotations

import pytest

from config.refusal import SettingsError
from config.settings import load_settings


def test_without_any_environment_both_sides_are_bound_to_loopback() -> None:
    settings = load_settings({})
    assert (settings.bind, settings.source_port, settings.desk_port) == ("127.0.0.1", 8000, 8001)
    assert not settings.public_bind


@pytest.mark.parametrize("port", ["", "0", "65535", "-1", "80a", "８０００"])
def test_a_port_that_cannot_be_used_is_refused(port: str) -> None:
    with pytest.raises(SettingsError):
        load_settings({"QUIETLINE_PORT": port})


@pytest.mark.parametrize("most", ["", "3", "201", "-1", "8a", "１６"])
def test_a_number_of_connections_that_cannot_serve_is_refused(most: str) -> None:
    with pytest.raises(SettingsError):
        load_settings({"QUIETLINE_DATABASE_CONNECTIONS": most})


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://example.org", "example.org", ""])
def test_the_exit_leads_only_to_a_web_page(url: str) -> None:
    with pytest.raises(SettingsError):
        load_settings({"QUIETLINE_EXIT_URL": url})
