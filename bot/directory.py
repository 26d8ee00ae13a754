"""Whom the school knows in each group: roster and consent registry together, read again when one of them changed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.ports import Consents
from bot.rosters import Rosters
from moderation.consents import Standing, applied
from moderation.roster import Roster, parse


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A group's roster as it stood when it was read; `stamp` and `mark` are those of the file and the registry."""

    roster: Roster
    stamp: tuple[int, int]
    mark: int
    expires: datetime | None


@dataclass(kw_only=True)
class Directory:
    """The rosters of every group. `plain`: for each group's name the CSV file used when nothing was imported."""

    rosters: Rosters
    consents: Consents
    plain: Mapping[str, Path | None]
    _known: dict[str, Known] = field(default_factory=dict)

    def roster(self, group: str) -> Roster:
        """A group's roster with the consents that held when it was last refreshed."""
        return self._known[group].roster

    async def refresh(self, at: datetime) -> list[str]:
        """Read again what may have changed; the names of the groups where something did. Raises RosterError."""
        mark = await self.consents.consents_mark()
        return [group for group in self.plain if await self._refresh(group, mark, at)]

    async def _refresh(self, group: str, mark: int, at: datetime) -> bool:
        old, stamp = self._known.get(group), self.rosters.stamp(group)
        if old and (old.stamp, old.mark) == (stamp, mark) and not (old.expires and old.expires <= at):
            return False
        listed = await asyncio.to_thread(self._read, group)
        standing = await self.consents.consents([one for pupil in listed.pupils for one in pupil.identities])
        roster = await asyncio.to_thread(applied, listed, standing, at)
        ends = [end for end in _ends(standing) if end > at]
        self._known[group] = Known(roster=roster, stamp=stamp, mark=mark, expires=min(ends, default=None))
        return old is None or old.roster != roster

    def _read(self, group: str) -> Roster:
        """An imported roster before the configured file."""
        imported, path = self.rosters.read(group).current, self.plain[group]
        return imported or (parse(path) if path else Roster())


def _ends(standing: Standing) -> Iterator[datetime]:
    for entries in standing.values():
        yield from (entry.until for entry in entries.values() if entry.until)
