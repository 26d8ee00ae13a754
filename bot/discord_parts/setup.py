"""What one Discord connection is to watch and where it connects to, as one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.ports import Group

NAME = "discord"
PATIENCE = 120.0
SETTLE = 2.0
WAIT = 60.0
BLANK = "…"  # what a hidden post's title becomes; a title cannot be empty


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """`groups` by server id. `api`, `gateway`: other addresses ("": Discord's own). The rest are seconds.

    `patience`: the longest one act may take. `wait`: the longest rate limit that is waited for; others are reported.
    `settle`: without a further server for so long, all are taken to have been announced at the start.
    """

    groups: Mapping[str, Group]
    token: str = field(repr=False)
    api: str = ""
    gateway: str = ""
    patience: float = PATIENCE
    wait: float = WAIT
    settle: float = SETTLE

    @property
    def places(self) -> frozenset[str]:
        """The channels for staff, the DSL and the digest, where nothing is judged."""
        return frozenset(place for group in self.groups.values() for place in group.places if place)
