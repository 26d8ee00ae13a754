"""The text of a message with what was found in it masked; for staff cards, letters and "post this instead"."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

from moderation.domain import Finding

NAMES: Final = {"child_named": "name", "staff_named": "name"}
DETAILS: Final = frozenset({"personal_data", "own_contact"})  # a detail, whose kind stands in the reason
MASKED: Final = DETAILS | NAMES.keys()  # what is only a matter of some words in a text
WHOLE: Final = frozenset({"harm", "concern"})  # scores of the message as a whole: judging it again gives new ones
COUNTS: Final = 0.4  # a weaker one (the author's own child) stays readable


def mask(text: str, findings: Iterable[Finding]) -> str:
    """The text with every finding's span replaced by a label such as [phone number].

    Overlapping and touching spans become one label, that of the highest score; findings without a span change nothing.
    """
    parts: list[str] = []
    done = 0
    for start, end, finding in _merged(text, findings):
        parts += [text[done:start], f"[{label(finding)}]"]
        done = end
    return "".join([*parts, text[done:]])


def instead(text: str, findings: Iterable[Finding]) -> str | None:
    """The text to post instead: names and personal data masked. None when anything else was found as well.

    `findings` are a decision's. It judges nothing: whether the masked text is allowed, only judging it again can say.
    """
    found = list(findings)
    masked = [one for one in found if one.span and one.category in MASKED and one.score >= COUNTS]
    others = {one.category for one in found} - {one.category for one in masked} - WHOLE
    new = mask(text, masked)
    return new if new != text and not others else None


def label(finding: Finding) -> str:
    """What stands in the place of the value: the kind of data, never the value."""
    kind, found, _ = finding.why.partition(" (")
    if finding.category in DETAILS and found:
        return kind
    return NAMES.get(finding.category, finding.category.replace("_", " "))


def _merged(text: str, findings: Iterable[Finding]) -> list[tuple[int, int, Finding]]:
    spans = [(*_whole(text, finding.span), finding) for finding in findings if finding.span is not None]
    merged: list[tuple[int, int, Finding]] = []
    for start, end, finding in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start == end:
            continue
        if merged and start <= merged[-1][1]:
            first, last, best = merged.pop()
            merged.append((first, max(last, end), max(best, finding, key=lambda one: one.score)))
        else:
            merged.append((start, end, finding))
    return merged


def _whole(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """The span inside the text, with the marks and invisible characters that follow its last letter."""
    start, end = (max(0, min(at, len(text))) for at in span)
    while start < end < len(text) and unicodedata.category(text[end]) in {"Mn", "Me", "Cf"}:
        end += 1
    return start, end
