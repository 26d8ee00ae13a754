"""Steps of the ladder for tests of the records: real rules without a whole pack, and the shortest lawful ways up."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.ports import Order, Records
from bot.ports.ladder import Climb
from moderation.policy.ladder import Ladder, Rung
from moderation.policy.pack import FOLDER
from tests.platforms.evidence import CLAUSE

FILES = [tomllib.loads(path.read_text()) for path in FOLDER.glob("*.toml")]
# Every category that some pack has a threshold for, as if detectors produced them all.
PRODUCED = frozenset(name for data in FILES for name in data.get("thresholds", {})) | {"harm", "identity"}
STAFF = "Ms Ahlberg"


@dataclass(frozen=True)
class Weights:
    """What the ladder asks of a pack; clauses weigh 1 unless told otherwise."""

    ladder: Ladder = field(default_factory=Ladder)
    weights: Mapping[str, int] = field(default_factory=dict)

    def gravity(self, clause: str) -> int:
        return self.weights.get(clause, 1)


RULES = Weights()


def step(rung: Rung, until: datetime | None = None, reason: str = "again and again", by: str = STAFF) -> Climb:
    return Climb(rung=rung, clause=CLAUSE, by=by, reason=reason, until=until)


async def restricted(records: Records, case: int, until: datetime, reason: str = "again and again") -> Order:
    """The order of a restriction by staff, who say why they begin with it when they are asked."""
    climbed = await records.climb(case, step(Rung.RESTRICTION, until, reason), RULES)
    if climbed.wish:
        granted = await records.grant(climbed.wish, by=STAFF, why="it cannot wait", rules=RULES)
        assert granted is not None
        climbed = granted
    return climbed.orders[0]
