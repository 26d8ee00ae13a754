"""The sandbox as people meet it: the whole program is started and its page is used in a real browser."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
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
THREAT = "I will wait for Callum Whitaker at the gate tonight and break both his legs"
OURS = ("DISCORD_TOKEN", "TELEGRAM_TOKEN", "DATABASE_URL", "SCHOOLGATE_CONFIG", "SCHOOLGATE_DATABASE_URL")
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


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

    def card(self, who: str) -> Locator:
        name = self.page.locator("dd", has_text=re.compile(f"^{who}"))
        return self.page.locator("#cards .card").filter(has=name).first


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the sandbox of a freshly started program is; it is stopped at the end."""
    given = {name: value for name, value in os.environ.items() if name not in OURS}
    ours = {
        "SCHOOLGATE_SANDBOX_PORT": "0",
        "SCHOOLGATE_SANDBOX_REPLAY": "fast",
        "SCHOOLGATE_DATA": str(tmp_path_factory.mktemp("data")),
    }
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


@pytest.fixture(scope="module")
def chromium(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """A headless browser; without one the tests are skipped and say so in one line."""
    try:
        path = browser()
    except NoBrowserError as none:
        _say(request.config, f"\n{none}")
        pytest.skip(str(none))
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield started
        started.close()


def _say(config: pytest.Config, line: str) -> None:
    """Write a line that is seen although the tests' own output is captured."""
    plugins = config.pluginmanager
    with plugins.getplugin("capturemanager").global_and_fixture_disabled():
        print(line, flush=True)


def _open(chromium: Browser, address: str, **options: object) -> Parent:
    page = chromium.new_context(**{"viewport": DESK, **options}).new_page()
    page.set_default_timeout(PATIENCE_MS)
    parent = Parent(page)
    page.on("request", lambda request: parent.asked.append(urlsplit(request.url).hostname or ""))
    page.on("pageerror", lambda error: parent.broken.append(error.name or "error"))
    page.on("console", lambda line: parent.broken.append(line.type) if line.type == "error" else None)
    page.goto(address)
    page.click("#understood")
    expect(page.locator("#posts .post").first).to_be_visible()
    return parent


@pytest.fixture
def parent(chromium: Browser, address: str) -> Iterator[Parent]:
    """The page on a desk; afterwards nothing was asked of elsewhere and no script broke."""
    expect.set_options(timeout=PATIENCE_MS)
    parent = _open(chromium, address)
    yield parent
    parent.page.context.close()
    assert set(parent.asked) == {"127.0.0.1"}
    assert parent.broken == []


def test_a_threat_goes_is_explained_put_back_by_staff_and_counted(parent: Parent) -> None:
    page = parent.page
    parent.be("gareth")
    parent.post(THREAT)
    expect(page.locator("#posts .stub")).to_be_visible()
    expect(parent.message(THREAT)).to_have_count(0)
    expect(page.locator("#letters .letter").first).to_contain_text("Hollybank")
    parent.be("priya")
    expect(page.locator("#posts .stub")).to_have_count(0)
    expect(parent.message(THREAT)).to_have_count(0)

    card = parent.card("Gareth Pugh")
    words = card.locator(".evidence .words")
    expect(words).to_have_attribute("aria-hidden", "true")
    expect(words).to_have_css("filter", "blur(7px)")
    card.locator(".evidence button").click()
    expect(words).to_have_css("filter", "none")
    expect(words).to_contain_text(THREAT)

    card.get_by_role("button", name="Restore").click()
    expect(parent.message(THREAT)).to_be_visible()
    expect(parent.message(THREAT)).to_contain_text("put back by the school")
    expect(card.locator("h3")).to_contain_text("put back")

    page.click("#make-digest")
    digest = page.locator("#digest-answer")
    expect(digest.locator(".card")).to_be_visible()
    expect(digest).not_to_contain_text("Gareth")
    chart = digest.locator("img")
    expect(chart).to_be_visible()
    assert chart.evaluate("img => img.decode().then(() => img.naturalWidth)") > 100


def test_who_may_not_post_is_told_and_may_again_after_it_is_lifted(parent: Parent) -> None:
    page = parent.page
    parent.be("ellis")
    _command(page, "restrict", {"member": "ellis", "duration": "2 hours", "clause": "4.2.6", "reason": "a test"})
    expect(page.locator("#stopped")).to_contain_text("You cannot post in this group until")
    expect(page.locator("#send")).to_be_disabled()
    expect(page.locator("#letters .letter").first).to_be_visible()
    _command(page, "lift", {"member": "ellis"})
    expect(page.locator("#stopped")).to_be_hidden()
    parent.post("Back again, thank you all")
    expect(parent.message("Back again")).to_be_visible()


def _command(page: Page, name: str, values: dict[str, str]) -> None:
    drawer = page.locator("#commands")
    if drawer.get_attribute("open") is None:
        drawer.locator("summary").click()
    drawer.get_by_label("Command").select_option(name)
    for field_name, value in values.items():
        box = drawer.get_by_label(re.compile(f"^{field_name}", re.IGNORECASE))
        if box.evaluate("node => node.tagName") == "SELECT":
            box.select_option(value)
        else:
            box.fill(value)
    drawer.get_by_role("button", name="Give command").click()
    expect(drawer.locator(".reply")).to_be_visible()
    expect(drawer.locator(".refused")).to_have_count(0)


def test_clauses_are_suggested_while_one_is_typed(parent: Parent) -> None:
    drawer = parent.page.locator("#commands")
    drawer.locator("summary").click()
    drawer.get_by_label("Command").select_option("restrict")
    drawer.get_by_label(re.compile("^clause")).fill("4.2")
    expect(drawer.locator("datalist option[value='4.2.6']")).to_have_count(1)


def test_an_appeal_reaches_staff(parent: Parent) -> None:
    page = parent.page
    parent.be("samina")
    letters = page.locator("#letters .letter")
    before = letters.count()
    parent.post("Callum Whitaker had better stay away from my boy or I will smash his face in")
    expect(letters).to_have_count(before + 1)
    letter = letters.first
    letter.get_by_role("button", name="Appeal").click()
    dialog = page.locator("dialog")
    dialog.locator("textarea").fill("I was quoting a film")
    dialog.get_by_role("button", name="Send").click()
    expect(dialog).to_be_hidden()
    expect(letter.locator(".reply")).to_contain_text("Thank you")
    expect(parent.card("Samina Rahman")).to_contain_text("I was quoting a film")


def test_a_note_in_the_group_is_opened_by_its_reader_alone(parent: Parent) -> None:
    page = parent.page
    parent.be("chloe")  # whose message in the sample conversation, with a number in it, was taken down
    note = page.locator("#posts .post").filter(has=page.get_by_role("button", name="Read the message")).last
    note.get_by_role("button", name="Read the message").click()
    expect(note.locator(".reply")).to_contain_text("Hollybank")
    expect(note.get_by_role("button", name="Appeal")).to_be_visible()
    parent.be("priya")
    expect(note.locator(".reply")).to_have_count(0)
    note.get_by_role("button", name="Read the message").click()
    expect(note.locator(".refused")).to_be_visible()
    parent.broken.clear()  # the browser logs every answer with status 400


def test_what_people_write_stays_text_everywhere(parent: Parent) -> None:
    attack = (
        "<img src=x onerror=\"document.title='owned'\"> Callum Whitaker bit my son again, I will break his legs tonight"
    )
    parent.be("danielle")
    parent.post(attack)
    card = parent.card("Danielle Osei")
    card.locator(".evidence button").click()
    expect(card.locator(".evidence .words")).to_contain_text("<img src=x")
    card.get_by_role("button", name="Restore").click()
    expect(parent.message("<img src=x")).to_be_visible()
    assert parent.page.locator("img[src=x]").count() == 0
    assert "owned" not in parent.page.title()


def test_the_dry_run_explains_and_records_nothing(parent: Parent) -> None:
    page = parent.page
    before = page.locator("#cards .card").count()
    page.fill("#why-text", "Callum Whitaker bit my son again, I will break his legs")
    page.get_by_role("button", name="Explain").click()
    expect(page.locator("#why-answer")).to_contain_text("4.2.7")
    assert page.locator("#cards .card").count() == before


def test_a_message_is_answered_changed_and_deleted(parent: Parent) -> None:
    parent.be("priya")
    parent.post("Is the book fair on again tomorrow?")
    asked = parent.message("Is the book fair on again tomorrow?")
    asked.get_by_role("button", name="Edit").click()
    parent.post("Is the book fair on again on Friday?")
    changed = parent.page.locator("#posts .post.mine", has_text="on Friday?")
    expect(changed).to_contain_text("edited")
    changed.get_by_role("button", name="Reply").click()
    parent.post("Found it, it is in the newsletter")
    answer = parent.message("Found it")
    expect(answer.locator("blockquote")).to_contain_text("on Friday?")
    answer.get_by_role("button", name="Delete").click()
    expect(parent.message("Found it")).to_have_count(0)


def test_the_journey_works_with_the_keyboard_alone(parent: Parent) -> None:
    page = parent.page
    parent.be("gareth")
    page.evaluate("document.activeElement.blur()")
    _tab_to(page, "#text")
    page.keyboard.type("If Callum Whitaker bites my son again I am going to kill him")
    page.keyboard.press("Enter")
    expect(page.locator("#posts .stub").last).to_be_visible()
    card = parent.card("Gareth Pugh")
    expect(card.locator("h3")).to_contain_text("to be decided")
    _tab_to(page, "#cards .card:first-child .evidence button")
    page.keyboard.press("Enter")
    expect(card.locator(".words")).to_contain_text("Callum Whitaker bites")
    _tab_to(page, "#cards .card:first-child button[data-focus^=restore]")
    page.keyboard.press("Enter")
    expect(parent.message("Callum Whitaker bites")).to_be_visible()
    assert page.evaluate("document.activeElement.closest('.card') !== null")


def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until this has the focus; the focus can be seen all the way."""
    for _ in range(150):
        page.keyboard.press("Tab")
        focus = page.evaluate("[document.activeElement.tagName, getComputedStyle(document.activeElement).outlineStyle]")
        assert focus[0] == "BODY" or focus[1] != "none", focus
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail("the keyboard does not get there")


def test_start_again_clears_the_group_and_replays(parent: Parent) -> None:
    parent.be("priya")
    parent.post("Only for a moment")
    parent.page.click("#again")
    expect(parent.message("Only for a moment")).to_have_count(0)
    expect(parent.message("book fair is in the hall")).to_be_visible()


LOOKS = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": PHONE, "has_touch": True, "is_mobile": True},
}


@pytest.mark.parametrize("look", list(LOOKS))
def test_axe_finds_nothing_wrong(chromium: Browser, address: str, look: str) -> None:
    parent = _open(chromium, address, **LOOKS[look])
    page = parent.page
    parent.be("danielle")
    for view in ("group", "staff", "digest"):
        if look == "phone":
            page.click(f".tabs [data-view={view}]")
        if view == "digest":
            page.click("#make-digest")
            expect(page.locator("#digest-answer img")).to_be_visible()
        for drawer in page.locator(f"#{view} .drawer:not([hidden])").all():
            drawer.locator("summary").click()
        page.evaluate(
            "() => Promise.all(document.getAnimations().map(each => each.finished))"
        )  # half faded in is paler
        found = Axe().run(page).response
        assert len(found["passes"]) > 15
        assert [(rule["id"], rule["impact"]) for rule in found["violations"]] == []
    page.context.close()


def test_on_a_phone_everything_fits_and_can_be_touched(chromium: Browser, address: str) -> None:
    page = _open(chromium, address, **LOOKS["phone"]).page
    for view in ("group", "staff", "digest"):
        page.click(f".tabs [data-view={view}]")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        small = page.evaluate(
            """() => [...document.querySelectorAll('button, select, input, summary, textarea')]
            .filter(node => node.checkVisibility()).filter(node => node.getBoundingClientRect().height < 43.5)
            .map(node => node.id || node.className)"""
        )
        assert small == []
    page.context.close()
