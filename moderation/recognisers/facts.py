"""Facts nobody should post about somebody else: health, needs, care, money, court, faith, where a child is alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from moderation.recognisers.context import Places, lowered, words
from moderation.recognisers.fact_words import CAPITALS, CONFIDENTIAL, FACTS, TOPIC_AFTER, TOPIC_BEFORE
from moderation.recognisers.hit import Hit
from moderation.recognisers.persons import NOBODY, Persons

WINDOW: Final = 120  # characters of the sentence before a fact in which its person is looked for
ANSWER: Final = 60  # characters from its start in which an answer may hold the fact that was asked for
NAMED: Final = 0.76  # the person is named or pointed at
POINTED: Final = 0.55  # "she", "his": somebody the readers know from the talk
SECRET_ADDS: Final = 0.25  # "told me in confidence"

_FACT = re.compile(rf"(?<![^\W_])(?:{'|'.join(f'({one})' for one in FACTS.values())})(?![^\W_])")
_CAPITAL = re.compile(rf"(?<![^\W_])(?:{'|'.join(f'({one})' for one in CAPITALS.values())})(?![^\W_])")
_OFFICE = words(CONFIDENTIAL)
_END = re.compile(r"[.!?\n]")
_TOPIC_BEFORE = re.compile(rf"\b{TOPIC_BEFORE} $")
_TOPIC_AFTER = re.compile(rf" {TOPIC_AFTER}\b")
_SECRET = re.compile(
    r"in confidence|don'?t (?:say|tell|spread|let)|didn'?t hear|apparently|between us|not (?:gossip|telling)|"
    r"keep it|told (?:me|mine|my)|just so (?:you|everyone)|heard|knows? (?:what|that)|fyi|explains|that'?s why|"
    r"saw the letter|no wonder|paid â dweud|rhyngom ni"
)


Fact = tuple[str, int, int]
"""Kind, start and end of what would be a fact if it were about somebody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What is known around a text: where the roster's names of others begin in it, and what it answers."""

    others: tuple[int, ...] = ()
    quoted: str = ""


ALONE: Final = Setting()


def look(text: str) -> Sequence[Hit]:
    """Every fact about somebody who is not the author's own family, as far as the sentence says."""
    return weigh(text, find(text), ALONE)


def find(text: str, *, official: bool = False) -> Sequence[Fact]:
    """All that would be facts. `official`: a member of staff or a governor wrote it, who knows more than parents do."""
    return tuple(_facts(text, lowered(text), official=official))


def weigh(text: str, facts: Sequence[Fact], setting: Setting) -> Sequence[Hit]:
    """Those that are about somebody, with how sure that is."""
    return list(_weighed(text, facts, setting)) if facts else []


def _facts(text: str, low: str, *, official: bool) -> Iterator[Fact]:
    for pattern, source, kinds in ((_FACT, low, tuple(FACTS)), (_CAPITAL, text, tuple(CAPITALS))):
        for match in pattern.finditer(source):
            if not _is_topic(low, match.start(), match.end()):
                yield kinds[(match.lastindex or 1) - 1], match.start(), match.end()
    if official:
        for match in _OFFICE.finditer(low):
            yield "confidential proceedings", match.start(), match.end()


def _is_topic(low: str, start: int, end: int) -> bool:
    return bool(_TOPIC_BEFORE.search(low, max(0, start - 40), start) or _TOPIC_AFTER.match(low, end, end + 20))


def _weighed(text: str, facts: Sequence[Fact], setting: Setting) -> Iterator[Hit]:
    low = lowered(text)
    persons = Persons.of(text, setting.others)
    ends = Places.of(_END, text)
    asked = _asks_about_somebody(setting.quoted)
    secret = bool(_SECRET.search(low))
    for kind, start, end in facts:
        sentence = max(0, start - WINDOW, start - ends.before(start))
        sure = _sure(persons, sentence, start, end)
        if kind == "school record" and low.startswith((" for ", " of "), end):
            sure = max(sure, NAMED if persons.last_named(end, end + len(" for X")) != NOBODY else 0.0)
        if not sure and asked and start < ANSWER and persons.last_own(sentence, start) == NOBODY:
            sure = POINTED
        if sure and (kind != "confidential proceedings" or sure == NAMED):
            yield Hit(kind, start, end, sure + (SECRET_ADDS if secret and sure < NAMED else 0.0), "Facts")


def _sure(persons: Persons, sentence: int, start: int, end: int) -> float:
    """How sure it is that somebody else is meant: the last person before the fact decides."""
    named, pointed = persons.last_named(sentence, start), persons.last_pointed(sentence, start)
    own = persons.last_own(sentence, start)
    if named > own:
        return NAMED
    if pointed > own and not persons.owned_before(start):
        return POINTED
    if own == NOBODY and pointed == NOBODY and persons.pointed.after(end) <= len(" - "):
        return POINTED
    return 0.0


def _asks_about_somebody(quoted: str) -> bool:
    """Whether what is answered was a question about a person."""
    if "?" not in quoted:
        return False
    persons = Persons.of(quoted)
    return bool(persons.named or persons.pointed.starts)
