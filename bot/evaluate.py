"""Labelled messages through the whole judgement (detectors, roster and pack), for `evaluate` and `tune`."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from bot.check import Line
from bot.intake import MOST_AT_ONCE, Judge
from moderation.domain import Decision, Message
from moderation.models.evaluate import Judged, Labelled


class LabelsError(Exception):
    """A labelled file cannot be used; the message names file, line and field."""


def judge_files(
    paths: Sequence[Path], judge_for: Callable[[Path | None], Judge], step: Callable[[int], None]
) -> tuple[list[Labelled], list[Judged]]:
    """What was labelled and what was judged, row by row; `<name>.roster.csv` beside `<name>.*.jsonl` is its roster.

    `step` is told of each batch of messages that was judged. Raises LabelsError for a row without text or labels.
    """
    labelled: list[Labelled] = []
    judged: list[Judged] = []
    for path in paths:
        judge, waiting = judge_for(roster_of(path)), rows(path)
        while batch := list(islice(waiting, MOST_AT_ONCE)):
            labelled += [row for row, _ in batch]
            judged += [_judged(decision) for decision in judge([message for _, message in batch])]
            step(len(batch))
    return labelled, judged


def _judged(decision: Decision) -> Judged:
    found = frozenset(decision.categories)
    return Judged(action=decision.verdict.value, categories=found, scores=decision.scores)


def roster_of(path: Path) -> Path | None:
    """The roster that belongs to a file of messages, if there is one."""
    beside = path.with_name(f"{path.name.split('.')[0]}.roster.csv")
    return beside if beside.is_file() else None


def rows(path: Path) -> Iterator[tuple[Labelled, Message]]:
    """Each row with its labels and as a message; JSON Lines, or CSV with a header."""
    for number, raw in enumerate(_read(path), 1):
        try:
            line = Line.model_validate({key: value for key, value in raw.items() if value != ""})
            yield Labelled.of(raw), line.message(number)
        except (KeyError, ValueError) as error:
            where = error.args[0] if isinstance(error, KeyError) else "text, reply_to or attachments"
            raise LabelsError(f"{path}: row {number}: {where}: missing or of the wrong kind") from None


def _read(path: Path) -> Iterator[Mapping[str, Any]]:
    with path.open(encoding="utf-8", newline="") as file:
        if path.suffix == ".csv":
            yield from csv.DictReader(file)
            return
        for number, line in enumerate(file, 1):
            try:
                yield json.loads(line)
            except ValueError:
                raise LabelsError(f"{path}: row {number}: not a line of JSON") from None
