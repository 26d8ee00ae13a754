"""Some invented weeks in the sandbox's records, so that its weekly digest has something to tell and to draw."""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.ports import Evidence
from bot.records.keys import load_key
from bot.records.store import Store, open_records
from moderation.domain import Action, Finding, Kind, Review, State, Status
from tests.platforms.evidence import decision, message

WEEKS = 8
FOUND = {
    "4.2.7": "personal_data",
    "4.2.4": "negative",
    "4.2.2": "complaint",
    "4.2.1": "allegation",
    "4.2.6": "threat",
}
THREATS = "4.2.6"
OFTEN = (8, 5, 3, 3, 1)
HIDDEN = 0.12  # the share of messages that were
FALSE = 0.12  # and of those, the share that staff put back


async def write(data: Path) -> None:
    """Fill the sandbox's data folder, which is made, up to the end of last week."""
    await asyncio.to_thread(data.mkdir)
    now = datetime.now(UTC)
    monday = now - timedelta(days=now.weekday())
    moment = [monday - timedelta(weeks=WEEKS)]
    key = load_key("", data / "schoolgate.key")
    records = await open_records(f"sqlite+aiosqlite:///{data / 'schoolgate.db'}", key, clock=lambda: moment[0])
    chance = random.Random(40)
    try:
        for number in range(WEEKS * 7):
            day = monday - timedelta(weeks=WEEKS) + timedelta(days=number)
            for post in range(chance.randint(4, 9)):
                moment[0] = day + timedelta(minutes=20 * post)
                await _posted(records, 100 * number + post, moment[0], chance)
        await records.extend_chain()
    finally:
        await records.close()


async def _posted(records: Store, number: int, at: datetime, chance: random.Random) -> None:
    """A message; some are hidden, and those decided a few hours later."""
    (clause,) = chance.choices(list(FOUND), OFTEN)
    kinds = (Kind.HIDE, Kind.ALERT_DSL) if clause == THREATS else (Kind.HIDE,)
    made = decision()
    if chance.random() < HIDDEN:
        found = Finding(category=FOUND[clause], score=0.9, detector="toxicity", why="a score")
        actions = (Action(kind=kind, clause=clause) for kind in kinds)
        made = replace(decision(*actions, clause=clause), findings=(found,))
    seen = Evidence(message=message(number), decision=made, at=at)
    for order in await records.settle(seen) or ():
        await records.outcome(order.id, Status.DONE, at=at)
        await records.outcome(order.id, Status.VERIFIED, at=at)
        state = State.RESTORED if chance.random() < FALSE else State.UPHELD
        review = Review(by="Mrs Hartley", verdict=state.value, at=at + timedelta(hours=3))
        await records.decide(order.case, review, state)
