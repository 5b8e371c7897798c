"""Makes the golden files anew: `python -m tests.golden.make`; README.md names the tools."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, PngImagePlugin

from tests.golden import films
from tests.golden.blocks import (
    CANARY,
    exif,
    extended_xmp,
    multi_picture,
    samsung_trailer,
    segment,
    xmp,
)
from webapp.metadata.icc import DISPLAY_P3, fresh

FOLDER = Path(__file__).parent
SIZE = (64, 48)
XMP_HEAD = b"http://ns.adobe.com/xap/1.0/\0"


def picture(mode: str = "RGB", shade: int = 0) -> Image.Image:
    """A picture that looks different however it is turned or mirrored."""
    image = Image.new("RGB", SIZE)
    image.putdata([(4 * x, 5 * y, (x * y + shade) % 256) for y in range(48) for x in range(64)])
    draw = ImageDraw.Draw(image)
    draw.rectangle((4, 4, 24, 12), fill=(250, 40, 40))
    draw.line((8, 44, 60, 30), fill=(255, 255, 255), width=2)
    if mode.endswith("A"):
        image.putalpha(Image.linear_gradient("L").resize(SIZE))
    return image.convert(mode)


def jpeg(image: Image.Image, **options: object) -> bytes:
    written = io.BytesIO()
    image.save(written, "JPEG", quality=80, **options)
    return written.getvalue()


def profile() -> bytes:
    """A wide profile with a maker, a day and words, as a phone's pictures carry it."""
    made = bytearray(fresh(DISPLAY_P3))
    made[4:8] = made[40:44] = made[48:52] = made[80:84] = b"QLCY"
    made[24:36] = (2021).to_bytes(2) + bytes((0, 3, 0, 14, 0, 15, 0, 9, 0, 26))
    words = b"text" + bytes(4) + f"{CANARY} profile".encode().ljust(20, b"\0")
    at = 132 + 12  # the second entry, the copyright
    made[at + 4 : at + 12] = len(made).to_bytes(4) + len(words).to_bytes(4)
    made += words
    made[:4] = len(made).to_bytes(4)
    return bytes(made)


def with_segments(plain: bytes, *segments: bytes) -> bytes:
    return plain[:2] + b"".join(segments) + plain[2:]


def thumbnail() -> bytes:
    return jpeg(picture(shade=90).resize((32, 24)))


def loaded_jpeg(orientation: int = 6, **options: object) -> bytes:
    """A JPEG with everything that the tools and we can put before the picture."""
    return with_segments(
        jpeg(picture(), **options),
        segment(0xE1, b"Exif\0\0" + exif(orientation, thumbnail())),
        segment(0xE1, XMP_HEAD + xmp()),
        extended_xmp(),
        segment(0xE2, b"ICC_PROFILE\0\1\1" + profile()),
        segment(0xFE, f"{CANARY} comment".encode()),
    )


def exiftool(path: Path, *tags: str) -> None:
    subprocess.run(
        ("exiftool", "-q", "-m", "-overwrite_original", *tags, str(path)), check=True, timeout=60
    )


def zipped() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr(zipfile.ZipInfo(f"{CANARY}.txt"), CANARY)
    return written.getvalue()


def jpegs(to: Path) -> None:
    """Baseline and progressive, restarts, grey, CMYK; notes, previews, second pictures, ends."""
    words = (
        f"-IPTC:City={CANARY} city",
        f"-IPTC:By-line={CANARY} author",
        f"-Photoshop:CopyrightFlag={True}",
        f"-Photoshop:URL=https://example.org/{CANARY}",
    )
    for name, options in (
        ("baseline", {}),
        ("progressive", {"progressive": True}),
        ("restart", {"restart_marker_rows": 1}),
    ):
        path = to / f"{name}.jpg"
        path.write_bytes(loaded_jpeg(**options))
        exiftool(path, *words)
    second = with_segments(jpeg(picture(shade=90)), segment(0xE1, b"Exif\0\0" + exif(1)))
    base = len(with_segments(loaded_jpeg(1), multi_picture(0, 0)))
    marked = with_segments(loaded_jpeg(1), multi_picture(base, len(second)))
    (to / "two-pictures.jpg").write_bytes(marked + second)
    (to / "zip-behind.jpg").write_bytes(loaded_jpeg(3) + zipped())
    (to / "samsung-end.jpg").write_bytes(loaded_jpeg(1) + samsung_trailer())
    (to / "cut-off.jpg").write_bytes(loaded_jpeg(1)[:-40])
    grey = segment(0xE1, b"Exif\0\0" + exif(8))
    (to / "grey.jpg").write_bytes(with_segments(jpeg(picture("L")), grey))
    cmyk = jpeg(picture().convert("CMYK"), comment=f"{CANARY} comment".encode())
    (to / "cmyk.jpg").write_bytes(cmyk)
    for orientation in range(1, 9):
        turned = with_segments(jpeg(picture()), segment(0xE1, b"Exif\0\0" + exif(orientation)))
        (to / f"orientation-{orientation}.jpg").write_bytes(turned)


