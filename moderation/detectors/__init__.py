"""One small file for each detector: options, logic and explanation; the file's name is the one configured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from moderation.byname import find
from moderation.domain import Detector

FOLDER = Path(__file__).parent


def load(names: Sequence[str], options: Mapping[str, Mapping[str, Any]]) -> tuple[Detector, ...]:
    """Build the named detectors, each with its own options. Raises UnknownNameError, or what `build` raises."""
    return tuple(_build(name, options.get(name, {})) for name in names)


def _build(name: str, options: Mapping[str, Any]) -> Detector:
    find(FOLDER, name, ".py")
    return cast("Detector", import_module(f"moderation.detectors.{name}").build(**options))
