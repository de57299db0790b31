"""Photographs: read safely, turned upright, stripped of what they tell beside the picture, scaled.

Whatever fails raises `PictureError` with one fault; no exception of the decoder comes through.
"""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageDraw, ImageOps

from chuangcheng.lib.digits import integer
from chuangcheng.lib.imagefile import HEAD, Fault, PictureError, refused, two_in_one

_FORMATS: tuple[str, ...] = ("JPEG", "PNG", "WEBP")
_BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    struct.error,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    MemoryError,
    ZeroDivisionError,
    AttributeError,
)
_TURNED = frozenset([5, 6, 7, 8])
_UPRIGHT_EDGE = 320


@dataclass(frozen=True)
class Told:
    """What a picture says of itself: when (with its zone, if it names one), where, and by what."""

    taken_at: datetime | None = None
    lon: float | None = None
    lat: float | None = None
    software: str = ""


@dataclass(frozen=True)
class Picture:
    """A photograph as it is looked at: the scaled pixels, and the full size in pixels."""

    pixels: Image.Image
    width: int
    height: int
    told: Told


class Box(NamedTuple):
    """A rectangle over an upright picture, its edges as shares of width and height, 0 to 1."""

    left: float
    top: float
    right: float
    bottom: float


@cache  # what is not there is looked for in every folder that packages may lie in
def heic_known() -> bool:
    """Whether HEIC can be read here: the extra `heic` is installed."""
    return find_spec("pi_heif") is not None


def read(content: bytes, *, most_pixels: int, edge: int) -> Picture:
    """A photograph, upright and scaled to at most `edge` pixels a side. Raises PictureError."""
    fault = refused(content[:HEAD], heic=heic_known())
    if fault is not None:
        raise PictureError(fault)
    if two_in_one(content):
        raise PictureError(Fault.TWO_IN_ONE)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _decoded(content, most_pixels, edge)


def plainly(content: bytes) -> Image.Image:
    """The pixels of a picture that was made here, and therefore needs no checking."""
    return Image.open(io.BytesIO(content), formats=("JPEG",)).convert("RGB")


def as_jpeg(pixels: Image.Image, *, quality: int) -> bytes:
    """The picture as JPEG: pixels alone, without a word of where, when or by what."""
    file = io.BytesIO()
    # The empty comment keeps away the one that the picture came with.
    pixels.save(file, "JPEG", quality=quality, optimize=True, progressive=True, comment=b"")
    return file.getvalue()


def scaled(pixels: Image.Image, edge: int) -> Image.Image:
    """The picture with at most `edge` pixels a side; smaller ones stay."""
    small = pixels.copy()
    small.thumbnail((edge, edge))
    return small


def covered(pixels: Image.Image, boxes: Iterable[Box]) -> Image.Image:
    """The picture with opaque boxes over it: what lay below is gone, not veiled."""
    done = pixels.copy()
    draw = ImageDraw.Draw(done)
    for box in boxes:
        left, top = int(box.left * done.width), int(box.top * done.height)
        right, bottom = round(box.right * done.width), round(box.bottom * done.height)
        draw.rectangle((left, top, max(left, right - 1), max(top, bottom - 1)), fill=(0, 0, 0))
    return done


def greys(pixels: Image.Image) -> NDArray[np.uint8]:
    """The picture as an array of greys, (height, width), small enough to be hashed at once."""
    small = pixels.convert("L")
    small.thumbnail((_UPRIGHT_EDGE, _UPRIGHT_EDGE), Image.Resampling.BOX)
    return np.asarray(small, dtype=np.uint8)


def _decoded(content: bytes, most_pixels: int, edge: int) -> Picture:
    try:
        image = _opened(content)
        _check(image, most_pixels)
        told = _told(image)
        width, height = _looked_at(image)
        image.draft("RGB", (edge, edge))  # a JPEG is decoded at an eighth to the whole of its size
        pixels = image if image.mode == "RGB" else _on_white(image)
        pixels.thumbnail((edge, edge))  # in place, and before anything copies the whole of it
        upright = ImageOps.exif_transpose(pixels)
    except PictureError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureError(Fault.TOO_MANY_PIXELS) from error
    except _BROKEN as error:
        raise PictureError(Fault.DAMAGED) from error
    return Picture(upright, width, height, told)


def _opened(content: bytes) -> Image.Image:
    formats = _FORMATS
    if heic_known():
        import_module("pi_heif").register_heif_opener()
        formats = (*_FORMATS, "HEIF")
    return Image.open(io.BytesIO(content), formats=formats)


def _check(image: Image.Image, most_pixels: int) -> None:
    if image.width * image.height > most_pixels:
        raise PictureError(Fault.TOO_MANY_PIXELS)
    # A second picture inside a JPEG (MPO) is what some phones add; the first one counts.
    if getattr(image, "is_animated", False) and image.format != "MPO":
        raise PictureError(Fault.ANIMATED)


def _looked_at(image: Image.Image) -> tuple[int, int]:
    """Width and height as the picture is looked at, once it is turned upright."""
    turned = image.getexif().get(ExifTags.Base.Orientation) in _TURNED
    return (image.height, image.width) if turned else (image.width, image.height)


def _on_white(image: Image.Image) -> Image.Image:
    """Without transparency, which a JPEG cannot keep and a viewer fills as it likes."""
    if "A" not in image.getbands() and "transparency" not in image.info:
        return image.convert("RGB")
    layer = image.convert("RGBA")
    ground = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(ground, layer).convert("RGB")


def _told(image: Image.Image) -> Told:
    """What EXIF says; nothing where it says it wrongly, for it decides nothing alone."""
    try:
        exif = image.getexif()
        inner = exif.get_ifd(ExifTags.IFD.Exif)
        lon, lat = _position(exif.get_ifd(ExifTags.IFD.GPSInfo))
        return Told(_moment(inner), lon, lat, _text(exif.get(ExifTags.Base.Software)))
    except _BROKEN:
        return Told()


def _moment(exif: dict[int, Any]) -> datetime | None:
    text = _text(exif.get(ExifTags.Base.DateTimeOriginal))
    try:
        at = datetime.strptime(text, "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007  # the zone comes apart
    except ValueError:
        return None
    return at.replace(tzinfo=_zone(_text(exif.get(ExifTags.Base.OffsetTimeOriginal))))


def _zone(text: str) -> tzinfo | None:
    if text in {"Z", "+00:00"}:
        return UTC
    sign, hours, minutes = text[:1], integer(text[1:3]), integer(text[4:6])
    if sign not in "+-" or hours is None or minutes is None:
        return None
    ahead = timedelta(hours=hours, minutes=minutes)
    return timezone(ahead if sign == "+" else -ahead) if ahead < timedelta(days=1) else None


def _position(gps: dict[int, Any]) -> tuple[float | None, float | None]:
    lat = _degrees(gps, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, "S")
    lon = _degrees(gps, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, "W")
    # Phones that know no place write zeros: a spot in the Gulf of Guinea.
    known = lat is not None and lon is not None and (lat, lon) != (0.0, 0.0)
    return (lon, lat) if known and abs(lat or 0) <= 90 and abs(lon or 0) <= 180 else (None, None)


def _degrees(gps: dict[int, Any], key: int, reference: int, negative: str) -> float | None:
    parts = gps.get(key)
    if not parts or len(parts) != 3:
        return None
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    if not np.isfinite(value):
        return None
    return -value if _text(gps.get(reference)) == negative else value


def _text(value: object) -> str:
    return str(value).strip("\x00 ") if value else ""
