"""Text in pictures, read by RapidOCR where the `ocr` extra is installed; its models come in its package."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from threading import Lock
from typing import Any, Final

import numpy as np
from PIL import Image

SURE: Final = 0.6  # a line read less surely is noise of the picture
SIDE: Final = 1280  # pixels of the longer side in which lines are looked for; they are read in full size
SMALLEST: Final = 12  # pixels; no lettering fits in less
STRIP: Final = 2000  # pixels of height that are read at once; lines in a taller picture would be lost
OVERLAP: Final = 120  # so that each line stands whole in one of two strips
PARAMETERS: Final = {
    "Global.log_level": "critical",
    "Global.text_score": SURE,
    "Det.limit_type": "max",
    "Det.limit_side_len": SIDE,
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
}


def installed() -> bool:
    """Whether pictures can be read here."""
    return find_spec("rapidocr") is not None


@cache
def reader() -> Reader:
    """The one reader of this process: its models are large."""
    return Reader()


@dataclass(slots=True)
class Reader:
    """Reads one picture at a time; the models are loaded with the first one."""

    _engine: Any = None
    _turn: Lock = field(default_factory=Lock)

    def __call__(self, frame: Image.Image) -> str:
        """The lines of an RGB picture in reading order, joined as running text; "" when there are none."""
        if min(frame.size) < SMALLEST:
            return ""
        return " ".join(line for strip in _strips(frame) for line in self._lines(strip))

    def _lines(self, frame: Image.Image) -> tuple[str, ...]:
        with self._turn:
            found = self._loaded()(np.asarray(frame)[:, :, ::-1])  # it expects blue first
        return tuple(found.txts or ())

    def _loaded(self) -> Any:  # noqa: ANN401 (the library gives no types)
        if self._engine is None:
            from rapidocr import RapidOCR

            self._engine = RapidOCR(params=PARAMETERS)
        return self._engine


def _strips(frame: Image.Image) -> Iterator[Image.Image]:
    """The picture from top to bottom, in parts that are not too tall to be read."""
    for top in range(0, max(1, frame.height - OVERLAP), STRIP - OVERLAP):
        yield frame.crop((0, top, frame.width, min(frame.height, top + STRIP)))
