"""Makes the bundled model: python -m moderation.models.train --config moderation/models/train.toml."""

from __future__ import annotations

import argparse
import json
import random
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from rich.console import Console
from rich.markdown import Markdown

from moderation.models import data, ngrams
from moderation.models.augment import Augment, Names
from moderation.models.calibrate import choose, platt, probabilities, targets
from moderation.models.card import Measured, write_card
from moderation.models.data import Example
from moderation.models.engine import NGRAMS, Engine
from moderation.models.fit import Trainer, predict
from moderation.models.graph import write_fused
from moderation.models.labels import LABELS
from moderation.models.network import Network, encoder_folder
from moderation.models.ngrams import Linear
from moderation.models.recipe import Recipe, Stage
from moderation.models.tokens import Layout, Reader

TOLD: Final = ("parents", "polish")
"""The stages that see parents' messages; those before them see public data alone."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the program: what it was told, and what it shares between its steps."""

    recipe: Recipe
    augment: Augment
    console: Console

    @classmethod
    def start(cls, recipe: Recipe) -> Run:
        """Seeds everything and reads the gazetteers. Raises FileNotFoundError when a folder is missing."""
        random.seed(recipe.seed)
        np.random.seed(recipe.seed)
        if recipe.threads:
            torch.set_num_threads(recipe.threads)
        words = _plain_words(data.public(recipe.datasets, "commonvoice_en"))
        return cls(recipe, Augment(Names.load(recipe.datasets, words), **recipe.augment), Console())

    @property
    def device(self) -> str:
        """The device named in the recipe; `auto` takes a GPU when there is one."""
        found = "cuda" if torch.cuda.is_available() else "cpu"
        return found if self.recipe.device == "auto" else self.recipe.device

    def network(self) -> Network:
        """The encoder as it was published, with a new head."""
        torch.manual_seed(self.recipe.seed)
        return Network(encoder_folder(self.recipe.encoder), self.recipe.dropout).to(self.device)

    def reader(self, window: int = 0) -> Reader:
        """The encoder's tokeniser: as the engine reads, or with the first `window` tokens of a text for training."""
        whole = Layout(
            window=self.recipe.layout["window"],
            quoted=self.recipe.layout["quoted"],
            stretch=self.recipe.layout["stretch"],
        )
        layout = replace(whole, window=window, stretch=window) if window else whole
        return Reader(encoder_folder(self.recipe.encoder) / "tokenizer.json", layout)

    def stage(self, network: Network, stage: Stage, examples: Sequence[Example], folder: str = "") -> None:
        """Trains through one stage on these examples and its public ones, or takes up where its checkpoint stands."""
        shared = data.sample(self.recipe.datasets, stage.sources, stage.seed)
        self.console.print(f"{folder or 'all'}: stage {stage.name}, {len(examples)} + {len(shared)} examples")
        place = self.recipe.checkpoints / folder
        Trainer(network, self.reader(stage.window), self.augment, place, self.device).run(examples, stage, shared)

    def linear(self, examples: Sequence[Example], folder: str = "") -> Linear:
        """The n-gram companion fitted on these examples and Detoxify's labels of the public ones, or read again."""
        path = self.recipe.checkpoints / folder / NGRAMS
        if not path.is_file():
            known = [*examples, *self.public()]
            self.console.print(f"{folder or 'all'}: n-grams of {len(known)} examples")
            ngrams.fit([each.text for each in known], targets(known), path)
        return Linear(path)

    def public(self) -> list[Example]:
        """The public examples of all stages, each once, with no more than Detoxify's labels."""
        stages = self.recipe.stages.values()
        drawn = [each for stage in stages for each in data.sample(self.recipe.datasets, stage.sources, stage.seed)]
        return list({each.id: _detoxify(each) for each in drawn}.values())

    def parents(self, schools: Iterable[str], split: str = "train") -> list[Example]:
        """Parents' messages of these schools; those of no school (the extra ones) belong to every training."""
        wanted = set(schools)
        return [each for each in data.messages(self.recipe.messages, split) if each.school in wanted]

    def own(self, schools: Iterable[str]) -> list[Example]:
        """What the second stage trains on besides public examples: these schools' messages and the extra ones."""
        extra = data.read_messages(self.recipe.extra) if self.recipe.extra.is_file() else []
        return [*self.parents(schools), *extra]


def _plain_words(examples: Iterable[Example]) -> Iterable[str]:
    """Lower-case words of running text, to tell names from ordinary words."""
    return (word for each in examples for word in each.text.translate({46: 32, 44: 32}).split() if word.islower())


