"""The sandbox in a real browser, for tests: the whole program is started, and a person of the group uses its page."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.platforms.browser import ARGUMENTS, NoBrowserError, browser

ROOT = Path(__file__).parents[2]
START_S = 600  # on a busy machine; a few seconds on an idle one
PATIENCE_MS = 30_000
OURS = ("DISCORD_TOKEN", "TELEGRAM_TOKEN", "DATABASE_URL", "SCHOOLGATE_CONFIG", "SCHOOLGATE_DATABASE_URL")
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
LOOKS = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": PHONE, "has_touch": True, "is_mobile": True},
}


@dataclass
class Parent:
    """A page on which one person of the group is chosen."""

    page: Page
    asked: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def be(self, user: str) -> None:
        self.page.select_option("#viewer", user)
        expect(self.page.locator(f"body[data-viewer={user}]")).to_be_visible()

    def post(self, text: str) -> None:
        self.page.fill("#text", text)
        self.page.click("#send")
        expect(self.page.locator("#text")).to_have_value("")

    def message(self, text: str) -> Locator:
        return self.page.locator("#posts .post", has_text=text)

    def sign_in_as_the_lead(self) -> None:
        self.page.select_option("#signed-in", "dsl")
        self.page.click("#places [data-place=dsl]")

    def card(self, who: str) -> Locator:
        name = self.page.locator("dd", has_text=re.compile(f"^{who}"))
        return self.page.locator("#cards .card").filter(has=name).first


@contextmanager
def started(data: Path, replay: str = "fast") -> Iterator[str]:
    """Where the sandbox of a freshly started program is, its files in `data`; it is stopped at the end."""
    given = {name: value for name, value in os.environ.items() if name not in OURS}
    ours = {"SCHOOLGATE_SANDBOX_PORT": "0", "SCHOOLGATE_SANDBOX_REPLAY": replay, "SCHOOLGATE_DATA": str(data)}
    command = [sys.executable, "-m", "bot", "run"]
    with subprocess.Popen(command, cwd=ROOT, env=given | ours, stdout=subprocess.PIPE, text=True) as program:
        try:
            yield _printed(program)
        finally:
            program.terminate()
            code = program.wait(60)
    assert code == 0, "the program did not stop cleanly"


def _printed(program: subprocess.Popen[str]) -> str:
    """The address that the program prints."""
    lines: Queue[str] = Queue()
    threading.Thread(target=_read, args=(program, lines), daemon=True).start()
    while True:
        try:
            line = lines.get(timeout=START_S)
        except Empty:
            pytest.fail("the program printed no address in time")
        if not line:
            pytest.fail("the program ended before it printed an address")
        if found := re.search(r"http://127\.0\.0\.1:\d+/", line):
            return found.group()


def _read(program: subprocess.Popen[str], lines: Queue[str]) -> None:
    for line in program.stdout or ():
        lines.put(line)
    lines.put("")


@contextmanager
def launched(config: pytest.Config) -> Iterator[Browser]:
    """A headless browser; without one the test is skipped and that is said in one line."""
    try:
        path = browser()
    except NoBrowserError as none:
        _say(config, f"\n{none}")
        pytest.skip(str(none))
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield chromium
        chromium.close()


def _say(config: pytest.Config, line: str) -> None:
    """Write a line that is seen although the tests' own output is captured."""
    plugins = config.pluginmanager
    with plugins.getplugin("capturemanager").global_and_fixture_disabled():
        print(line, flush=True)


def opened(chromium: Browser, address: str, **options: object) -> Parent:
    """The page, ready to be used, without motion (what has half faded in is paler, and axe says so).

    `options`: the browser context's, over those of a desk.
    """
    page = chromium.new_context(**{"viewport": DESK, "reduced_motion": "reduce", **options}).new_page()
    page.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    parent = Parent(page)
    page.on("request", lambda request: parent.asked.append(urlsplit(request.url).hostname or ""))
    page.on("pageerror", lambda error: parent.broken.append(error.name or "error"))
    page.on("console", lambda line: parent.broken.append(line.type) if line.type == "error" else None)
    page.goto(address)
    page.click("#understood")
    expect(page.locator("#posts .post, #posts.empty").first).to_be_visible()
    return parent


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until this has the focus; the focus can be seen all the way."""
    for _ in range(150):
        page.keyboard.press("Tab")
        focus = page.evaluate("[document.activeElement.tagName, getComputedStyle(document.activeElement).outlineStyle]")
        assert focus[0] == "BODY" or focus[1] != "none", focus
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail("the keyboard does not get there")


def violations(page: Page, within: str = "html") -> list[tuple[str, str]]:
    """What axe-core finds wrong with (a part of) the page as it is now: rules and their impact."""
    found = Axe().run(page, within).response
    assert len(found["passes"]) > 15
    return [(rule["id"], rule["impact"]) for rule in found["violations"]]


def assert_fits_a_phone(page: Page) -> None:
    """Nothing is wider than the phone, and everything to touch is high enough."""
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, select, input, summary, textarea')]
        .filter(node => node.checkVisibility()).filter(node => node.getBoundingClientRect().height < 43.5)
        .map(node => node.id || node.className)"""
    )
    assert small == []
