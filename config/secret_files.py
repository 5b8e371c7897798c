"""Secrets that lie in files: read before any setting is, so that the environment need not hold them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from config.refusal import SettingsError

SECRETS = (
    "QUIETLINE_DATABASE_URL",
    "QUIETLINE_REDIS_URL",
    "QUIETLINE_S3_KEY",
    "QUIETLINE_S3_SECRET",
    "QUIETLINE_SMTP_PASSWORD",
)
"""Settings that may be given as the path of a file, in a variable of the same name and `_FILE`."""

LONGEST = 4096
"""Bytes; a longer file is some other file."""


def with_secrets(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment with what each named file holds; raises SettingsError, which names the variable.

    An environment is seen by whoever lists a container's settings or a unit's; a file has an owner
    and a mode. The end of the last line is no part of a secret.
    """
    found = dict(environ)
    for name in SECRETS:
        path = environ.get(f"{name}_FILE")
        if not path:
            continue
        if environ.get(name):
            raise SettingsError(f"{name} and {name}_FILE are both set: which one is meant?")
        found[name] = _secret(f"{name}_FILE", Path(path))
    return found


def _secret(variable: str, path: Path) -> str:
    try:
        with path.open("rb") as file:
            text = file.read(LONGEST + 1)
        secret = text.decode("utf-8").removesuffix("\n")
    except OSError as error:
        raise SettingsError(f"{variable}: {path} cannot be read ({error.strerror})") from error
    except UnicodeError as error:
        raise SettingsError(f"{variable}: {path} is no file of text") from error
    if not secret or len(text) > LONGEST or "\n" in secret:
        raise SettingsError(f"{variable}: {path} must hold one line")
    return secret
