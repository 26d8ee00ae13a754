"""What every recogniser is: a weak pattern on presidio's PatternRecognizer, then validate, invalidate and context."""

from __future__ import annotations

import re
from typing import ClassVar, Final

from presidio_analyzer import Pattern, PatternRecognizer, RecognizerResult

from moderation.recognisers.context import Places, lowered, words
from moderation.recognisers.hit import Hit

BEFORE: Final = 60  # characters in which a context word counts
AFTER: Final = 30
BOOST: Final = 0.35
DASHES: Final = str.maketrans("\u2012\u2013\u2014\u2015", "-" * 4)  # as word processors and phones write a hyphen


class Recogniser(PatternRecognizer):
    """One kind of data. `shapes`: regular expressions and how sure each is alone; `words`: context that makes it surer.

    A subclass may also say in `validate_result` what a checksum proves (True: certain, False: it is not) and in
    `invalidate_result` what can never be it. Patterns have bounded repeats only, so that time stays linear.
    Context words are written in lower case and found in one pass over the text. Without what it `needs` somewhere in
    the text no shape can match: most texts are passed over for the cost of one search.
    """

    kind: ClassVar[str]
    shapes: ClassVar[tuple[tuple[str, float], ...]]
    needs: ClassVar[str] = r"\d"
    words: ClassVar[str] = ""
    against: ClassVar[str] = ""

    def __init__(self) -> None:
        patterns = [Pattern(f"{self.kind} {number}", *shape) for number, shape in enumerate(self.shapes)]
        super().__init__(supported_entity=self.kind.upper(), name=type(self).__name__, patterns=patterns)
        self._needed = re.compile(self.needs, re.I)

    def reading(self, text: str) -> str:
        """The text as this recogniser reads it; the same length, so that positions stay true."""
        return text.translate(DASHES)

    def look(self, text: str) -> list[Hit]:
        """Every hit in the text, surer where a context word is near."""
        found = self.analyze(self.reading(text), []) if self._needed.search(text) else []
        if not found:
            return []
        low = lowered(text)
        near, against = (Places.of(words(one), low) if one else Places() for one in (self.words, self.against))
        return [
            Hit(self.kind, one.start, one.end, self.weigh(text, one, near, against), type(self).__name__)
            for one in found
        ]

    def weigh(self, text: str, found: RecognizerResult, near: Places, against: Places) -> float:  # noqa: ARG002 (subclasses read it)
        """How sure a result is, with the words around it."""
        start, end, score = int(found.start), int(found.end), float(found.score)
        if against.within(start - BEFORE // 2, start):
            return 0.0
        return min(1.0, score + BOOST) if near.within(start - BEFORE, end + AFTER) else score
