"""A school on the sandbox's world, with everything else real, on a clock that the test turns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any, Self

import pytest

from bot.adapters.sandbox import Sandbox
from bot.enforcement import Enforcement
from bot.ports import Call, Evidence, Press
from bot.records.store import Store, open_records
from bot.sandbox_parts.people import HOLLYBANK, PEOPLE
from bot.sandbox_parts.world import World
from bot.staff import buttons, climbing, commands, desk, finding
from bot.staff.cards import Reply
from bot.staff.commands import lift, skip
from bot.staff.words import Setting
from moderation.domain import Author, Decision, Member, Message, Ref, Role
from moderation.policy.decide import breaches, decide
from moderation.policy.pack import load
from tests.platforms.evidence import KEY
from tests.platforms.steps import PRODUCED

PACK = load("trust", PRODUCED)
PARENT = Member(platform="sandbox", group=HOLLYBANK.id, user="priya")
DOORS: tuple[ModuleType, ...] = (climbing, desk, finding, lift, skip)  # where staff commands ask for the time


async def not_asked(*_: object) -> Any:
    raise AssertionError("nothing here is asked for this")


class LadderSchool:
    """Hollybank: one parent who writes, an office that answers. `restart` reopens everything but the platform."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "records.db"
        self._ahead = timedelta()
        self.world = World(HOLLYBANK, self.clock)
        self._platform = Sandbox(self.world, 0, None)
        self._numbers = count(1)
        self._doors = pytest.MonkeyPatch()

    def clock(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    @property
    def now(self) -> datetime:
        return self.clock()

    async def open(self) -> None:
        for door in DOORS:
            self._doors.setattr(door, "utc_now", self.clock)
        self.records: Store = await open_records(f"sqlite+aiosqlite:///{self.file}", KEY, clock=self.clock)
        platforms = {"sandbox": self._platform}
        self.enforcement = Enforcement(
            records=self.records, platforms=platforms, settings=self.setting, watches=lambda _: True
        )
        self.desk = desk.Desk(
            records=self.records,
            enforcement=self.enforcement,
            settings=self.setting,
            groups=lambda: [HOLLYBANK],
            **dict.fromkeys(("explain", "digest", "submit", "roster", "refresh", "office"), not_asked),
        )

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        await self.records.close()
        self._doors.undo()

    async def restart(self) -> None:
        await self.close()
        await self.open()

    def setting(self, _: Member) -> Setting:
        return Setting(school="Hollybank", group=HOLLYBANK, pack=PACK)

    async def writes(self, category: str, score: float = 0.99) -> None:
        """The parent posts something that a detector finds in a category; what the pack says is done."""
        number = str(next(self._numbers))
        broken = breaches({category: score}, PACK, Role.PARENT)
        decision = Decision(
            pack=PACK.name,
            pack_version=PACK.version,
            clauses=tuple(breach.clause.id for breach in broken),
            actions=decide(broken, PACK),
        )
        message = Message(
            ref=Ref(platform="sandbox", chat="parents", message=number),
            group=HOLLYBANK.id,
            author=Author(user=PARENT.user, name="Priya Nair"),
            text="Zebulon",
            sent_at=self.now,
        )
        orders = await self.records.settle(Evidence(message=message, decision=decision, at=self.now))
        await self.enforcement.run(orders or ())

    async def asks(self, command: str, who: str = "office", **values: str) -> Reply:
        """Somebody gives a command in the staff place, the safeguarding lead in their own."""
        actor = PEOPLE[who].actor
        call = Call(
            command=command, actor=actor, platform="sandbox", group=HOLLYBANK.id, chat=place(who), values=values
        )
        return await commands.run(self.desk, call)

    async def presses(self, button: str, who: str = "office") -> Reply:
        """Somebody presses a button there."""
        pressed = Press(id=button, actor=PEOPLE[who].actor, platform="sandbox", group=HOLLYBANK.id, place=place(who))
        return await buttons.press(self.desk, pressed)

    async def tended(self) -> None:
        """What is done by the clock every minute."""
        await self.enforcement.reconcile()
        await self.enforcement.tend(self.now)

    def passes(self, span: timedelta) -> None:
        self._ahead += span

    def is_stopped(self) -> bool:
        return self.world.stopped(PARENT.user)


def place(who: str) -> str:
    return "dsl" if who == "dsl" else "staff"


def skip_button(reply: Reply) -> str:
    """The button under a step that waits for a reason, "" when none does."""
    found = [button.id for button in reply.card.buttons] if reply.card else []
    return next((name for name in found if name.startswith("skip:")), "")
