"""Children and staff named in a message: the school's roster, and what the sentence says about them (policy 4.2.7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from moderation import roster as rosters
from moderation.domain import Finding, Subject

if TYPE_CHECKING:
    from moderation.recognisers.naming import Naming

NOBODY: Final = rosters.Roster()


def build(*, roster: str | Path | rosters.Roster | Naming = NOBODY) -> Names:
    """The detector. `roster`: a CSV file, a Roster or its Naming; without one only cues ("X in Year 4") are left.

    Raises RosterError naming file, line and field; TypeError when `roster` is something else.
    """
    from moderation.recognisers.naming import Naming

    if isinstance(roster, Naming):
        return Names(roster)
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
        """The names in each message."""
        return [list(self._message(subject)) for subject in subjects]

    def _message(self, subject: Subject) -> Iterator[Finding]:
        author = subject.message.author
        user = f"{subject.message.ref.platform}:{author.user}"
        for seen in self.naming.look(subject.clean, subject.folded, author.role, user):
            yield Finding(
                category=seen.category,
                score=seen.score,
                detector=self.name,
                why=seen.why,
                span=seen.span,
                settles=seen.settles,
            )
