"""What every recogniser is: a weak pattern on presidio's PatternRecognizer, then validate, invalidate and context."""

from __future__ import annotations

import re
from typing import ClassVar, Final

from presidio_analyzer import Pattern, PatternRecognizer, RecognizerResult

from moderation.recognisers.hit import Hit

BEFORE: Final = 60  # characters in which a context word counts
AFTER: Final = 30
BOOST: Final = 0.35


class Recogniser(PatternRecognizer):
    """One kind of data. `shapes`: regular expressions and how sure each is alone; `words`: context that makes it surer.

    A subclass may also say in `validate_result` what a checksum proves (True: certain, False: it is not) and in
    `invalidate_result` what can never be it. Patterns have bounded repeats only, so that time stays linear.
    """

    kind: ClassVar[str]
    shapes: ClassVar[tuple[tuple[str, float], ...]]
    words: ClassVar[str] = ""
    against: ClassVar[str] = ""

    def __init__(self) -> None:
        patterns = [Pattern(f"{self.kind} {number}", *shape) for number, shape in enumerate(self.shapes)]
        super().__init__(supported_entity=self.kind.upper(), name=type(self).__name__, patterns=patterns)
        self._words = re.compile(rf"(?<![^\W_])(?:{self.words})(?![^\W_])", re.I) if self.words else None
        self._against = re.compile(rf"(?<![^\W_])(?:{self.against})(?![^\W_])", re.I) if self.against else None

    def reading(self, text: str) -> str:
        """The text as this recogniser reads it; the same length, so that positions stay true."""
        return text

    def look(self, text: str) -> list[Hit]:
        """Every hit in the text, surer where a context word is near."""
        found = self.analyze(self.reading(text), [])
        return [Hit(self.kind, one.start, one.end, self.weigh(text, one), type(self).__name__) for one in found]

    def weigh(self, text: str, found: RecognizerResult) -> float:
        """How sure a result is, with the words around it."""
        start, end, score = int(found.start), int(found.end), float(found.score)
        if self._against and self._against.search(text[max(0, start - BEFORE // 2) : start]):
            return 0.0
        near = text[max(0, start - BEFORE) : end + AFTER]
        boost = BOOST if self._words and self._words.search(near) else 0.0
        return min(1.0, score + boost)
