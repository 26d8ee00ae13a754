"""What the consent registry keeps and answers. No logic."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from moderation.consents import Consent, Standing
from moderation.domain import Message, Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierPost:
    """An earlier post: its case (0: it broke no rule), where and when it was posted, and whether it is down."""

    case: int
    ref: Ref
    at: datetime
    down: bool


class Consents(Protocol):
    """Entries are added and never changed; a pupil is meant by one of Person.identities, kept as a keyed hash."""

    async def consented(self, entries: Sequence[tuple[str, Consent]]) -> None:
        """Add entries for pupils, all of them or none."""

    async def consents(self, pupils: Collection[str]) -> Standing:
        """The newest entry for each purpose, of those pupils who have one."""

    async def consent_history(self, pupil: str) -> Sequence[Consent]:
        """Every entry for one pupil, oldest first."""

    async def consents_mark(self) -> int:
        """A number that grows with every entry: the same number, the same registry."""

    async def posts(
        self, platform: str, group: str, wanted: Callable[[Message], bool], *, reader: str
    ) -> Sequence[EarlierPost]:
        """Posts of a group with a case whose newest evidence is wanted, oldest first.

        `wanted` runs in a thread. Each post that is returned is logged as read by `reader`.
        """

    async def mentions(
        self, platform: str, group: str, pupils: Collection[str], *, pictured: bool
    ) -> Sequence[EarlierPost]:
        """Posts of a group without a case that name one of these pupils, oldest first; of their words nothing is kept.

        `pictured`: only those that came with a picture.
        """

    async def unmention(self, refs: Sequence[Ref]) -> None:
        """Forget posts that are not there any more."""
