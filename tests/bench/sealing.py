"""How fast a browser seals and unseals a file, in a worker, with the code that people get."""

from __future__ import annotations

import shutil
import subprocess
from typing import Any

from playwright.sync_api import sync_playwright

from tests.server import ROOT

BUNDLE = (
    "npx", "esbuild", "tests/js/bench/sealing-worker.ts", "--bundle", "--format=iife", "--minify",
    "--target=chrome87",
)  # fmt: skip
"""Put together as the pages' scripts are."""


def in_a_browser(megabytes: float) -> dict[str, Any]:
    """Megabytes a second, sealed and unsealed, beside the browser's own AES-GCM of the same chunks."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = chromium.new_page()
        page.route(EMPTY, lambda route: route.fulfill(body="", content_type="text/html"))
        page.goto(EMPTY)
        found: dict[str, Any] = page.evaluate(RUN, [_worker(), megabytes])
        chromium.close()
    return found


def _worker() -> str:
    done = subprocess.run(BUNDLE, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout


EMPTY = "http://localhost/"
"""A page of nobody's, on which a browser lets us use its own ciphers."""

RUN = """([script, megabytes]) => new Promise((resolve, reject) => {
  const worker = new Worker(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = ({ message }) => reject(new Error(message));
  worker.postMessage(megabytes);
})"""
