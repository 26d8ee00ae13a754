"""What a parent can ask for on the sandbox's page, and somebody new who joins, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.platforms.sandbox_browser import PHONE, Parent, assert_fits_a_phone, started, tab_to, violations

NUMBER = "Ring Steve on his private number 07700 900124 about the coat"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A group in which nobody has posted yet, so that what is told on the page is about what the test does."""
    with started(tmp_path_factory.mktemp("data"), replay="no") as address:
        yield address


def press(parent: Parent, name: str) -> None:
    """Press one of a parent's own buttons, and wait until it was answered."""
    button = parent.page.get_by_role("button", name=name, exact=True)
    button.click()
    expect(button).not_to_have_attribute("aria-disabled", "true")


def letters(parent: Parent) -> Locator:
    return parent.page.get_by_role("log", name="Private messages").locator(".letter")


def join(parent: Parent) -> str:
    """Somebody new joins and is looked at; their id."""
    before = parent.page.input_value("#viewer")
    press(parent, "A new parent joins")
    expect(parent.page.locator(f"body[data-viewer={before}]")).to_have_count(0)
    return parent.page.input_value("#viewer")


def test_who_joins_gets_the_rules_and_the_version_they_saw_is_on_their_record(parent: Parent) -> None:
    page = parent.page
    newcomer = join(parent)
    name = page.locator("#viewer option:checked").inner_text().split(" (")[0]
    expect(page.locator("#inbox-title")).to_have_text(f"Private messages to {name}")
    expect(page.locator("#spoken")).to_have_text(f"{name} has joined. You are {name} now.")
    expect(letters(parent)).to_have_count(1)
    expect(letters(parent)).to_contain_text("Welcome to Hollybank")
    version = re.search(r"Version of the rules: (.+)", letters(parent).inner_text())
    assert version
    press(parent, "My record")
    expect(letters(parent)).to_have_count(2)
    expect(letters(parent).first).to_contain_text(f"You were shown the rules ({version.group(1)})")
    expect(letters(parent).first).to_contain_text("will be deleted after")
    parent.post("Hello everybody, I am new here")
    expect(parent.message("I am new here")).to_contain_text(name)
    parent.be("priya")
    expect(letters(parent).filter(has_text="You were shown")).to_have_count(0)
    parent.be(newcomer)
    expect(letters(parent)).to_have_count(2)


def test_my_record_tells_of_ones_own_cases_to_oneself_alone(parent: Parent) -> None:
    parent.be("samina")
    before = letters(parent).count()
    parent.post(NUMBER)
    expect(letters(parent)).to_have_count(before + 1)
    press(parent, "My record")
    record = letters(parent).first
    expect(record).to_contain_text("This is what the school holds about you")
    expect(record).to_contain_text("waiting for a decision")
    expect(record).to_contain_text("4.2.7")
    expect(parent.page.locator("#posts")).not_to_contain_text("what the school holds")
    parent.be("gareth")
    press(parent, "My record")
    expect(letters(parent)).to_have_count(1)
    expect(letters(parent)).to_contain_text("There is nothing to list for you here")
    expect(letters(parent)).not_to_contain_text("4.2.7")


def test_the_rules_and_what_can_be_asked_are_told_whenever_one_likes(parent: Parent) -> None:
    parent.be("priya")
    press(parent, "Rules")
    expect(letters(parent).first).to_contain_text("Version of the rules")
    press(parent, "Help")
    expect(letters(parent).first).to_contain_text("/record")


def test_all_of_it_works_with_the_keyboard_alone(parent: Parent) -> None:
    page = parent.page
    tab_to(page, "#join")
    page.keyboard.press("Enter")
    expect(letters(parent)).to_have_count(1)
    assert page.evaluate("document.activeElement.id") == "join"
    tab_to(page, "[data-ask=record]")
    page.keyboard.press("Space")
    expect(letters(parent)).to_have_count(2)
    assert page.evaluate("document.activeElement.dataset.ask") == "record"
    expect(page.locator("[data-ask=record]")).to_have_accessible_description(re.compile("private message"))


def test_who_joined_is_gone_when_the_group_starts_again(parent: Parent) -> None:
    newcomer = join(parent)
    parent.page.click("#again")
    expect(parent.page.locator(f"#viewer option[value={newcomer}]")).to_have_count(0)
    expect(parent.page.locator("body[data-viewer=priya]")).to_be_visible()
    expect(letters(parent)).to_have_count(0)


def test_what_cannot_be_asked_now_is_said(parent: Parent) -> None:
    parent.page.route("**/api/ask", lambda route: route.abort())
    press(parent, "My record")
    expect(parent.page.get_by_role("alert").filter(has_text="does not answer")).to_be_visible()
    parent.page.unroute("**/api/ask")
    press(parent, "My record")
    expect(parent.page.locator("#inbox-error")).to_be_empty()
    parent.broken.clear()  # the browser logs every request that fails


def test_axe_finds_nothing_wrong_with_the_answers_and_they_fit_a_phone(parent: Parent) -> None:
    page = parent.page
    join(parent)
    for name in ("My record", "Rules", "Help"):
        press(parent, name)
    expect(letters(parent)).to_have_count(4)
    assert violations(page, "#group") == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, "#group") == []
    page.set_viewport_size(PHONE)
    assert_fits_a_phone(page)
    assert violations(page) == []