def train(run: Run) -> Network:
    """Every stage, over everything there is to train on."""
    network, own = run.network(), run.own(schools(run))
    for name, stage in run.recipe.stages.items():
        run.stage(network, stage, own if name in TOLD else [])
    return network


def schools(run: Run) -> list[str]:
    """Names of the schools there are messages of."""
    return sorted({each.school for each in data.messages(run.recipe.messages, "train")})


def leave_out(run: Run, parts: int) -> tuple[list[Example], NDArray[np.float32]]:
    """Schools' train and dev messages with logits (n, labels, 2) of models that never saw a message of that school.

    The schools are dealt into the recipe's `folds`; `parts` says how many of these are measured.
    """
    everyone = schools(run)
    untold = [name for name in run.recipe.stages if name not in TOLD][-1]
    examples: list[Example] = []
    logits: list[NDArray[np.float32]] = []
    for fold in range(parts):
        out = everyone[fold :: run.recipe.folds]
        network = run.network()
        network.load_state_dict(torch.load(run.recipe.checkpoints / f"{untold}.pt", map_location=run.device))
        seen = run.own(set(everyone) - set(out))
        for name in TOLD:
            run.stage(network, run.recipe.stages[name], seen, f"without-{fold}")
        unseen = run.parents(out) + run.parents(out, "dev")
        scored = predict(network, run.reader(), unseen, run.device)
        logits.append(np.stack([scored, run.linear(seen, f"without-{fold}").logits([e.text for e in unseen])], axis=-1))
        examples += unseen
    return examples, np.concatenate(logits) if logits else np.empty((0, len(LABELS), 2), dtype=np.float32)


def export(run: Run, network: Network) -> Engine:
    """Writes the model, calibrated on dev data through the engine that will run it."""
    recipe, folder = run.recipe, run.recipe.output
    folder.mkdir(parents=True, exist_ok=True)
    write_fused(network, folder / "model.onnx")
    shutil.copyfile(encoder_folder(recipe.encoder) / "tokenizer.json", folder / "tokenizer.json")
    run.linear(run.own(schools(run)))
    shutil.copyfile(recipe.checkpoints / NGRAMS, folder / NGRAMS)
    _calibration(recipe, dict.fromkeys(LABELS, (1.0, 0.0, 0.0)), {})
    logits, dev = _dev(Engine(folder), run)
    fitted = platt(logits, targets(dev))
    parents = [at for at, each in enumerate(dev) if each.source == "messages"]
    scores = probabilities(logits[parents], fitted)
    thresholds = choose(scores, [dev[at] for at in parents], recipe.false_hides)
    _calibration(recipe, fitted, thresholds.table())
    return Engine(folder)


def _dev(engine: Engine, run: Run) -> tuple[NDArray[np.float32], list[Example]]:
    """Dev messages, and the public dev sets for the labels (Detoxify's) that messages do not carry."""
    public = [
        _detoxify(each)
        for name in ("jigsaw", "dghs", "hatemoji")
        for each in data.public(run.recipe.datasets, name, "dev")[:1500]
    ]
    dev = [*data.messages(run.recipe.messages, "dev"), *public]
    return engine.logits([(each.quoted, each.text) for each in dev]), dev


def _detoxify(example: Example) -> Example:
    known = {label: value for label, value in example.targets.items() if label.startswith("detoxify.")}
    return replace(example, targets=known)


def _calibration(recipe: Recipe, fitted: dict[str, tuple[float, float, float]], thresholds: dict[str, object]) -> None:
    layout = {"start": "[CLS]", "stop": "[SEP]", "prepared": True} | dict(recipe.layout)
    values = {label: [round(part, 4) for part in pair] for label, pair in fitted.items()}
    content = {"labels": LABELS, "layout": layout, "platt": values, "thresholds": thresholds}
    (recipe.output / "calibration.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Trains, measures, exports and writes the card; a second start goes on from the checkpoints."""
    parser = argparse.ArgumentParser(prog="python -m moderation.models.train", description=__doc__)
    parser.add_argument("--config", type=Path, default=Path(__file__).with_name("train.toml"))
    parser.add_argument("--folds", type=int, help="how many of the leave-schools-out parts to measure (all)")
    chosen = parser.parse_args(arguments)
    try:
        run = Run.start(Recipe.load(chosen.config))
        network = train(run)
        engine = export(run, network)
        unseen = leave_out(run, run.recipe.folds if chosen.folds is None else min(chosen.folds, run.recipe.folds))
        Console().print(
            Markdown(write_card(run.recipe, Measured(engine=engine, names=run.augment.names, unseen=unseen)))
        )
    except (FileNotFoundError, ModuleNotFoundError, ValueError) as error:
        parser.exit(2, f"{error}\n")


if __name__ == "__main__":
    main()
