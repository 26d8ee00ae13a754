"""One stage of training: weighted, masked, in length-sorted batches, with checkpoints it resumes from."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from tqdm import tqdm  # type: ignore[import-untyped]

from moderation.models.data import Example
from moderation.models.labels import INDEX, LABELS
from moderation.models.network import Network, collate
from moderation.models.recipe import Stage
from moderation.models.tokens import Reader, Window

Stateful = torch.optim.Optimizer | torch.optim.lr_scheduler.LRScheduler | AveragedModel
Parts = tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler, AveragedModel]
"""What a stage works with: its optimiser, its schedule and the moving average of the weights."""
Change = Callable[[Example, random.Random], Example]


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows of a batch with their targets (rows, labels; NaN unknown) and weights (rows)."""

    windows: tuple[Window, ...]
    targets: Tensor
    weights: Tensor


def batches(examples: Sequence[Example], reader: Reader, stage: Stage, rng: random.Random) -> list[Batch]:
    """All examples in batches of about equal length, in random order; the first window of each."""
    windows = [found[0] for found in reader.windows([(each.quoted, each.text) for each in examples])]
    order = sorted(range(len(examples)), key=lambda at: (len(windows[at].ids) + rng.randint(0, 4), rng.random()))
    groups = [order[at : at + stage.batch] for at in range(0, len(order), stage.batch)]
    rng.shuffle(groups)
    return [_batch([examples[at] for at in group], [windows[at] for at in group], stage) for group in groups]


def padded(examples: Sequence[Example], share: float, rng: random.Random) -> list[Example]:
    """Some examples with a harmless message before or after their own: what is wrong in a message stays wrong in it."""
    harmless = [each.text for each in examples if each.action == "allow"]

    def one(example: Example) -> Example:
        if not harmless or rng.random() >= share:
            return example
        both = [rng.choice(harmless), example.text]
        rng.shuffle(both)
        return replace(example, text=rng.choice((" ", ". ", "\n")).join(both))

    return [one(each) for each in examples]


def _batch(examples: Sequence[Example], windows: Sequence[Window], stage: Stage) -> Batch:
    weights = [1.0 if each.source == "messages" else stage.public for each in examples]
    targets = torch.tensor(np.asarray([each.row() for each in examples], dtype=np.float32))
    return Batch(tuple(windows), targets, torch.tensor(weights))


def balance(examples: Sequence[Example], longest: float) -> Tensor:
    """How much more a positive counts for each label: the square root of negatives over positives, within bounds."""
    rows = np.asarray([each.row() for each in examples])
    positives, negatives = np.nansum(rows, axis=0), np.nansum(1 - rows, axis=0)
    return torch.tensor(np.clip(np.sqrt(negatives / np.maximum(positives, 1)), 1, longest), dtype=torch.float32)


def loss(logits: Tensor, batch: Batch, positive: Tensor, labels: Tensor) -> Tensor:
    """Cross-entropy over known targets, weighted by label, example and rarity."""
    known = ~batch.targets.isnan()
    each = binary_cross_entropy_with_logits(logits, batch.targets.nan_to_num(), pos_weight=positive, reduction="none")
    return (each * known * labels * batch.weights[:, None]).sum() / len(batch.windows) / labels.mean() / 8


