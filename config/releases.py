"""Where the makers' list of releases is asked for, if the operator wants that; by itself nobody asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from config.refusal import SettingsError

LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class ReleasesAt:
    """The address of the list, and the SOCKS proxy (Tor's) that it is asked for through, if any."""

    url: str
    proxy: tuple[str, int] | None


def releases(environ: Mapping[str, str]) -> ReleasesAt | None:
    """Read the address, or None where nothing shall be asked; raises SettingsError."""
    url = environ.get("QUIETLINE_RELEASES_URL")
    if not url:
        return None
    parts, proxy = urlsplit(url), _proxy(environ.get("QUIETLINE_RELEASES_PROXY", ""))
    host = parts.hostname or ""
    is_onion = host.endswith(".onion")
    sealed = parts.scheme == "https" or (parts.scheme == "http" and (is_onion or host in LOCAL))
    if not host or not sealed or parts.username or not url.isascii() or not url.isprintable():
        raise SettingsError("QUIETLINE_RELEASES_URL must be https://… or http://….onion/…")
    if is_onion and proxy is None:
        raise SettingsError("QUIETLINE_RELEASES_PROXY must be Tor's SOCKS for an onion address")
    return ReleasesAt(url, proxy)


def _proxy(text: str) -> tuple[str, int] | None:
    if not text:
        return None
    host, _, port = text.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or int(port) > 65_535:  # noqa: PLR2004 - the highest port
        raise SettingsError("QUIETLINE_RELEASES_PROXY must be a host and a port: 127.0.0.1:9050")
    return host, int(port)
