"""Labelled messages through the whole judgement (detectors, roster and pack), for `evaluate` and `tune`."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from bot.check import Line
from bot.intake import MOST_AT_ONCE, Judge
from moderation.domain import Decision, Message
from moderation.models.evaluate import Judged, Labelled

_LINE_END = re.compile(r"\r\n|\r|\n")
DELIMITERS = (",", ";", "\t")
EMPTY = "holds no messages; give a file with a message on each line"


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
    number = 0
    for number, raw in enumerate(_read(path), 1):
        try:
            line = Line.model_validate({key: value for key, value in raw.items() if value != ""})
            yield Labelled.of({**raw, "id": raw.get("id") or number}), line.message(number)
        except (KeyError, TypeError, ValueError) as error:
            where = error.args[0] if isinstance(error, KeyError) else "text, labels, action, reply_to or attachments"
            raise LabelsError(f"{path}: row {number}: {where}: missing or of the wrong kind") from None
    if not number:
        raise LabelsError(f"{path}: {EMPTY}")


def _read(path: Path) -> Iterator[Mapping[str, Any]]:
    text = text_of(path)
    if path.suffix.lower() == ".csv":
        yield from _table(text, path)
        return
    with io.StringIO(text, newline="") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield _object(line, f"{path}: row {number}")


def _table(text: str, path: Path) -> Iterator[Mapping[str, Any]]:
    """CSV with what stands between its columns in its first line, which names them."""
    first, *rest = _LINE_END.split(text, maxsplit=1)
    delimiter = max(DELIMITERS, key=first.count)
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    names = [name.strip().lower() for name in next(csv.reader([first], delimiter=delimiter), [])]
    try:
        for number, row in enumerate(
            csv.DictReader(io.StringIO("".join(rest), newline=""), names, delimiter=delimiter), 1
        ):
            if None in row:
                raise LabelsError(f"{path}: row {number}: more columns than the first line names; put text in quotes")
            yield {name: value for name, value in row.items() if value is not None}
    except csv.Error as error:
        raise LabelsError(f"{path}: {error}; save it as CSV again") from None


def _object(line: str, where: str) -> dict[str, Any]:
    try:
        return dict(json.loads(line).items())
    except (ValueError, AttributeError):
        raise LabelsError(f"{where}: not a line of JSON") from None


def text_of(path: Path) -> str:
    """What is in a labelled file. Raises LabelsError where it cannot be read."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise LabelsError(f"{path}: not UTF-8; save it as UTF-8") from None
    except OSError as error:
        raise LabelsError(f"{path}: {error.strerror}; check the path and its permissions") from None
