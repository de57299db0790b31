"""Photographs are read safely, turned upright and stripped; what is none is refused by its fault."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image

from chuangcheng.lib import pictures
from chuangcheng.lib.imagefile import Fault, FileKind, PictureError, kind_of, two_in_one
from chuangcheng.lib.pictures import Box

MOST = 50_000_000
HEIC = Path(__file__).parent / "street.heic"


def street(width: int = 60, height: int = 40) -> Image.Image:
    """A picture whose upper left corner is red and whose rest is grey."""
    image = Image.new("RGB", (width, height), (90, 90, 90))
    image.paste((255, 0, 0), (0, 0, width // 2, height // 2))
    return image


def saved(image: Image.Image, form: str = "JPEG", **more) -> bytes:
    file = io.BytesIO()
    image.save(file, form, **more)
    return file.getvalue()


def read(content: bytes, edge: int = 1600) -> pictures.Picture:
    return pictures.read(content, most_pixels=MOST, edge=edge)


def png(width: int, height: int) -> bytes:
    """A PNG that says it is this large and holds next to nothing."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = zlib.crc32(name + data)
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def archive() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as zipped:
        zipped.writestr("tool.exe", "MZ")
    return file.getvalue()


def with_exif(**more) -> bytes:
    """A photograph that tells when and where it was taken."""
    exif = Image.Exif()
    exif[ExifTags.Base.Software] = "Camera 1.0"
    inner = exif.get_ifd(ExifTags.IFD.Exif)
    inner[ExifTags.Base.DateTimeOriginal] = more.get("at", "2026:03:08 09:30:00")
    inner[ExifTags.Base.OffsetTimeOriginal] = more.get("zone", "+08:00")
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLongitudeRef] = "N", "E"
    gps[ExifTags.GPS.GPSLatitude] = more.get("lat", (35.0, 12.0, 0.0))
    gps[ExifTags.GPS.GPSLongitude] = more.get("lon", (113.0, 12.0, 36.0))
    return saved(street(), exif=exif)


def outcome(content: bytes) -> str:
    """The colours of a photograph that was read, or its fault."""
    try:
        return read(content).pixels.mode
    except PictureError as refused:
        return refused.fault


ANIMATION = {"save_all": True, "append_images": [street().rotate(9)]}
REFUSED = {
    "nothing": (b"", Fault.NO_PICTURE),
    "text": (b"hello, this is a letter and no picture", Fault.NO_PICTURE),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>" + b" " * 40, Fault.NO_PICTURE),
    "gif": (saved(street(), "GIF"), Fault.OTHER_PICTURE),
    "tiff": (saved(street(), "TIFF"), Fault.OTHER_PICTURE),
    "60 megapixels": (png(10_000, 6_000), Fault.TOO_MANY_PIXELS),
    "bomb": (png(60_000, 60_000), Fault.TOO_MANY_PIXELS),
    "moving png": (saved(street(), "PNG", **ANIMATION), Fault.ANIMATED),
    "moving webp": (saved(street(), "WEBP", **ANIMATION), Fault.ANIMATED),
    "half a jpeg": (saved(street(400, 300))[:900], Fault.DAMAGED),
    "half a png": (saved(street(400, 300), "PNG")[:200], Fault.DAMAGED),
    "empty pixels": (png(100, 100), Fault.DAMAGED),
    "jpeg and zip": (saved(street()) + archive(), Fault.TWO_IN_ONE),
    "png and zip": (saved(street(), "PNG") + archive(), Fault.TWO_IN_ONE),
    "webp and zip": (saved(street(), "WEBP") + archive(), Fault.TWO_IN_ONE),
    "jpeg and page": (saved(street()) + b"<html><script>", Fault.TWO_IN_ONE),
    "page in comment": (saved(street(), comment=b"<script>alert(1)</script>"), Fault.TWO_IN_ONE),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_refuses_what_is_no_usable_photograph_by_its_fault(name: str):
    content, fault = REFUSED[name]
    with pytest.raises(PictureError) as refused:
        read(content)
    assert refused.value.fault is fault


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_it_reads_what_phones_take(form: str):
    found = read(saved(street(), form))
    assert (found.width, found.height) == (60, 40)
    assert found.pixels.getpixel((5, 5))[0] > 200


def test_it_reads_heic_where_the_extra_is_installed():
    pytest.importorskip("pi_heif", reason="the extra heic is not installed")
    found = read(HEIC.read_bytes())
    assert (found.width, found.height) == (64, 48)
    assert found.pixels.getpixel((5, 5))[0] > 200


def test_it_says_that_heic_cannot_be_read_without_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pictures, "heic_known", lambda: False)
    with pytest.raises(PictureError) as refused:
        read(HEIC.read_bytes())
    assert refused.value.fault is Fault.HEIC


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_turns_photographs_upright(orientation: int):
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    back = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    held = street().transpose(back[orientation]) if orientation in back else street()
    found = read(saved(held, quality=95, exif=exif))
    assert (found.width, found.height) == (60, 40)
    assert np.abs(np.asarray(found.pixels, dtype=int) - np.asarray(street())).mean() < 8


