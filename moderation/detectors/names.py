"""Children and staff named in a message: the school's roster, and what the sentence says about them (policy 4.2.7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from moderation import roster as rosters
from moderation.domain import Finding, Subject
from moderation.normalise import clean_view, folded_view

if TYPE_CHECKING:
    from moderation.recognisers.naming import Naming

NOBODY: Final = rosters.Roster()


def build(*, roster: str | Path | rosters.Roster = NOBODY) -> Names:
    """The detector. `roster`: a CSV file or a parsed Roster; without one only cues such as "X in Year 4" are left.

    Raises RosterError naming file, line and field; TypeError when `roster` is something else.
    """
    from moderation.recognisers.naming import Naming

    if not isinstance(roster, str | Path | rosters.Roster):
        raise TypeError("names: option 'roster' must be the path of a CSV file")
    people = roster if isinstance(roster, rosters.Roster) else rosters.parse(Path(roster))
    return Names(Naming(people.people))


@dataclass(frozen=True, slots=True)
class Names:
    """Says who is named only by kind of name; the reader of a card sees the text itself."""

    naming: Naming
    name: str = "names"
    categories: frozenset[str] = frozenset({"child_named", "staff_named"})

    def __call__(self, subjects: Sequence[Subject]) -> list[list[Finding]]:
        """The names in each message and in the texts of its attachments."""
        return [[*self._message(subject), *self._attached(subject)] for subject in subjects]

    def _message(self, subject: Subject) -> Iterator[Finding]:
        for seen in self.naming.look(subject.clean, subject.folded, subject.message.author.role):
            yield Finding(category=seen.category, score=seen.score, detector=self.name, why=seen.why, span=seen.span)

    def _attached(self, subject: Subject) -> Iterator[Finding]:
        for sent in subject.message.attachments:
            clean = clean_view(sent.text)
            for seen in self.naming.look(clean, folded_view(clean), subject.message.author.role):
                why = f"{seen.why}, in the {sent.kind}'s text"
                yield Finding(category=seen.category, score=seen.score, detector=self.name, why=why)
