"""Text in pictures, read by RapidOCR where the `ocr` extra is installed; its models come in its package."""

from __future__ import annotations

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
        with self._turn:
            found = self._loaded()(np.asarray(frame)[:, :, ::-1])  # it expects blue first
        return " ".join(found.txts or ())

    def _loaded(self) -> Any:  # noqa: ANN401 (the library gives no types)
        if self._engine is None:
            from rapidocr import RapidOCR

            self._engine = RapidOCR(params=PARAMETERS)
        return self._engine
