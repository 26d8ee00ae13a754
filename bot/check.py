"""`schoolgate check`: JSON lines of messages in, JSON lines of decisions out, in order; nothing is recorded or done."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from bot.intake import MOST_AT_ONCE, Judge
from moderation.domain import Attachment, Author, Decision, Finding, Message, Ref, Role


def _whole(value: object) -> object:
    """Half a surrogate pair, which JSON can carry and text cannot, becomes the replacement character; deep ones too."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_whole(item) for item in value]
    return {key: _whole(item) for key, item in value.items()} if isinstance(value, dict) else value


def _name(value: object) -> object:
    """An id may be a number; none at all stands for the line's number."""
    return "" if value is None else str(value) if type(value) in (int, float) else value


Text = Annotated[str, BeforeValidator(_whole)]


class Line(BaseModel):
    """One message to check; keys it does not know (labels, notes) are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)

    text: Text
    id: Annotated[Text, BeforeValidator(_name)] = ""
    author: Text | None = None
    channel: Text | None = None
    attachments: Annotated[list[str | Mapping[str, Any]] | None, BeforeValidator(_whole)] = None
    reply_to: Text | None = None

    def message(self, number: int) -> Message:
        """The same as a platform would deliver it."""
        role = Role(self.author) if self.author in set(Role) else Role.PARENT
        return Message(
            ref=Ref(platform="check", chat=self.channel or "", message=self.id or str(number)),
            group="check",
            author=Author(user=self.author or "parent", role=role),
            text=self.text,
            sent_at=datetime.now(UTC),  # dates of about now are those of events
            quoted=self.reply_to or "",
            attachments=tuple(_attachment(item) for item in self.attachments or ()),
        )


Parsed = tuple[int, Line | dict[str, Any]]


def check(lines: Iterable[bytes | str], judge: Judge) -> Iterator[dict[str, Any]]:
    """An answer for each line that is not blank; a bad line gets `error` and `line` (from 1), the rest goes on."""
    categories = sorted({category for detector in judge.detectors for category in detector.categories})
    parsed = (_parse(number, line) for number, line in enumerate(lines, 1) if line.strip())
    while batch := list(islice(parsed, MOST_AT_ONCE)):
        decisions = iter(judge([line.message(number) for number, line in batch if isinstance(line, Line)]))
        for number, line in batch:
            if isinstance(line, Line):
                yield _answer(line.id or str(number), next(decisions), categories)
            else:
                yield line


def _parse(number: int, line: bytes | str) -> Parsed:
    try:
        return number, Line.model_validate(json.loads(line))
    except json.JSONDecodeError as error:
        what = f"line: not JSON ({error.msg})"
    except UnicodeDecodeError:
        what = "line: not UTF-8; save it as UTF-8"
    except ValidationError as error:
        first = error.errors()[0]
        what = f"{'.'.join(str(part) for part in first['loc']) or 'line'}: {first['msg']}"
    except (RecursionError, ValueError):  # brackets in brackets, or thousands of digits
        what = "line: not a message; too deep, or with too long a number"
    return number, {"line": number, "error": f"line {number}: {what}"}


def _attachment(item: str | Mapping[str, Any]) -> Attachment:
    if isinstance(item, str):
        return Attachment(kind=item)
    return Attachment(kind=str(item.get("kind", "document")), text=str(item.get("text", "")))


def _answer(name: str, decision: Decision, categories: Sequence[str]) -> dict[str, Any]:
    return {
        "id": name,
        "action": decision.verdict.value,
        "categories": list(decision.categories),
        "clauses": list(decision.clauses),
        "findings": [_finding(finding) for finding in decision.findings],
        "scores": {category: round(decision.scores.get(category, 0.0), 4) for category in categories},
        "actions": [
            {
                "kind": action.kind.value,
                "clause": action.clause,
                "hours": action.duration.total_seconds() / 3600 if action.duration else None,
            }
            for action in decision.actions
        ],
        "failed_detectors": list(decision.failed_detectors),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "category": finding.category,
        "score": round(finding.score, 4),
        "detector": finding.detector,
        "span": finding.span,
        "why": finding.why,
    }


def dumps(answer: Mapping[str, Any]) -> bytes:
    """One answer as one line, in UTF-8 whatever this computer's own encoding is."""
    return json.dumps(answer, ensure_ascii=False).encode()
