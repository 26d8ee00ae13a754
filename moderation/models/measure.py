"""The figures on the model's card, each from the exported model on data it was not trained on."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moderation.domain import Author, Message, Ref
from moderation.models import augment, data
from moderation.models.augment import Augment, Names
from moderation.models.calibrate import Thresholds, choose, platt, probabilities, targets
from moderation.models.data import Example
from moderation.models.engine import Engine
from moderation.models.evaluate import GROUPS, Labelled, Report, auc, report
from moderation.models.labels import HARM, INDEX
from moderation.models.readings import readings
from moderation.normalise import prepare

TESTS: Final = {
    "jigsaw": "detoxify.toxicity",
    "dghs": "detoxify.toxicity",
    "hatemoji": "detoxify.toxicity",
    "berkeley": "detoxify.identity_attack",
    "edos": "discrimination",
}
"""Public test sets and the label each is judged by."""

ORDINARY: Final = (
    "We're off to Scunthorpe for half term, any tips?",
    "Penistone market is on Thursday if anyone wants cheap PE socks",
    "Year 5 are doing the Dick Turpin topic, does anyone have a tricorn hat?",
    "The class cockerel has escaped again, check under the mobile classroom",
    "Shitake mushrooms are on the allergen list this week",
    "Middlesex cup final moved to Saturday, lifts welcome",
)
"""Ordinary words that hold a rude one, in sentences of this project's own."""


def labelled(folder: Path, split: str) -> list[Labelled]:
    """The rows of all schools' files, in the order of `data.messages`."""
    files = sorted(folder.glob(f"*.{split}.jsonl"))
    return [Labelled.of(json.loads(line)) for path in files for line in path.read_text(encoding="utf-8").splitlines()]


def thresholds(engine: Engine) -> Thresholds:
    """The thresholds in the engine's calibration file."""
    table = engine.calibration.thresholds
    pairs = {name: (float(pair["review"]), float(pair.get("hide", 1.1))) for name, pair in table["categories"].items()}
    return Thresholds(harm=float(table["harm"]), concern=float(table["concern"]), categories=pairs)


def pairs(examples: Sequence[Example]) -> list[tuple[str, str]]:
    """As the engine takes them."""
    return [(each.quoted, each.text) for each in examples]


def on_dev(engine: Engine, folder: Path) -> Report:
    """The report on the dev messages of all schools."""
    limits = thresholds(engine)
    scores = engine.scores(pairs(data.messages(folder, "dev")))
    return report(labelled(folder, "dev"), [limits.judge(row) for row in scores])


def on_unseen(unseen: tuple[list[Example], NDArray[np.float32]], folder: Path, false_hides: float) -> Report:
    """The same rows by networks that saw no message of the school; calibrated on the schools' other messages."""
    examples, logits = unseen
    rows = {row.id: row for row in labelled(folder, "dev")}
    dev = np.asarray([each.id in rows for each in examples])
    fitted = platt(logits[~dev], targets([each for each, is_dev in zip(examples, dev, strict=True) if not is_dev]))
    scores = probabilities(logits, fitted)
    limits = choose(scores[~dev], [each for each, is_dev in zip(examples, dev, strict=True) if not is_dev], false_hides)
    kept = [(rows[each.id], limits.judge(row)) for each, row in zip(examples, scores, strict=True) if each.id in rows]
    return report([row for row, _ in kept], [judged for _, judged in kept])


@dataclass(frozen=True, slots=True, kw_only=True)
class Public:
    """One public test set: AUC of its label, and the share of its harmless rows that would be hidden."""

    name: str
    rows: int
    label: str
    auc: float
    hidden: float
    identity_rows: int
    identity_hidden: float


def on_public(engine: Engine, datasets: Path, name: str, most: int) -> Public:
    """At most `most` rows of a public test set, the same ones each time."""
    rows = data.public(datasets, name, "test")
    random.Random(0).shuffle(rows)  # noqa: S311 - a seed, not a secret
    rows = [each for each in rows if TESTS[name] in each.targets][:most]
    scores = engine.scores(pairs(rows))
    truth = np.asarray([each.targets[TESTS[name]] == 1 for each in rows])
    hidden = scores[:, INDEX[HARM]] >= thresholds(engine).harm
    identity = ~truth & np.asarray([bool(GROUPS["identity words"].search(each.text)) for each in rows])
    return Public(
        name=name,
        rows=len(rows),
        label=TESTS[name],
        auc=auc(truth, scores[:, INDEX[TESTS[name]]].astype(np.float64)),
        hidden=float(hidden[~truth].mean()),
        identity_rows=int(identity.sum()),
        identity_hidden=float(hidden[identity].mean()) if identity.any() else 0.0,
    )


def swapped(engine: Engine, folder: Path, names: Names) -> tuple[float, float]:
    """Other names in the dev messages: mean change of the harm score, and share of messages whose hiding changes."""
    dev = data.messages(folder, "dev")
    change = Augment(names, swap=1.0, numbers=0.0, disguise=0.0, typo=0.0)
    rng = random.Random(0)  # noqa: S311 - a seed, not a secret
    other = [change(each, rng) for each in dev]
    touched = [at for at, (one, two) in enumerate(zip(dev, other, strict=True)) if one.text != two.text]
    before, after = (engine.scores(pairs([part[at] for at in touched]))[:, INDEX[HARM]] for part in (dev, other))
    limit = thresholds(engine).harm
    return float(np.abs(before - after).mean()), float(((before >= limit) != (after >= limit)).mean())


def _untouched(text: str, _: random.Random) -> str:
    return text


def disguised(engine: Engine, folder: Path, clean: Callable[[str], Sequence[str]]) -> dict[str, float]:
    """Share of harmful dev messages that is hidden, as written and in disguise; `clean` gives the texts to score."""
    harmful = [each for each in data.messages(folder, "dev") if each.action == "hide"]
    tricks = {"as written": _untouched, **augment.TRICKS}
    rates: dict[str, float] = {}
    for name, trick in tricks.items():
        rng = random.Random(0)  # noqa: S311 - a seed, not a secret
        told = [replace(each, text=trick(each.text, rng)) for each in harmful]
        views = [(at, (each.quoted, text)) for at, each in enumerate(told) for text in clean(each.text)]
        best = np.zeros(len(told), dtype=np.float32)
        np.maximum.at(best, [at for at, _ in views], engine.scores([pair for _, pair in views])[:, INDEX[HARM]])
        rates[name] = float((best >= thresholds(engine).harm).mean())
    return rates


def views(text: str) -> tuple[str, ...]:
    """The readings of a text that the detectors score."""
    when = datetime(2026, 1, 1, tzinfo=UTC)
    message = Message(
        ref=Ref(platform="", chat="", message=""), group="", author=Author(user=""), text=text, sent_at=when
    )
    return tuple(read for _, read in readings(prepare(message)))


def ordinary(engine: Engine) -> int:
    """How many of the ordinary sentences would be hidden."""
    scores = engine.scores([("", text) for text in ORDINARY])
    return sum(thresholds(engine).judge(row).action == "hide" for row in scores)
