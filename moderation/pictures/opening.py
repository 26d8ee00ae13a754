"""A picture's bytes -> its first frame, bounded in pixels, and whether its file says where it was taken."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from typing import Final

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

MOST_PIXELS: Final = 50_000_000  # the best phone cameras; more is a pixel bomb or a poster
SIDE: Final = 2000  # pixels of the longer side that is looked at
BEHIND: Final = (150, 150, 150)  # behind what is transparent: neither black nor white lettering is lost
FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")
STILL: Final = frozenset({"JPEG", "MPO", "BMP"})  # MPO: a photo with its own preview or depth behind it
DAMAGED: Final = (
    OSError,
    SyntaxError,  # how Pillow reports a broken chunk
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    AttributeError,
    RuntimeError,
    EOFError,
    MemoryError,
    struct.error,
)
TOO_LARGE: Final = (Image.DecompressionBombError, Image.DecompressionBombWarning)


class NotScreenedError(Exception):
    """A picture that cannot be looked at; says why in a few words, and nothing of what is in it."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The first frame in RGB, upright, its longer side at most SIDE pixels. `moves`: there are more frames."""

    frame: Image.Image
    position: bool
    moves: bool


def opened(data: bytes) -> Picture:
    """The picture in these bytes. Raises NotScreenedError when it is too large, damaged or of another kind."""
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            return _read(image)
    except UnidentifiedImageError:
        raise NotScreenedError("it is of a kind that cannot be read") from None
    except TOO_LARGE:
        raise NotScreenedError("it has too many pixels") from None
    except DAMAGED:
        raise NotScreenedError("its file is damaged") from None


def _read(image: Image.Image) -> Picture:
    if image.width * image.height > MOST_PIXELS:
        raise NotScreenedError("it has too many pixels")
    position = _has_position(image)
    image.draft("RGB", (SIDE, SIDE))  # a JPEG is decoded no larger than it is looked at
    moves = image.format not in STILL and getattr(image, "n_frames", 1) > 1
    image.seek(0)
    frame = _plain(ImageOps.exif_transpose(image))
    frame.thumbnail((SIDE, SIDE))
    return Picture(frame=frame, position=position, moves=moves)


def _plain(image: Image.Image) -> Image.Image:
    """RGB, with something behind what is transparent."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    above = image.convert("RGBA")
    below = Image.new("RGB", above.size, BEHIND)
    below.paste(above, mask=above.getchannel("A"))
    return below


def _has_position(image: Image.Image) -> bool:
    """Whether EXIF (https://www.cipa.jp/std/documents/e/DC-X008-2023-E.pdf, 4.6.7) or XMP gives a latitude."""
    gps = image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    xmp = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    tagged = xmp.encode() if isinstance(xmp, str) else bytes(xmp)
    return ExifTags.GPS.GPSLatitude in gps or b"GPSLatitude" in tagged
