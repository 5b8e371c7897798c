"""Secrets in files are read as if they stood in the environment, and what is no secret is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.refusal import SettingsError
from config.secret_files import LONGEST, SECRETS
from config.settings import load_settings


def test_a_secret_in_a_file_is_the_setting(tmp_path: Path) -> None:
    (tmp_path / "url").write_text("postgresql://quietline:pass word@db/quietline\n")
    (tmp_path / "password").write_text("no end of line")
    settings = load_settings(
        {
            "QUIETLINE_DATABASE_URL_FILE": str(tmp_path / "url"),
            "QUIETLINE_SMTP_PASSWORD_FILE": str(tmp_path / "password"),
            "QUIETLINE_SMTP_HOST": "mail.example.org",
            "QUIETLINE_SMTP_FROM": "alerts@example.org",
        }
    )
    assert settings.database_url == "postgresql+psycopg://quietline:pass word@db/quietline"
    assert settings.mail is not None
    assert settings.mail.password == "no end of line"


@pytest.mark.parametrize("held", [b"", b"\n", b"two\nlines\n", b"\xff", b"x" * (LONGEST + 1), None])
@pytest.mark.parametrize("name", SECRETS)
def test_a_file_that_is_no_secret_stops_the_start_and_is_not_shown(
    tmp_path: Path, name: str, held: bytes | None
) -> None:
    path = tmp_path / "secret"
    if held is not None:
        path.write_bytes(held)
    with pytest.raises(SettingsError, match=f"{name}_FILE") as told:
        load_settings({f"{name}_FILE": str(path)})
    assert "lines" not in str(told.value)


def test_a_secret_that_is_given_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "url").write_text("redis://one")
    with pytest.raises(SettingsError, match="both set"):
        load_settings(
            {
                "QUIETLINE_REDIS_URL": "redis://two",
                "QUIETLINE_REDIS_URL_FILE": str(tmp_path / "url"),
            }
        )
