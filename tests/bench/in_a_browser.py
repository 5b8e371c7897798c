"""What the scripts that people get do in a real Chromium: files sealed and unsealed, items opened."""

from __future__ import annotations

import shutil
import subprocess
from typing import Any

from playwright.sync_api import sync_playwright

from tests.server import ROOT

HOW = ("--bundle", "--format=iife", "--minify", "--target=chrome87")
"""Scripts are put together as the pages' are."""


def sealing(megabytes: float) -> dict[str, Any]:
    """Megabytes a second, sealed and unsealed, beside the browser's own AES-GCM of the same chunks."""
    return _run("sealing-worker", megabytes)


def opening(items: int) -> dict[str, Any]:
    """Milliseconds in which the desk opens so many tips, beside their key agreements alone."""
    found = _run("opening-worker", items)
    if "failed" in found:
        raise RuntimeError(found["failed"])
    return {**found, "items": items}


def _run(name: str, given: float) -> dict[str, Any]:
    command = ["npx", "esbuild", f"tests/js/bench/{name}.ts", *HOW]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = chromium.new_page()
        page.route(EMPTY, lambda route: route.fulfill(body="", content_type="text/html"))
        page.goto(EMPTY)
        found: dict[str, Any] = page.evaluate(RUN, [made.stdout, given])
        chromium.close()
    return found


EMPTY = "http://localhost/"
"""A page of nobody's, on which a browser lets us use its own ciphers."""

RUN = """([script, given]) => new Promise((resolve, reject) => {
  const worker = new Worker(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = ({ message }) => reject(new Error(message));
  worker.postMessage(given);
})"""
