"""Other people's names out of what a letter quotes: every name on the roster, and children plain to see."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.letters.cleaning import clean
from moderation.domain import Finding, Role
from moderation.normalise import clean_view, folded_view
from moderation.recognisers.name_index import NameIndex, fold
from moderation.recognisers.naming import UNSURE, Naming
from moderation.redact import mask
from moderation.roster import Person

PRIVATE = frozenset({"child_named", "staff_named", "personal_data"})


class Masker:
    """Masks the names of one school's people. Stricter than the detector: a name is masked whatever is said of it.

    A name that is also an ordinary word (Will, Rose) is masked where it is written with a capital.
    """

    def __init__(self, people: Sequence[Person] = ()) -> None:
        # As pupils, so that the first name or family name of staff is found alone, too.
        as_pupils = [replace(person, kind="pupil") for person in people if not person.is_pupil]
        self._index = NameIndex([*people, *as_pupils])
        self._naming = Naming(people)

    def __call__(self, text: str, *, keep: Iterable[str] = (), findings: Iterable[Finding] = ()) -> str:
        """The text with labels such as [name]; `findings` of the text that are personal are masked with them.

        `keep` holds names that stay: whom the letter is about, who signs it. A name of somebody else that shares a
        word with one of them is masked whole.
        """
        kept = {word for name in keep for word in _words(name)}
        private = [found for found in findings if found.category in PRIVATE]
        # Cleaned in between: a name that a control character hides would otherwise come out whole.
        part = clean(mask(text, _others(text, private, kept)))
        return mask(part, _others(part, self._named(part), kept))

    def _named(self, text: str) -> Iterator[Finding]:
        plain = clean_view(text)
        folded = folded_view(plain)
        for named in self._index.find(folded.text, famous=False):
            span = folded.span(named.start, named.end)
            if not named.entry.ordinary or text[span[0]].isupper():
                yield Finding(category="child_named", score=1.0, detector="letters", why="on the roster", span=span)
        for seen in self._naming.look(plain, folded, Role.PARENT):
            if seen.score >= UNSURE:  # a child who is not on the roster; names on it are above
                yield Finding(
                    category=seen.category, score=seen.score, detector="letters", why=seen.why, span=seen.span
                )


def _others(text: str, findings: Iterable[Finding], kept: set[str]) -> list[Finding]:
    """Those of the findings that stand for something else than a kept name."""
    return [found for found in findings if found.span and not _is_kept(text[slice(*found.span)], kept)]


def _is_kept(name: str, kept: set[str]) -> bool:
    words = _words(name)
    return bool(words) and kept.issuperset(words)


def _words(name: str) -> list[str]:
    return re.findall(r"\w+", fold(name))
