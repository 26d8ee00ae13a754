"""Faces counted, never recognised, with the cascade that OpenCV's package brings; nothing of a face is kept."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any, Final

import numpy as np
from PIL import Image

CASCADE: Final = "haarcascade_frontalface_default.xml"
SIDE: Final = 1000  # pixels of the longer side; a class photo still has faces of 40 pixels
NEIGHBOURS: Final = 6  # how often a face has to be found around one place; less sees faces in leaves
SMALLEST: Final = 30


def installed() -> bool:
    """Whether faces can be counted here: OpenCV 4 with its cascades (5 ships none)."""
    return find_spec("cv2") is not None and _cascade().is_file()


@cache
def counter() -> Counter:
    """The one counter of this process."""
    return Counter()


class Counter:
    """Counts faces seen from the front in one picture at a time."""

    def __init__(self) -> None:
        import cv2

        self._cascade: Any = cv2.CascadeClassifier(str(_cascade()))
        self._turn = Lock()

    def __call__(self, frame: Image.Image) -> int:
        """How many faces look out of a picture; some may be missed."""
        grey = frame.convert("L")
        grey.thumbnail((SIDE, SIDE))
        with self._turn:
            found = self._cascade.detectMultiScale(
                np.asarray(grey), minNeighbors=NEIGHBOURS, minSize=(SMALLEST, SMALLEST)
            )
        return len(found)


def _cascade() -> Path:
    import cv2

    return Path(cv2.__file__).parent / "data" / CASCADE
