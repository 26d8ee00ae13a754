"""`schoolgate evaluate`: the whole judgement (detectors, roster and pack) measured against labelled messages."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.check import Line
from bot.intake import Judge
from moderation.domain import Message
from moderation.models.evaluate import Judged, Labelled, Report, report


class LabelsError(Exception):
    """A labelled file cannot be used; the message names file, line and field."""


def evaluate(paths: list[Path], judge_for: Callable[[Path | None], Judge], step: Callable[[], None]) -> Report:
    """Judge every labelled row; `<name>.roster.csv` beside `<name>.*.jsonl` is its roster. `step` after each message.

    Raises LabelsError for a row without text or labels.
    """
    labelled: list[Labelled] = []
    judged: list[Judged] = []
    for path in paths:
        judge = judge_for(roster_of(path))
        for row, message in rows(path):
            decision = judge([message])[0]
            labelled.append(row)
            found = frozenset(decision.categories)
            judged.append(Judged(action=decision.verdict.value, categories=found, scores=decision.scores))
            step()
    return report(labelled, judged)


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
