"""The sandbox with the whole program behind it, for tests: what somebody does on the page goes over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.sandbox_parts import show
from bot.sandbox_parts.world import World
from tests.platforms.running import configure, running

GROUP = """
reconcile_minutes = 0.01
[[groups]]
name = "Hollybank Primary parents"
platform = "sandbox"
id = "hollybank"
staff = ["role:staff"]
staff_place = "staff"
dsl_place = "dsl"
digest_place = "digest"
"""


@dataclass(frozen=True)
class Site:
    """What somebody does on the page."""

    world: World
    http: aiohttp.ClientSession

    async def ask(self, what: str, **values: Any) -> Any:
        async with self.http.post(f"/api/{what}", json=values) as answer:
            return await answer.json()

    async def press(self, verb: str, person: str = "office", place: str = "staff") -> Any:
        card, button = self.card(verb)
        return await self.ask("press", person=person, place=place, message=card["id"], button=button)

    def card(self, verb: str) -> Any:
        """The newest card with a button of this verb, and the button's id; None when there is none."""
        for card in reversed(self.view()["places"]["staff"]):
            for button in card["buttons"]:
                if button["id"].startswith(f"{verb}:"):
                    return card, button["id"]
        return None

    def view(self, viewer: str = "priya") -> Any:
        return show.view(self.world, viewer)

    def letters(self, viewer: str) -> list[str]:
        return [letter["text"] for letter in self.view(viewer)["letters"]]


@asynccontextmanager
async def site(
    folder: Path, monkeypatch: pytest.MonkeyPatch, more: str = "", replay: str = "no"
) -> AsyncIterator[Site]:
    """The program on a configuration of its own. `more`: further lines of its group; `replay`: of the sample."""
    configure(folder, monkeypatch, GROUP + more, SCHOOLGATE_SANDBOX_PORT="0", SCHOOLGATE_SANDBOX_REPLAY=replay)
    async with running() as app:
        platform: Any = app.platforms["sandbox"]
        base = platform.address.rstrip("/")
        async with aiohttp.ClientSession(base, headers={"Origin": base}) as http:
            yield Site(platform.world, http)
