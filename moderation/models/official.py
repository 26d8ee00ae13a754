"""Detoxify's official checkpoints: downloaded by its own loader, exported once, compared, and kept in a cache."""

from __future__ import annotations

import errno
import json
import pickle
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from moderation.models.engine import FILES, Engine
from moderation.models.tokens import Layout

if TYPE_CHECKING:
    from detoxify import Detoxify  # type: ignore[import-untyped]

CACHE: Final = Path("var/models")
NAMES: Final = ("original", "unbiased", "multilingual", "original-small", "unbiased-small")
BOUND: Final = 0.05
"""The most by which a probability may differ from Detoxify's own after quantisation."""

TEXTS: Final = (
    "Thank you all for a lovely fair, we raised a record amount.",
    "You are an idiot and everybody knows it.",
    "I will find you and hurt you.",
    "Is the halal option on the menu this week?",
    "What a load of rubbish, this is bloody ridiculous.",
    "The nits are murder this term.",
    "People like you should not be allowed in this country.",
    "Shut up, you stupid cow.",
    "Penistone and Scunthorpe are both lovely in spring.",
    "See you at six, bring a torch. " * 12,
)
"""What an exported checkpoint is compared on."""


_OF_THE_DISK: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM})


class CheckpointError(RuntimeError):
    """A checkpoint cannot be used; the message is one line that says why, and the model in use stays."""


def folder_of(name: str, cache: Path = CACHE) -> Path:
    """Where a checkpoint's export is kept. Raises CheckpointError for a name Detoxify does not have."""
    if name not in NAMES:
        raise CheckpointError(f"Detoxify has no checkpoint {name!r}: use one of {', '.join(NAMES)}")
    return cache / name


def cached(cache: Path = CACHE) -> tuple[str, ...]:
    """Names of the checkpoints that are ready to use."""
    return tuple(name for name in NAMES if all((cache / name / file).is_file() for file in FILES))


def fetch(name: str, cache: Path = CACHE) -> Path:
    """The folder of an official checkpoint, downloaded and exported when it is not in the cache.

    Raises CheckpointError when it cannot be had or kept, or scores otherwise than Detoxify.
    """
    folder = folder_of(name, cache)
    if name not in cached(cache):
        source = _load(name)
        try:
            export(source, folder)
        except OSError as error:
            raise _not_kept(name, error) from error
    return folder


def _not_kept(name: str, error: OSError) -> CheckpointError:
    return CheckpointError(f"Detoxify's {name} could not be kept: {error.strerror or error}: the bundled model stays")


def export(source: Detoxify, folder: Path, bound: float = BOUND) -> float:
    """Writes a loaded Detoxify as an engine's folder; returns the largest difference on the fixed texts.

    Raises CheckpointError, and leaves no folder, when that is above the bound.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent, prefix=".") as place:
        made = Path(place) / "model"
        _write(source, made)
        difference = float(np.abs(Engine(made).scores([("", text) for text in TEXTS]) - _expected(source)).max())
        if difference > bound:
            raise CheckpointError(f"the export differs from Detoxify by {difference:.3f}, above {bound}: not used")
        shutil.rmtree(folder, ignore_errors=True)
        made.rename(folder)
    return difference


def _load(name: str) -> Any:  # noqa: ANN401 - detoxify is untyped
    try:
        from detoxify import Detoxify

        return Detoxify(name)
    except ModuleNotFoundError as error:
        advice = "in Schoolgate's folder run .venv/bin/python -m pip install -e '.[detoxify]'"
        raise CheckpointError(f"{error.name} is not installed: {advice}") from error
    except (EOFError, OSError, RuntimeError, ValueError, pickle.UnpicklingError) as error:
        raise _explained(name, error) from error


def _explained(name: str, error: Exception) -> CheckpointError:
    if isinstance(error, OSError) and error.errno in _OF_THE_DISK:
        return _not_kept(name, error)
    is_network = isinstance(error, OSError) and error.errno != errno.EINVAL  # of a seek in a file that is cut short
    if is_network or isinstance(error, ValueError):
        return CheckpointError(f"Detoxify's {name} could not be downloaded: the bundled model stays")
    _forget(name)
    return CheckpointError(
        f"Detoxify's {name} was not downloaded whole: run this again; until then the bundled model stays"
    )


def _forget(name: str) -> None:
    """Removes what torch keeps of a download: it takes a file that is cut short for the whole, time and again."""
    import torch
    from detoxify.detoxify import MODEL_URLS  # type: ignore[import-untyped]

    (Path(torch.hub.get_dir()) / "checkpoints" / MODEL_URLS[name].rpartition("/")[2]).unlink(missing_ok=True)


def _expected(source: Detoxify) -> NDArray[np.float64]:
    """Detoxify's own scores, text by text so that no padding enters; (texts, classes)."""
    rows = [source.predict(text) for text in TEXTS]
    return np.asarray([[row[name] for name in source.class_names] for row in rows], dtype=np.float64)


def _write(source: Detoxify, folder: Path) -> None:
    from moderation.models.export import INPUTS, write_onnx

    tokenizer = source.tokenizer
    names = tuple(name for name in INPUTS if name in tokenizer.model_input_names)
    write_onnx(_logits(source.model, names, len(source.class_names)), folder / "model.onnx", names)
    tokenizer.backend_tokenizer.save(str(folder / "tokenizer.json"))
    layout = Layout(
        start=tokenizer.cls_token,
        stop=tokenizer.sep_token,
        window=min(512, tokenizer.model_max_length),
        quoted=0,
        stretch=min(512, tokenizer.model_max_length),
        prepared=False,
    )
    _calibration(folder, [f"detoxify.{name}" for name in source.class_names], layout)


def _calibration(folder: Path, labels: Sequence[str], layout: Layout) -> None:
    """Detoxify's probabilities are taken as they are."""
    content = {
        "labels": labels,
        "layout": asdict(layout),
        "platt": {label: [1, 0, 0] for label in labels},
        "thresholds": {},
    }
    (folder / "calibration.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def _logits(model: Any, names: tuple[str, ...], classes: int) -> Any:  # noqa: ANN401 - transformers' models share no base
    """The network up to its first `classes` outputs: some checkpoints have more, of the identities in a text."""
    import torch

    class Logits(torch.nn.Module):
        """Positional inputs in, logits out, as the exporter wants it."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *inputs: torch.Tensor) -> torch.Tensor:
            """Inputs in the order of `names` -> logits (batch, classes)."""
            found: torch.Tensor = self.model(**dict(zip(names, inputs, strict=True))).logits
            return found[:, :classes]

    return Logits()
