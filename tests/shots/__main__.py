"""`make shots`: the README's pictures, taken of the sandbox and of the cards that each platform was really sent."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.platforms.browser import ARGUMENTS, browser
from tests.platforms.sandbox_browser import ROOT, started
from tests.shots import clients, history, journey, sandbox
from tests.shots.picture import Shots


def main(folder: Path = ROOT / "docs" / "shots") -> None:
    """Write every picture into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    shots = Shots(folder)
    shots.say("finding a browser")
    path = browser()
    with tempfile.TemporaryDirectory() as scratch:
        shots.say("sending a card to each platform")
        sent = asyncio.run(journey.cards(Path(scratch)))
        shots.say("inventing eight weeks of records")
        data = Path(scratch) / "sandbox"
        asyncio.run(history.write(data))
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
            _cards(chromium, sent, shots)
            shots.say("starting the sandbox")
            with started(data) as address:
                shots.say("playing the journey")
                sandbox.play(chromium, address, shots.keep)
            chromium.close()


def _cards(chromium: Browser, sent: journey.Cards, shots: Shots) -> None:
    """The cards, as each platform's client shows them."""
    drawn = {
        "discord_card": clients.discord(sent.discord, "staff"),
        "telegram_card": clients.telegram(sent.telegram, "Hollybank staff"),
    }
    for name, html in drawn.items():
        leaf = chromium.new_page(device_scale_factor=1.5)
        leaf.set_content(html)
        shots.keep(name, leaf.locator("body").screenshot())
        leaf.close()


if __name__ == "__main__":
    main()
