"""The golden films: ffmpeg's, and tracks of sensors that are added to them."""

from __future__ import annotations

import struct
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.golden.blocks import (
    CANARY,
    action_entry,
    action_sample,
    apple_entry,
    apple_sample,
    box,
    data_track,
)

PICTURE = ("-f", "lavfi", "-i", "testsrc2=size=64x48:rate=10:duration=0.6")
SOUND = ("-f", "lavfi", "-i", "sine=frequency=440:duration=0.6:sample_rate=16000")
CODED = ("-c:v", "libx264", "-pix_fmt", "yuv420p", "-crf", "40", "-c:a", "aac", "-b:a", "16k")
PLACE = "+19.4326-099.1332+2240.000/"
LABELS = {
    "creation_time": "2021-03-14T21:09:26Z",
    "location": PLACE,
    "title": f"{CANARY} title",
    "artist": f"{CANARY} artist",
    "comment": f"{CANARY} comment",
}
APPLE = {
    "com.apple.quicktime.location.ISO6709": PLACE,
    "com.apple.quicktime.creationdate": "2021-03-14T15:09:26-0600",
    "com.apple.quicktime.make": f"{CANARY} make",
    "com.apple.quicktime.model": f"{CANARY} model",
    "com.apple.quicktime.software": f"{CANARY} software",
}
SUBTITLE = "1\n00:00:00,000 --> 00:00:00,500\nGPS (99.1332, 19.4326, 18), QL-CANARY\n"

Exiftool = Callable[..., None]


def ffmpeg(to: Path, *options: str, labels: dict[str, str]) -> bytes:
    said = [part for name, value in labels.items() for part in ("-metadata", f"{name}={value}")]
    named = f"handler_name={CANARY} handler"
    names = [part for kind in "va" for part in (f"-metadata:s:{kind}", named)]
    command = ("ffmpeg", "-v", "error", "-y", *PICTURE, *SOUND, *options, *said, *names)
    subprocess.run((*command, str(to)), check=True, timeout=120)
    return to.read_bytes()


def make(to: Path, work: Path, exiftool: Exiftool) -> None:
    """A phone's, an action camera's, a drone's, a broadcast's; sound alone."""
    ffmpeg(to / "film.mp4", *CODED, "-movflags", "+faststart", labels=LABELS)
    exiftool(to / "film.mp4", f"-XMP:Creator={CANARY} author", "-XMP:GPSLatitude=19.4326")
    ffmpeg(to / "phone.3gp", *CODED, labels=LABELS)
    pieces = ("-movflags", "+frag_keyframe+empty_moov+default_base_moof", "-g", "2")
    ffmpeg(to / "fragments.mp4", *CODED, *pieces, labels=LABELS)
    ffmpeg(to / "voice.m4a", "-vn", "-c:a", "aac", "-b:a", "16k", labels=LABELS)
    ffmpeg(to / "old.mov", "-c:v", "mjpeg", "-q:v", "30", "-c:a", "pcm_s16be", labels=LABELS)
    words = work / "words.srt"
    words.write_text(SUBTITLE, encoding="utf-8")
    drone = ("-i", str(words), *CODED, "-c:s", "mov_text")
    ffmpeg(to / "drone.mp4", *drone, labels=LABELS)
    keys = ("-movflags", "use_metadata_tags")
    phone = ffmpeg(work / "phone.mov", *CODED, *keys, labels=LABELS | APPLE)
    ended = with_track(phone, apple_entry(), apple_sample()) + b"QL-CANARY behind the last box"
    (to / "phone.mov").write_bytes(ended)
    action = ffmpeg(work / "action.mp4", *CODED, labels=LABELS)
    (to / "action.mp4").write_bytes(with_track(action, action_entry(), action_sample()))


def with_track(film: bytes, entry: bytes, sample: bytes) -> bytes:
    """Return the film, whose tables stand last, with one more track, and free boxes not empty."""
    at = film.rindex(b"moov") - 4
    size = struct.unpack(">L", film[at : at + 4])[0]
    moov = film[at + 8 : at + size]
    first = film[:at] + box(b"mdat", sample) + box(b"free", CANARY.encode())
    track = data_track(3, entry, at + 8, len(sample))
    return first + box(b"moov", moov, track, box(b"free", CANARY.encode()))