@dataclass(slots=True)
class Trainer:
    """Trains a network through a stage and keeps a checkpoint in `folder`; starting again goes on from it."""

    network: Network
    reader: Reader
    change: Change
    folder: Path
    device: str = "cpu"
    every: int = 300

    def run(self, examples: Sequence[Example], stage: Stage, shared: Sequence[Example] = ()) -> None:
        """One stage from its start or its checkpoint; afterwards the weights lie in `<folder>/<stage>.pt`.

        Each epoch has all examples and its own part of those shared out among the epochs.
        """
        done = self.folder / f"{stage.name}.pt"
        if done.is_file():
            self.network.load_state_dict(torch.load(done, map_location=self.device))
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        self.network.freeze(stage.frozen)
        before = {name: value.clone() for name, value in self.network.state_dict().items()}
        optimiser, schedule = self._optimiser(stage, len(examples) + len(shared) // stage.epochs)
        average = AveragedModel(self.network, multi_avg_fn=get_ema_multi_avg_fn(stage.average))  # type: ignore[no-untyped-call]
        epoch, step = self._resume(stage, optimiser, schedule, average)
        while epoch < stage.epochs:
            part = [*examples, *shared[epoch :: stage.epochs]]
            self._epoch(part, stage, (optimiser, schedule, average), (epoch, step))
            epoch, step = epoch + 1, 0
        self.network.load_state_dict(_between(before, average.module.state_dict(), stage.keep))
        torch.save(self.network.state_dict(), done)
        self._part(stage).unlink(missing_ok=True)

    def _part(self, stage: Stage) -> Path:
        return self.folder / f"{stage.name}.part.pt"

    def _optimiser(self, stage: Stage, size: int) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
        steps = stage.epochs * -(-size // stage.batch)
        body = [each for each in self.network.encoder.parameters() if each.requires_grad]
        groups: list[dict[str, Any]] = [
            {"params": body, "lr": stage.rate},
            {"params": list(self.network.head.parameters()), "lr": stage.head_rate},
        ]
        optimiser = torch.optim.AdamW(groups, weight_decay=stage.decay, fused=True)
        warm = max(1, int(steps * stage.warmup))
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimiser, lambda step: min((step + 1) / warm, max(0.02, (steps - step) / max(1, steps - warm)))
        )
        return optimiser, schedule

    def _resume(self, stage: Stage, *parts: Stateful) -> tuple[int, int]:
        if not self._part(stage).is_file():
            return 0, 0
        saved = torch.load(self._part(stage), map_location=self.device)
        for part, state in zip((self.network, *parts), saved["states"], strict=True):
            part.load_state_dict(state)
        epoch, step = saved["at"]
        return int(epoch), int(step)

    def _epoch(self, examples: Sequence[Example], stage: Stage, parts: Parts, at: tuple[int, int]) -> None:
        rng = random.Random(f"{stage.seed}-{stage.name}-{at[0]}")  # noqa: S311 - a seed, not a secret
        changed = padded([self.change(each, rng) for each in examples], stage.pad, rng)
        groups = batches(changed, self.reader, stage, rng)
        positive = balance(examples, stage.longest_weight).to(self.device)
        labels = torch.tensor([stage.weights.get(label, 1.0) for label in LABELS], device=self.device)
        self.network.train()
        progress = tqdm(groups, desc=f"{stage.name} {at[0] + 1}/{stage.epochs}", initial=0, mininterval=10)
        mean = 0.0
        for step, batch in enumerate(progress):
            if step < at[1]:
                continue
            torch.manual_seed((stage.seed * 1000 + at[0]) * 100_000 + step)
            value = self._step(batch, (positive, labels), parts)
            mean = 0.98 * mean + 0.02 * value
            progress.set_postfix(loss=f"{mean / (1 - 0.98 ** (step - at[1] + 1)):.3f}", refresh=False)
            if (step + 1) % self.every == 0:
                states = [part.state_dict() for part in (self.network, *parts)]
                torch.save({"states": states, "at": (at[0], step + 1)}, self._part(stage))

    def _step(self, batch: Batch, weights: tuple[Tensor, Tensor], parts: Parts) -> float:
        moved = Batch(batch.windows, batch.targets.to(self.device), batch.weights.to(self.device))
        value = loss(self.network(*collate(moved.windows, self.device)), moved, *weights)
        torch.autograd.backward(value)
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        optimiser, schedule, average = parts
        optimiser.step()
        schedule.step()
        average.update_parameters(self.network)
        optimiser.zero_grad(set_to_none=True)
        return float(value.detach())


def _between(before: Mapping[str, Tensor], after: Mapping[str, Tensor], keep: float) -> dict[str, Tensor]:
    """So much of the weights as they were, the rest as they became (Wortsman et al. 2022, arXiv:2109.01903)."""
    return {
        name: keep * before[name] + (1 - keep) * value if value.is_floating_point() else value
        for name, value in after.items()
    }


def predict(network: Network, reader: Reader, examples: Sequence[Example], device: str = "cpu") -> NDArray[np.float32]:
    """Logits (examples, labels), the highest over each message's windows."""
    network.eval()
    found = reader.windows([(each.quoted, each.text) for each in examples])
    flat = [(row, window) for row, windows in enumerate(found) for window in windows]
    flat.sort(key=lambda pair: len(pair[1].ids))
    logits = np.full((len(examples), len(INDEX)), -np.inf, dtype=np.float32)
    with torch.inference_mode():
        for part in _chunks(flat, 64):
            scores = network(*collate([window for _, window in part], device)).float().cpu().numpy()
            for (row, _), score in zip(part, scores, strict=True):
                logits[row] = np.maximum(logits[row], score)
    return logits


def _chunks(items: list[tuple[int, Window]], size: int) -> Iterator[list[tuple[int, Window]]]:
    yield from (items[at : at + size] for at in range(0, len(items), size))
