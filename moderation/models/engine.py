"""Scores messages with an exported model: ONNX Runtime and `tokenizers`, no torch."""

from __future__ import annotations

import json
import os
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from moderation.models.ngrams import Linear
from moderation.models.tokens import Layout, Pair, Reader, Window

if TYPE_CHECKING:
    from onnxruntime import InferenceSession  # type: ignore[import-untyped]

BUNDLED: Final = Path(__file__).parent / "parents"
"""The model that comes with the project."""

FILES: Final = ("model.onnx", "tokenizer.json", "calibration.json")
"""What a model's folder holds."""

NGRAMS: Final = "ngrams.npz"
"""What the bundled model's folder holds besides."""

_REMEMBERED: Final = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """calibration.json, with thresholds as policy packs use them.

    The probability of a label is the sigmoid of slope * network + shift + slope * n-grams (`platt`, in this order).
    """

    labels: tuple[str, ...]
    platt: Mapping[str, tuple[float, float, float]]
    layout: Layout
    thresholds: Mapping[str, Any]

    @classmethod
    def load(cls, path: Path) -> Calibration:
        """Raises ValueError naming the file when it cannot be read as one."""
        try:
            raw = json.loads(path.read_text(encoding="utf-8"))
            platt = {label: _three(raw["platt"][label]) for label in raw["labels"]}
            return cls(
                labels=tuple(raw["labels"]), platt=platt, layout=Layout(**raw["layout"]), thresholds=raw["thresholds"]
            )
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise ValueError(f"{path} is no calibration file: train or export the model again") from error

    def probabilities(self, logits: NDArray[np.float32]) -> NDArray[np.float32]:
        """Logits (n, labels, 2) of network and n-grams -> probabilities (n, labels)."""
        slope, shift, other = np.asarray([self.platt[label] for label in self.labels], dtype=np.float32).T
        summed = slope * logits[..., 0] + shift + other * logits[..., 1]
        return np.asarray(1 / (1 + np.exp(-np.clip(summed, -30, 30))), dtype=np.float32)


def _three(values: Sequence[float]) -> tuple[float, float, float]:
    slope, shift, other = map(float, values)
    return slope, shift, other


class Engine:
    """One model in memory. Scores are remembered by a hash of the message, so that several detectors share one pass."""

    def __init__(self, folder: Path, *, threads: int = 0) -> None:
        """`threads` 0: one for each core, at most four, each with one message after the other.

        No batches: 8-bit rounding follows what is scored together, and padding costs more than a batch saves.
        Raises FileNotFoundError naming what is missing.
        """
        missing = [str(folder / name) for name in FILES if not (folder / name).is_file()]
        if missing:
            raise FileNotFoundError(f"{missing[0]} is missing: `model` must name a folder with {', '.join(FILES)}")
        self.folder = folder
        self.calibration = Calibration.load(folder / "calibration.json")
        self.labels = self.calibration.labels
        self._reader = Reader(folder / "tokenizer.json", self.calibration.layout)
        self._session = _session(folder / "model.onnx")
        self._pool = ThreadPoolExecutor(threads or min(4, os.cpu_count() or 1), "engine")
        self._linear = Linear(folder / NGRAMS) if (folder / NGRAMS).is_file() else None
        self._inputs = [each.name for each in self._session.get_inputs()]
        self._remembered: OrderedDict[bytes, NDArray[np.float32]] = OrderedDict()
        self._lock = Lock()

    @staticmethod
    def load(folder: Path | str = BUNDLED) -> Engine:
        """The engine of a model folder, loaded once in this process."""
        return _load(Path(folder).resolve())

    def scores(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        """Probabilities (pairs, labels) of (quoted, text) pairs; a long text has the highest of its windows."""
        keys = [blake2b("\0".join(pair).encode("utf-8", "surrogatepass"), digest_size=16).digest() for pair in pairs]
        with self._lock:
            known = {key: self._remembered[key] for key in keys if key in self._remembered}
        new = {key: pair for key, pair in zip(keys, pairs, strict=True) if key not in known}
        if new:
            rows = self.calibration.probabilities(self.logits(list(new.values())))
            known |= dict(zip(new, rows, strict=True))
            self._remember(known)
        return np.stack([known[key] for key in keys]) if keys else np.empty((0, len(self.labels)), dtype=np.float32)

    def logits(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        """Uncalibrated outputs (pairs, labels, 2): the network's, and the n-grams' (0 where a model has none)."""
        linear = self._linear.logits([text for _, text in pairs]) if self._linear else 0.0
        network = self._network(pairs)
        return np.stack([network, np.broadcast_to(linear, network.shape)], axis=-1)

    def _network(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        found = self._reader.windows(pairs)
        flat = [(row, window) for row, windows in enumerate(found) for window in windows]
        logits = np.full((len(pairs), len(self.labels)), -np.inf, dtype=np.float32)
        for (row, _), scores in zip(flat, self._pool.map(self._run, [window for _, window in flat]), strict=True):
            np.maximum(logits[row], scores, out=logits[row])
        return logits

    def _remember(self, rows: Mapping[bytes, NDArray[np.float32]]) -> None:
        with self._lock:
            for key, row in rows.items():
                self._remembered[key] = row
                self._remembered.move_to_end(key)
            while len(self._remembered) > _REMEMBERED:
                self._remembered.popitem(last=False)

    def _run(self, window: Window) -> NDArray[np.float32]:
        ids = np.asarray([window.ids], dtype=np.int64)
        types = (np.arange(len(window.ids)) >= window.own).astype(np.int64)[None]
        given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": types}
        return np.asarray(self._session.run(["logits"], {name: given[name] for name in self._inputs})[0][0])


def _session(path: Path) -> InferenceSession:
    """One thread for each run, because runs go side by side; the fused SkipLayerNormalization is slow on a CPU."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    slow = ["SkipLayerNormFusion"]
    return onnxruntime.InferenceSession(
        str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=slow
    )


@cache
def _load(folder: Path) -> Engine:
    return Engine(folder)
