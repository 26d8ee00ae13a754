"""Writing on the sandbox's page in a real browser: to a slow server, on a small screen, by one person after another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, expect

from tests.platforms.sandbox_browser import Parent, opened, started

SMALL = {"width": 1366, "height": 625}  # what a browser leaves of a common laptop
LONG = "Does anybody know whether the Year 4 children need wellies and a waterproof for Thursday?"
SLOW = """() => {
    window.asked = [];
    window.real = window.fetch;
    const held = new Promise((done) => { window.release = done; });
    window.fetch = async (...asked) => {
        window.asked.push(asked[0]);
        try {
            return await window.real(...asked);
        } finally {
            await held;
        }
    };
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A group in which nobody has posted yet."""
    with started(tmp_path_factory.mktemp("data"), replay="no") as address:
        yield address


@contextmanager
def slow(parent: Parent) -> Iterator[None]:
    """The server's answers come only when this ends."""
    parent.page.evaluate(SLOW)
    yield
    parent.page.evaluate("() => { window.fetch = window.real; window.release(); }")


def test_what_is_posted_leaves_the_box_at_once_and_goes_only_once(parent: Parent) -> None:
    page = parent.page
    page.fill("#text", "Is the hall open?")
    with slow(parent):
        page.press("#text", "Enter")
        expect(parent.message("Is the hall open?")).to_be_visible()
        expect(page.locator("#text")).to_have_value("")
        page.fill("#text", "And the library?")
        page.press("#text", "Enter")
        assert page.evaluate("window.asked") == ["/api/post"]
    expect(page.locator("#send")).not_to_have_attribute("aria-disabled", "true")
    expect(page.locator("#text")).to_have_value("And the library?")
    expect(parent.message("Is the hall open?")).to_have_count(1)


def test_what_could_not_be_posted_comes_back_before_what_was_typed_since(parent: Parent) -> None:
    page = parent.page
    page.route("**/api/post", lambda route: route.abort())
    page.select_option("#attachment", "photo")
    page.fill("#caption", "The hall")
    page.fill("#text", "First")
    with slow(parent):
        page.press("#text", "Enter")
        page.fill("#text", "Second")
    expect(page.locator("#group-error")).to_contain_text("does not answer")
    expect(page.locator("#text")).to_have_value("First\nSecond")
    expect(page.locator("#caption")).to_have_value("The hall")
    parent.broken.clear()  # the browser logs every request that fails


def test_a_message_being_changed_is_left_when_somebody_else_looks(parent: Parent) -> None:
    page = parent.page
    parent.be("priya")
    parent.post("Mine to change")
    parent.message("Mine to change").get_by_role("button", name="Edit").click()
    expect(page.locator("#send")).to_have_text("Save")
    parent.be("tom")
    expect(page.locator("#send")).to_have_text("Post")
    expect(page.locator("#text")).to_have_value("")


def test_a_form_is_sent_in_once(parent: Parent) -> None:
    page = parent.page
    parent.be("samina")
    parent.post("Call Alan on his private number 07700 900123 about the hall")
    page.locator("#letters .letter").first.get_by_role("button", name="Appeal").click()
    page.locator("dialog textarea").fill("He asked me to")
    send = page.locator("dialog").get_by_role("button", name="Send")
    with slow(parent):
        send.dispatch_event("click")
        send.dispatch_event("click")
        assert page.evaluate("window.asked") == ["/api/command"]
    expect(page.locator("#letters .letter").first.locator(".reply")).to_be_in_viewport()


def test_a_command_offers_the_messages_and_members_there_are_now(parent: Parent) -> None:
    page = parent.page
    drawer = page.locator("#commands")
    drawer.locator("summary").click()
    drawer.get_by_label("Command").select_option("hide")
    chooser = drawer.get_by_label(re.compile("^message", re.IGNORECASE))
    parent.be("gareth")
    parent.post("Here since a moment ago")
    expect(parent.message("Here since")).to_be_visible()
    chooser.focus()
    expect(chooser.locator("option").nth(1)).to_have_text("Gareth Pugh: Here since a moment ago")
    chooser.select_option(index=1)
    page.focus("#text")
    chooser.focus()
    expect(chooser.locator("option:checked")).to_have_text("Gareth Pugh: Here since a moment ago")


def test_the_answer_to_a_command_is_seen(parent: Parent) -> None:
    drawer = parent.page.locator("#commands")
    drawer.locator("summary").click()
    drawer.get_by_label("Command").select_option("letter")
    drawer.get_by_label(re.compile("^case", re.IGNORECASE)).fill("999")
    drawer.get_by_role("button", name="Give command").click()
    expect(drawer.locator(".reply")).to_be_in_viewport()


def test_on_a_small_laptop_all_of_it_can_be_reached_and_an_answer_can_be_posted(
    chromium: Browser, address: str
) -> None:
    parent = opened(chromium, address, viewport=SMALL)
    page = parent.page
    page.evaluate("document.getElementById('welcome').hidden = false")
    parent.post(LONG)
    parent.message(LONG).last.get_by_role("button", name="Reply").click()
    for part in ("#send", "#never-mind", "#letters", "#join"):
        page.locator(part).scroll_into_view_if_needed()
        expect(page.locator(part)).to_be_in_viewport(ratio=0.9)
    cut = "() => [...document.querySelectorAll('.column')].filter((one) => one.scrollHeight > one.clientHeight)"
    assert page.evaluate(f"({cut})().map((one) => [one.id, one.scrollTop])") == []
    page.context.close()