def test_it_tells_when_and_where_a_photograph_says_it_was_taken():
    told = read(with_exif()).told
    assert told.taken_at == datetime(2026, 3, 8, 9, 30, tzinfo=timezone(timedelta(hours=8)))
    assert (told.lon, told.lat) == (pytest.approx(113.21), pytest.approx(35.2))
    assert told.software == "Camera 1.0"


@pytest.mark.parametrize(
    ("wrong", "zone"),
    [
        *[({"at": "yesterday"}, None), ({"zone": "Z"}, UTC), ({"zone": "so"}, None)],
        ({"zone": "+２3:00"}, None),
    ],
)
def test_it_believes_no_time_that_is_none(wrong: dict, zone: object):
    told = read(with_exif(**wrong)).told
    assert (told.taken_at and told.taken_at.tzinfo) == zone


@pytest.mark.parametrize("lat", [(91.0, 0.0, 0.0), (35.0,), None])
def test_it_believes_no_place_that_is_none(lat: object):
    assert read(with_exif(lat=lat) if lat else saved(street())).told.lat is None


def test_it_knows_that_zeros_are_no_place():
    nowhere = (0.0, 0.0, 0.0)
    assert read(with_exif(lat=nowhere, lon=nowhere)).told.lon is None


def test_it_tells_nothing_of_when_and_where_in_what_it_makes():
    made = pictures.as_jpeg(read(with_exif()).pixels, quality=85)
    assert not Image.open(io.BytesIO(made)).getexif()
    assert b"Exif" not in made
    assert b"Camera" not in made


def test_it_keeps_no_comment_and_no_profile():
    content = saved(street(), comment=b"by the secret informant", icc_profile=b"profile" * 9)
    made = pictures.as_jpeg(read(content).pixels, quality=85)
    assert b"informant" not in made
    assert b"profile" not in made


@pytest.mark.parametrize("mode", ["L", "CMYK", "P", "1", "I;16"])
def test_it_reads_pictures_of_every_mode(mode: str):
    grey = street().convert("L")
    image = Image.new(mode, (60, 40)) if mode == "I;16" else grey.convert(mode)
    found = read(saved(image, "JPEG" if mode == "CMYK" else "PNG"))
    assert (found.pixels.mode, found.pixels.size) == ("RGB", (60, 40))


def test_it_scales_down_and_never_up():
    large = read(saved(street(3000, 1500)), edge=1600)
    assert large.pixels.size == (1600, 800)
    assert (large.width, large.height) == (3000, 1500)
    assert read(saved(street())).pixels.size == (60, 40)


def test_it_puts_white_under_what_is_transparent():
    clear = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    assert read(saved(clear, "PNG")).pixels.getpixel((3, 3)) == (255, 255, 255)


@given(
    st.tuples(*[st.floats(0, 0.9)] * 2), st.tuples(*[st.floats(0.05, 1)] * 2), st.integers(10, 80)
)
def test_it_leaves_nothing_of_what_lies_below_a_box(corner, size, side: int):
    white = Image.new("RGB", (side, side), "white")
    box = Box(*corner, *(min(1, edge + more) for edge, more in zip(corner, size, strict=True)))
    done = np.asarray(pictures.covered(white, [box]))[:, :, 0]
    rows = slice(int(box.top * side), round(box.bottom * side))
    columns = slice(int(box.left * side), round(box.right * side))
    assert not done[rows, columns].any()
    assert (done == 0).sum() <= (box.right - box.left + 2 / side) * (
        box.bottom - box.top + 2 / side
    ) * side * side


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_it_refuses_by_a_fault_whatever_is_done_to_a_photograph(data: st.DataObject):
    content = bytearray(saved(street(), data.draw(st.sampled_from(["JPEG", "PNG", "WEBP"]))))
    for _change in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    assert outcome(bytes(content[:cut])) in {"RGB", *Fault}


@pytest.mark.parametrize("tail", [b"\0" * 100, saved(street()), b"\0\0\0\x18ftypmp42film"])
def test_it_takes_what_phones_append_themselves(tail: bytes):
    assert not two_in_one(saved(street()) + tail)
    assert read(saved(street()) + tail).width == 60


def test_it_does_not_take_pixels_for_an_archive():
    noise = np.random.default_rng(1).integers(0, 255, (200, 200, 3), dtype=np.uint8)
    noise[:4, :1, 0] = np.frombuffer(b"PK\x03\x04", dtype=np.uint8)[:, None]
    assert not two_in_one(saved(Image.fromarray(noise), "PNG", compress_level=0))


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (saved(street())[:32], FileKind.JPEG),
        (saved(street(), "PNG")[:32], FileKind.PNG),
        (saved(street(), "WEBP")[:32], FileKind.WEBP),
        (b"\0\0\0\x18ftypheic", FileKind.HEIC),
        (b"\0\0\0\x18ftypavif", FileKind.OTHER_PICTURE),
        (b"RIFF\0\0\0\0WAVE", FileKind.NO_PICTURE),
    ],
)
def test_it_tells_the_kind_by_the_first_bytes(head: bytes, kind: FileKind):
    assert kind_of(head) is kind
