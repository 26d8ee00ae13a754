"""Reads parents' messages and public data sets as examples; what a set does not label is masked, not negative."""

from __future__ import annotations

import csv
import hashlib
import json
import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from moderation.models.labels import CONCERN, HARM, INDEX, LABELS, POLICY

Targets: TypeAlias = dict[str, float]

_BENIGN: Final[Targets] = dict.fromkeys(LABELS, 0.0)
_HATE: Final = ("detoxify.toxicity", "detoxify.identity_attack", "discrimination", HARM, CONCERN)
_JIGSAW: Final = {
    "toxic": ("detoxify.toxicity", HARM, CONCERN),
    "severe_toxic": ("detoxify.severe_toxicity",),
    "obscene": ("detoxify.obscene", "obscene"),
    "threat": ("detoxify.threat", "threat"),
    "insult": ("detoxify.insult",),
    "identity_hate": ("detoxify.identity_attack", "discrimination"),
}
_HEATED: Final = frozenset({2, 3, 9, 10, 11})
"""GoEmotions: anger, annoyance, disappointment, disapproval, disgust."""
_ALSO_DETOXIFY: Final = {
    "threat": ("detoxify.toxicity", "detoxify.threat"),
    "obscene": ("detoxify.toxicity", "detoxify.obscene"),
    "discrimination": ("detoxify.toxicity", "detoxify.identity_attack"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One message with what is known about it: `targets[label]` is 0 or 1, a label not in it is unknown."""

    id: str
    text: str
    targets: Mapping[str, float]
    quoted: str = ""
    source: str = ""
    school: str = ""
    action: str = ""
    names: tuple[str, ...] = ()

    def row(self) -> list[float]:
        """Targets in the order of LABELS, NaN where unknown."""
        return [self.targets.get(label, float("nan")) for label in LABELS]


def split_of(text: str) -> str:
    """The split of a row whose set has none, by its text alone: a tenth test, a twentieth dev, else train."""
    digest = hashlib.sha256(" ".join(text.lower().split()).encode()).digest()
    if digest[0] % 10 == 0:
        return "test"
    return "dev" if digest[1] % 20 == 0 else "train"


def _rows(path: Path, delimiter: str = ",") -> Iterator[dict[str, str]]:
    if not path.is_file():
        message = f"{path} is missing: set `datasets` in the training configuration to the folder of the public data"
        raise FileNotFoundError(message)
    csv.field_size_limit(1 << 24)
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=delimiter)


def _lines(path: Path) -> Iterator[str]:
    if not path.is_file():
        message = f"{path} is missing: set `datasets` in the training configuration to the folder of the public data"
        raise FileNotFoundError(message)
    yield from filter(None, map(str.strip, path.read_text(encoding="utf-8").splitlines()))


def _hate(*, hateful: bool, known_when_not: Iterable[str] = _HATE) -> Targets:
    return dict.fromkeys(_HATE, 1.0) if hateful else dict.fromkeys(known_when_not, 0.0)


def _dghs(folder: Path, split: str) -> Iterator[tuple[str, Targets]]:
    for row in _rows(folder / "dghs/dghs_full_derived.csv"):
        if row["split"] == split:
            yield row["text"], _hate(hateful=row["label"] == "1")


def _jigsaw(folder: Path, split: str) -> Iterator[tuple[str, Targets]]:
    for row in _rows(folder / "jigsaw_train_merged/jigsaw_train_merged_derived.csv"):
        if split_of(row["text"]) == split:
            known = {column: row[column] for column in _JIGSAW if row[column] != ""}
            yield row["text"], {label: float(value) for column, value in known.items() for label in _JIGSAW[column]}


def _berkeley(folder: Path, split: str) -> Iterator[tuple[str, Targets]]:
    name = {"train": "train_20692.csv", "dev": "dev_500.csv", "test": "test_2000.csv"}[split]
    for row in _rows(folder / "berkeley_ken20" / name):
        yield row["text"], _hate(hateful=row["label"] == "1", known_when_not=("detoxify.identity_attack",))


def _edos(folder: Path, split: str) -> Iterator[tuple[str, Targets]]:
    for row in _rows(folder / "edos/edos_labelled_aggregated.csv"):
        if row["split"] == split:
            targets = _hate(hateful=row["label_sexist"] == "sexist", known_when_not=("discrimination",))
            if row["label_category"].startswith("1."):
                targets |= {"threat": 1.0, "detoxify.threat": 1.0}
            yield row["text"], targets


def _hatemoji(folder: Path, split: str) -> Iterator[tuple[str, Targets]]:
    name = "validation" if split == "dev" else split
    for row in _rows(folder / f"hatemoji/build_{name}.csv"):
        yield row["text"], _hate(hateful=row["label_gold"] == "1")


def _goemotions(folder: Path, split: str) -> Iterator[tuple[str, Targets]]:
    for line in _lines(folder / f"goemotions/{split}.tsv"):
        text, emotions, _ = line.split("\t")
        if not _HEATED & set(map(int, emotions.split(","))):
            yield text, {label: 0.0 for label in _BENIGN if "obscene" not in label}


def _sms(folder: Path, split: str) -> Iterator[tuple[str, Targets]]:
    for line in _lines(folder / "sms_spam/SMSSpamCollection"):
        kind, _, text = line.partition("\t")
        if kind in {"ham", "spam"} and split_of(text) == split:
            spam = float(kind == "spam")
            yield text, _BENIGN | {"scam": spam, HARM: spam, CONCERN: spam}


def _commonvoice(language: str) -> Callable[[Path, str], Iterator[tuple[str, Targets]]]:
    def read(folder: Path, split: str) -> Iterator[tuple[str, Targets]]:
        for line in _lines(folder / f"commonvoice_{language}/sentence-collector.txt"):
            if split_of(line) == split:
                yield line, _BENIGN

    return read


SOURCES: Final[Mapping[str, Callable[[Path, str], Iterator[tuple[str, Targets]]]]] = {
    "dghs": _dghs,
    "jigsaw": _jigsaw,
    "berkeley": _berkeley,
    "edos": _edos,
    "hatemoji": _hatemoji,
    "goemotions": _goemotions,
    "sms": _sms,
    "commonvoice_en": _commonvoice("en"),
    "commonvoice_cy": _commonvoice("cy"),
}
"""Public sets by name; each yields (text, known targets) of a split ("train", "test")."""


def public(folder: Path, name: str, split: str = "train") -> list[Example]:
    """All examples of one public set's split. Raises FileNotFoundError naming the file that is missing."""
    pairs = SOURCES[name](folder, split)
    return [
        Example(id=f"{name}-{at}", text=text, targets=targets, source=name) for at, (text, targets) in enumerate(pairs)
    ]


def sample(folder: Path, sizes: Mapping[str, int], seed: int) -> list[Example]:
    """At most so many training examples of each named public set, the same ones for the same seed."""
    chosen: list[Example] = []
    for name, size in sizes.items():
        rows = public(folder, name)
        random.Random(f"{seed}-{name}").shuffle(rows)  # noqa: S311 - sampling, not secrets
        chosen += rows[:size]
    return chosen


def policy_targets(labels: Iterable[str], action: str) -> Targets:
    """Every policy label is known for a parents' message; Detoxify's only where the policy's label implies them."""
    found = set(labels)
    targets = {label: float(label in found) for label in POLICY}
    targets |= {HARM: float(action == "hide"), CONCERN: float(action != "allow")}
    if action == "allow":
        return {label: 0.0 for label in INDEX if label.startswith("detoxify.")} | targets
    return targets | {also: 1.0 for label in found for also in _ALSO_DETOXIFY.get(label, ())}


def roster_names(path: Path) -> tuple[str, ...]:
    """Given and family names of everyone on a school's roster file; none when there is no such file."""
    if not path.is_file():
        return ()
    names = {row[column].strip() for row in _rows(path) for column in ("given_name", "family_name")}
    return tuple(sorted(filter(None, names)))


def messages(folder: Path, split: str) -> list[Example]:
    """Parents' messages of all schools (`<school>.<split>.jsonl`), with its names. Raises FileNotFoundError."""
    files = sorted(folder.glob(f"*.{split}.jsonl"))
    if not files:
        raise FileNotFoundError(f"{folder} holds no *.{split}.jsonl: set `messages` in the training configuration")
    return [example for path in files for example in read_messages(path)]


def read_messages(path: Path) -> list[Example]:
    """One labelled JSON Lines file in the schema of tests/data/messages/SCHEMA.md."""
    school = path.name.split(".")[0]
    names = roster_names(path.parent / f"{school}.roster.csv")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [
        Example(
            id=str(row["id"]),
            text=row["text"],
            quoted=row.get("reply_to") or "",
            targets=policy_targets(row["labels"], row["action"]),
            source="messages",
            school=school,
            action=row["action"],
            names=names,
        )
        for row in rows
    ]
