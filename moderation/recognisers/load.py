"""The door to presidio-analyzer: imports it without the model libraries it would pull in, and lists the recognisers."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from moderation.recognisers.base import Recogniser

HEAVY: Final = ("torch", "transformers", "stanza", "spacy_stanza", "spacy_huggingface_pipelines", "gliner")


@contextmanager
def hidden(*names: str) -> Iterator[None]:
    """Packages not to be found meanwhile: presidio imports torch and transformers where it can, 320 MB for nothing."""
    absent = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]  # None is how Python marks "not to be imported"
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


@cache
def recognisers() -> tuple[Recogniser, ...]:
    """One of each recogniser, built once, surest first: where two see the same characters the first one names them."""
    with hidden(*HEAVY):
        from moderation.recognisers import birth, contact, money, numbers, people_list, place, split, spoken

        found = (
            *money.RECOGNISERS,
            *numbers.RECOGNISERS,
            *contact.RECOGNISERS,
            *spoken.RECOGNISERS,
            *split.RECOGNISERS,
            *people_list.RECOGNISERS,
            *birth.RECOGNISERS,
            *place.RECOGNISERS,
        )
    for recogniser in found:
        recogniser.look("")  # presidio compiles patterns on first use: not on the first message
    return found
