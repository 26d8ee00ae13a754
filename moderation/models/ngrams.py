"""A linear companion to the network: letter and word n-grams, hashed. Sees spellings the vocabulary splits apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from moderation.models.text import readable

BUCKETS: Final = 1 << 18
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*|[^\w\s]")
_LONGEST: Final = 5
_LONG: Final = 120
_STRETCH: Final = 24


def ngrams(text: str) -> Iterator[str]:
    """Words, pairs of words, and runs of two to five letters within a word and its edges."""
    words = _WORD.findall(readable(text).lower())
    yield from (f"w{word}" for word in words)
    yield from (f"w{one} {two}" for one, two in pairwise(words))
    for word in words:
        edged = f" {word} "
        for size in range(2, _LONGEST + 1):
            yield from (edged[at : at + size] for at in range(len(edged) - size + 1))


def buckets(text: str) -> NDArray[np.int64]:
    """The hashed n-grams of a text, each once."""
    return np.unique(np.fromiter((crc32(each.encode()) % BUCKETS for each in ngrams(text)), dtype=np.int64))


def stretches(text: str) -> list[str]:
    """The text, or overlapping stretches of a long one, so that its end weighs as much as that of a short one."""
    words = text.split()
    if len(words) <= _LONG:
        return [text]
    half = _STRETCH // 2
    return [" ".join(words[at : at + _STRETCH]) for at in range(0, len(words) - half, half)]


class Linear:
    """Weights (buckets, labels) in 8 bits with a scale for each label; a text's features have length 1."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as saved:
            self._weights, self._scale, self._bias = saved["weights"], saved["scale"], saved["bias"]
            self._rarity = saved["rarity"]

    def logits(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Outputs (texts, labels), the highest over a long text's stretches; 0 for a label it was not fitted for."""
        return np.stack([np.max([self._one(buckets(part)) for part in stretches(text)], axis=0) for text in texts])

    def _one(self, found: NDArray[np.int64]) -> NDArray[np.float32]:
        values = self._rarity[found].astype(np.float32)
        summed = values @ self._weights[found].astype(np.float32) / max(1e-6, float(np.linalg.norm(values)))
        return np.asarray(summed * self._scale + self._bias, dtype=np.float32)


def fit(texts: Sequence[str], targets: NDArray[np.float64], path: Path) -> None:
    """Fits each label's column of targets (texts, labels; NaN unknown) and writes the weights to `path`.

    Each is fitted where its target is known; a label with fewer than ten examples of either kind stays 0.
    """
    from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    rows = [buckets(text) for text in texts]
    counts = np.bincount(np.concatenate(rows), minlength=BUCKETS)
    rarity = np.where(counts > 1, np.log((1 + len(rows)) / (1 + counts)) + 1, 0).astype(np.float16)
    values = [rarity[row].astype(np.float64) for row in rows]
    values = [value / max(1e-6, float(np.linalg.norm(value))) for value in values]
    starts = np.concatenate([[0], np.cumsum([row.size for row in rows])])
    features = csr_matrix((np.concatenate(values), np.concatenate(rows), starts), shape=(len(rows), BUCKETS))
    weights, scale, bias = np.zeros((BUCKETS, targets.shape[1]), np.int8), *np.zeros((2, targets.shape[1]), np.float32)
    for column, truth in enumerate(targets.T):
        known = ~np.isnan(truth)
        if min(truth[known].sum(), (1 - truth[known]).sum()) < 10:
            continue
        model = LogisticRegression(C=3.0, solver="liblinear").fit(features[known], truth[known])
        scale[column] = np.abs(model.coef_).max() / 127
        weights[:, column] = np.round(model.coef_[0] / scale[column])
        bias[column] = model.intercept_[0]
    np.savez_compressed(path, weights=weights, scale=scale, bias=bias, rarity=rarity)
