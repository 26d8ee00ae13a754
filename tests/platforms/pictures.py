"""Pictures made for a test: lettering, a position in the file, a face, and ones that no program should open."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import matplotlib as mpl
from PIL import ExifTags, Image, ImageDraw, ImageFont

DATA = Path(mpl.get_data_path())
FONT = DATA / "fonts" / "ttf" / "DejaVuSans.ttf"
FACE = DATA / "sample_data" / "grace_hopper.jpg"  # a public-domain portrait that comes with matplotlib


def encoded(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    """The bytes of a file with this picture."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def plain(width: int = 64, height: int = 48, kind: str = "PNG") -> bytes:
    """Nothing but a colour."""
    return encoded(Image.new("RGB", (width, height), (60, 90, 160)), kind)


def written(text: str, *, ink: str | tuple[int, ...] = "black", paper: str | tuple[int, ...] = "white") -> bytes:
    """A line of lettering."""
    font = ImageFont.truetype(str(FONT), 26)
    width = int(font.getlength(text)) + 40
    image = Image.new("RGBA" if isinstance(paper, tuple) and len(paper) == 4 else "RGB", (width, 64), paper)
    ImageDraw.Draw(image).text((20, 14), text, font=font, fill=ink)
    return encoded(image)


def placed(kind: str = "JPEG") -> bytes:
    """A photo whose file says where it was taken: Trafalgar Square."""
    image = Image.new("RGB", (64, 48), (60, 90, 160))
    exif = image.getexif()
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLatitude] = "N", (51.0, 30.0, 28.0)
    gps[ExifTags.GPS.GPSLongitudeRef], gps[ExifTags.GPS.GPSLongitude] = "W", (0.0, 7.0, 41.0)
    return encoded(image, kind, exif=exif.tobytes())


def moving(frames: int = 3) -> bytes:
    """A GIF that moves."""
    first, *others = [Image.new("RGB", (64, 48), (40 * at % 255, 90, 160)) for at in range(frames)]
    return encoded(first, "GIF", save_all=True, append_images=others)


def bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """A PNG of a few bytes that claims to be enormous."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
