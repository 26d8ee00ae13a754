"""A picture's bytes -> its first frame, bounded in pixels, and whether its file says where it was taken."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from typing import Final

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

MOST_PIXELS: Final = 50_000_000  # the best phone cameras; more is a pixel bomb or a poster
MOST_DECODED: Final = 16_000_000  # what is held in memory at once, some 10 bytes for each; a JPEG is decoded smaller
SIDE: Final = 2000  # pixels of the longer side that is looked at
ACROSS: Final = 1000  # and of the width of a tall one: a conversation in one screenshot stays readable
TALLEST: Final = 16_000
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
SHRINKS: Final = frozenset({"L", "LA", "RGB", "RGBA", "CMYK", "YCbCr"})  # the others lose lettering, or cannot
TOO_LARGE: Final = (Image.DecompressionBombError, Image.DecompressionBombWarning)


class NotScreenedError(Exception):
    """A picture that cannot be looked at; says why in a few words, and nothing of what is in it."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The first frame in RGB, upright, no larger than it is looked at. `moves`: there are more frames."""

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
    _bound(image, MOST_PIXELS)
    position = _has_position(image)
    image.draft("RGB", _fitted(image.size))  # a JPEG is decoded no larger than it is looked at
    _bound(image, MOST_DECODED)
    moves = image.format not in STILL and getattr(image, "n_frames", 1) > 1
    image.seek(0)
    if image.mode in SHRINKS:
        image.thumbnail(_fitted(image.size))
    frame = _plain(ImageOps.exif_transpose(image))
    frame.thumbnail(_fitted(frame.size))
    return Picture(frame=frame, position=position, moves=moves)


def _bound(image: Image.Image, most: int) -> None:
    if image.width * image.height > most:
        raise NotScreenedError("it has too many pixels")


def _fitted(size: tuple[int, int]) -> tuple[int, int]:
    """The size in which a picture is looked at."""
    width, height = size
    longest = min(TALLEST, max(SIDE, ACROSS * height // width))
    scale = min(1.0, longest / max(size))
    return max(1, round(width * scale)), max(1, round(height * scale))


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
