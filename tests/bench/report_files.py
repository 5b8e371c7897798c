"""The lines of the table about files."""

from __future__ import annotations

from typing import Any

from tests.bench.row import Row

MB = 2**20


def rows(found: dict[str, Any]) -> list[Row]:
    """What a browser does, then the server with so many uploads at once."""
    browser = found["browser"]
    load = f"load {found['load']:.1f}"
    beside = f"the browser's own AES-GCM of the same chunks {browser['beside']:.0f} MB/s; {load}"
    return [
        *(
            Row(
                f"a file {name} in a worker of Chromium",
                "",
                f"{browser[name]:.0f} MB/s = **{browser[name] / browser['beside']:.2f}** of AES-GCM",
                beside,
            )
            for name in ("sealed", "unsealed")
        ),
        *(_uploads(count, each, found["disk"], load) for count, each in found["uploads"].items()),
    ]


def _uploads(count: str, found: dict[str, Any], disk: float, load: str) -> Row:
    slowed = f", {found['slowed']} answers asked to slow down" if found["slowed"] else ""
    return Row(
        f"files stored, {count} upload(s) at once, SQLite",
        "",
        f"{found['per_second']:.0f} MB/s = **{found['per_second'] / disk:.2f}** of the disk; "
        f"{found['server_ms_each']:.1f} ms of server each MB; memory grew {found['grown'] / MB:.0f} MB, "
        f"**{found['bytes_each'] / MB:.1f}** MB an upload{slowed}",
        f"512 KiB written and flushed, one after the other: {disk:.0f} MB/s; {load}",
    )