def saved(image: Image.Image, path: Path, **options: Any) -> None:
    """Write a picture with whatever its format takes."""
    image.save(path, None, **options)


def png_words() -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", f"{CANARY} author")
    info.add_text("Comment", f"{CANARY} comment", zip=True)
    info.add_itxt("XML:com.adobe.xmp", xmp().decode())
    info.add(b"tIME", (2021).to_bytes(2) + bytes((3, 14, 15, 9, 26)))
    return info


def pngs(to: Path) -> None:
    """True colour with everything, a palette with a transparent colour, 16 bits, moving."""
    said = {"pnginfo": png_words(), "exif": exif(6), "dpi": (144, 144)}
    saved(picture("RGBA"), to / "full.png", icc_profile=profile(), **said)
    (to / "full.png").write_bytes((to / "full.png").read_bytes() + zipped())
    saved(picture("RGB").quantize(16), to / "palette.png", transparency=3, **said)
    saved(picture("L").convert("I;16"), to / "sixteen.png", pnginfo=png_words())
    more = [picture("RGB", shade) for shade in (40, 80)]
    saved(picture(), to / "moving.png", save_all=True, append_images=more, duration=90, **said)


def webps(to: Path) -> None:
    """Lossy, lossless, with alpha, moving."""
    said = {"exif": exif(6), "xmp": xmp(), "icc_profile": profile()}
    saved(picture(), to / "lossy.webp", quality=70, **said)
    saved(picture(), to / "lossless.webp", lossless=True, **said)
    saved(picture("RGBA"), to / "alpha.webp", quality=70, **said)
    (to / "alpha.webp").write_bytes((to / "alpha.webp").read_bytes() + zipped())
    more = [picture("RGBA", shade) for shade in (40, 80)]
    frames = picture("RGBA")
    saved(frames, to / "moving.webp", save_all=True, append_images=more, duration=90, **said)
    saved(picture(), to / "plain.webp", quality=70)


def heics(to: Path, work: Path) -> None:
    """HEIC with a preview and with alpha; AVIF with everything."""
    photo, clear = work / "photo.jpg", work / "clear.png"
    photo.write_bytes(loaded_jpeg(1))
    picture("RGBA").save(clear)
    (work / "block.exif").write_bytes(exif(1))
    (work / "block.xmp").write_bytes(xmp())
    (work / "block.icc").write_bytes(profile())
    words = (f"-XMP:Creator={CANARY} author", f"-EXIF:Artist={CANARY}", "-GPSLatitude=19.4326")
    for name, source, more in (
        ("preview.heic", photo, ("-t", "32")),
        ("alpha.heic", clear, ()),
    ):
        made = to / name
        run("heif-enc", "-q", "50", *more, "-o", str(made), str(source))
        exiftool(made, *words, "-GPSLatitudeRef=N", "-GPSLongitude=99.1332", "-GPSLongitudeRef=W")
    blocks = [f"{work}/block.{kind}" for kind in ("exif", "xmp", "icc")]
    said = ("--exif", blocks[0], "--xmp", blocks[1], "--icc", blocks[2])
    turn = ("--irot", "1", "--imir", "0")
    run("avifenc", "--min", "30", "--max", "40", *turn, *said, str(clear), f"{to}/full.avif")


def run(*command: str) -> None:
    subprocess.run(command, check=True, timeout=120, capture_output=True)


def main() -> None:
    for old in FOLDER.glob("files/*"):
        old.unlink()
    files = FOLDER / "files"
    files.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        jpegs(files)
        pngs(files)
        webps(files)
        heics(files, work)
        films.make(files, work, exiftool)
    shutil.rmtree(FOLDER / "__pycache__", ignore_errors=True)


if __name__ == "__main__":
    main()
