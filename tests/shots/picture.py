"""Pictures kept small: few colours, and no larger than a README should make somebody load."""

from __future__ import annotations

import io
import time
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

COLOURS = (128, 64, 32)
LARGEST = 150_000  # bytes


@dataclass(frozen=True)
class Shots:
    """The folder the pictures go to, and when this began."""

    folder: Path
    begun: float = field(default_factory=time.monotonic)

    def say(self, words: str) -> None:
        """One line of progress."""
        print(f"[{time.monotonic() - self.begun:5.1f} s] {words}", flush=True)

    def keep(self, name: str, png: bytes) -> None:
        """Write a picture, with as many colours as keep it small. ValueError when none do."""
        picture = Image.open(io.BytesIO(png)).convert("RGB")
        data = next(filter(_small, (_packed(picture, colours) for colours in COLOURS)), None)
        if data is None:
            raise ValueError(f"{name}.png is larger than {LARGEST} bytes in {COLOURS[-1]} colours: show less in it")
        (self.folder / f"{name}.png").write_bytes(data)
        self.say(f"{name}.png: {picture.width} x {picture.height}, {len(data) // 1000} kB")


def _packed(picture: Image.Image, colours: int) -> bytes:
    out = io.BytesIO()
    picture.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _small(data: bytes) -> bool:
    return len(data) < LARGEST
