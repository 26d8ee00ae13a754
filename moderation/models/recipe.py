"""The training configuration: a strict reading of train.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

Kind = TypeVar("Kind", "Stage", "Recipe")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """How one stage trains. `weights` multiply a label's loss, `public` the loss of examples that are not messages.

    `frozen` is how many of the lowest parts (the embeddings, then layers) stay as they came, `window` the most tokens
    of an example, `sources` how many examples of each public set; each epoch has its own share of them. The weights
    that a stage ends with are their moving average over its steps, of which each step keeps the share `average`.
    `pad` is the share of examples that get a harmless message beside their own, `keep` how much of the weights a stage
    began with is kept at its end.
    """

    name: str
    epochs: int
    batch: int = 32
    window: int = 96
    rate: float = 1e-4
    head_rate: float = 1e-3
    decay: float = 0.01
    warmup: float = 0.1
    frozen: int = 0
    public: float = 1.0
    longest_weight: float = 6.0
    average: float = 0.995
    pad: float = 0.0
    keep: float = 0.0
    seed: int = 0
    sources: Mapping[str, int] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Everything a training run depends on besides the data."""

    messages: Path
    extra: Path
    datasets: Path
    checkpoints: Path
    output: Path
    encoder: str
    stages: Mapping[str, Stage]
    layout: Mapping[str, int]
    augment: Mapping[str, float]
    seed: int = 0
    dropout: float = 0.1
    device: str = "auto"
    threads: int = 0
    folds: int = 3
    false_hides: float = 0.025

    @classmethod
    def load(cls, path: Path) -> Recipe:
        """Raises ValueError naming file and key for an unknown or missing one."""
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        stages = {
            name: _strict(Stage, {"name": name, "seed": raw.get("seed", 0) + at} | part, path)
            for at, (name, part) in enumerate(raw.pop("stages", {}).items())
        }
        for key in ("messages", "extra", "datasets", "checkpoints", "output"):
            raw |= {key: Path(raw[key])} if key in raw else {}
        return _strict(cls, raw | {"stages": stages}, path)


def _strict(kind: type[Kind], values: Mapping[str, Any], path: Path) -> Kind:
    """A value object from a table. Raises ValueError naming the first key that is unknown or missing."""
    unknown = sorted(values.keys() - kind.__dataclass_fields__.keys())
    if unknown:
        raise ValueError(f"{path}: unknown key {unknown[0]!r}: remove it or correct its spelling")
    try:
        return kind(**values)
    except TypeError as error:
        raise ValueError(f"{path}: {error}") from error
