"""What of a message the model scores: its clean text, and the folded one where folding undid a disguise."""

from __future__ import annotations

import re
from typing import Final

from moderation.dates import spelt
from moderation.domain import Subject
from moderation.models.respelling import GLUED, SPELT_OUT, respelt
from moderation.models.tokens import Pair
from moderation.normalise import clean_view

_RUN: Final = re.compile(r"[^\W_]+")
_GARBLED: Final = 0.25  # of the letters stand alone, and folding joined them
_RESPELT: Final = 0.3  # of the letters became words
_SLIGHTLY: Final = 0.15


def readings(subject: Subject) -> tuple[Pair, ...]:
    """One text, or several, each with what the message answers; the highest score of them counts.

    Letters that stand alone, or signs for most of them, say nothing to the model and are not scored beside their words.
    """
    quoted = clean_view(subject.message.quoted).text
    return tuple((quoted, spelt(text, subject.message.sent_at.year)) for text in _texts(subject))


def _texts(subject: Subject) -> tuple[str, ...]:
    clean, folded = subject.clean.text, subject.folded.text
    is_garbled = _alone(clean) - _alone(folded) >= _GARBLED
    again, gained = respelt(folded, SPELT_OUT if is_garbled else GLUED)
    if gained >= _RESPELT:
        return (again,)
    further = (again,) if gained >= _SLIGHTLY else ()
    if folded == clean.lower():
        return (clean, *further)
    return (folded, *further) if is_garbled else (clean, folded, *further)


def _alone(text: str) -> float:
    """The share of letters that stand alone."""
    runs = [len(run) for run in _RUN.findall(text)]
    return runs.count(1) / max(1, sum(runs))
