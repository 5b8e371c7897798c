"""A browser plays a cleaned film to the same pictures and the same sound as before."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.golden.opened import NAMES, clean, golden

SHOWN = [name for name in NAMES if name.endswith((".mp4", ".3gp"))] + ["phone.mov"]
SOUNDED = [*SHOWN, "voice.m4a"]

PLAY = """async ([data, type]) => {
  const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
  const hex = async (of) => [...new Uint8Array(await crypto.subtle.digest("SHA-256", of))].join();
  const happens = (on, name) => new Promise((resolve, reject) => {
    on.addEventListener(name, resolve, { once: true });
    on.addEventListener("error", () => reject(on.error), { once: true });
  });
  const context = new OfflineAudioContext(1, 8000, 16000);
  const sound = (await context.decodeAudioData(bytes.buffer.slice(0))).getChannelData(0);
  const heard = [sound.length, await hex(sound)];
  if (type === "audio") return { heard, seen: [] };
  const video = document.createElement("video");
  video.muted = true;
  video.src = URL.createObjectURL(new Blob([bytes], { type: "video/mp4" }));
  await happens(video, "loadeddata");
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
  const seen = [];
  for (const at of [0.05, 0.25, 0.45]) {
    const drawn = new Promise((resolve) => { video.requestVideoFrameCallback(resolve); });
    video.currentTime = at;
    await Promise.all([happens(video, "seeked"), drawn]);
    const drawing = canvas.getContext("2d");
    drawing.drawImage(video, 0, 0);
    seen.push(await hex(drawing.getImageData(0, 0, canvas.width, canvas.height).data));
  }
  return { heard, seen };
}"""


def played(page: Page, name: str, data: bytes) -> dict[str, Any]:
    kind = "video" if name in SHOWN else "audio"
    return dict(page.evaluate(PLAY, [base64.b64encode(data).decode(), kind]))


@pytest.mark.journey
def test_a_cleaned_film_is_seen_and_heard_as_before(browser: Browser) -> None:
    page = browser.new_page()
    page.goto("chrome://version")
    for name in SOUNDED:
        before = played(page, name, golden(name))
        assert played(page, name, clean(golden(name))[2]) == before, name
        assert len(set(before["seen"])) == (3 if name in SHOWN else 0), name
    page.close()
