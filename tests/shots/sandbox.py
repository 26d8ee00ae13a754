"""The sandbox's page with a short journey played on it: a parent's, staff's and the digest's view as pictures."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Browser, Locator, Page, expect

from tests.platforms.sandbox_browser import LOOKS, Parent, opened

SHARP = {"device_scale_factor": 1.5, "locale": "en-GB", "timezone_id": "Europe/London", "reduced_motion": "reduce"}
DESK = {"viewport": {"width": 1500, "height": 1260}}
SLIM = {"viewport": {"width": 620, "height": 620}}
WIDE = {"viewport": {"width": 740, "height": 900}}
EDGE = 8  # pixels below the last thing
SORRY = "I was upset. Mrs Hartley has rung me, and it is being looked into."
Picture = Callable[[str, bytes], None]


def play(browser: Browser, address: str, keep: Picture) -> None:
    """Play it on the sandbox that is there, whose sample conversation is replayed; `keep` gets each picture's name."""
    slim = opened(browser, address, **SHARP, **SLIM)
    _parent(slim, keep)
    _staff(opened(browser, address, **SHARP, **DESK), keep)
    _phone(opened(browser, address, **SHARP, **LOOKS["phone"]).page, keep)
    _digest(opened(browser, address, **SHARP, **WIDE).page, keep)


def _parent(parent: Parent, keep: Picture) -> None:
    """A parent two of whose messages were hidden, with the notice that says why; and what she answers to it."""
    page = parent.page
    parent.be("danielle")
    expect(page.locator("#posts .stub button")).to_have_count(2)
    letter = page.locator("#letters .letter").first
    keep("parent", _from(page.locator("#group"), letter))
    letter.get_by_role("button", name="Appeal").click()
    page.locator("dialog textarea").fill(SORRY)
    page.locator("dialog").get_by_role("button", name="Send").click()
    expect(letter.locator(".reply")).to_contain_text("Thank you")


def _from(first: Locator, last: Locator) -> bytes:
    """The page from the top of one thing to the end of another, with nothing in focus or under the mouse."""
    page = first.page
    page.mouse.move(0, 0)
    page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")
    top, end = first.bounding_box(), last.bounding_box()
    assert top
    assert end
    high = end["y"] + end["height"] + EDGE - top["y"]
    clip = {"x": 0, "y": top["y"], "width": page.viewport_size["width"], "height": high}
    return page.screenshot(full_page=True, clip=clip)


def _staff(desk: Parent, keep: Picture) -> None:
    """Her case as the office sees it, opened."""
    page = desk.page
    page.select_option("#signed-in", "office")
    card = desk.card("Danielle Osei")
    expect(card).to_contain_text(SORRY)
    card.locator(".evidence button").click()
    card.evaluate("card => card.scrollIntoView()")
    page.mouse.move(0, 0)
    keep("staff", page.locator("#staff").screenshot())


def _phone(page: Page, keep: Picture) -> None:
    """The staff view in the hand."""
    page.click(".tabs [data-view=staff]")
    expect(page.locator("#cards .card").first).to_be_visible()
    keep("phone", page.screenshot())


def _digest(page: Page, keep: Picture) -> None:
    """Last week's, which the program sent by itself."""
    page.click(".tabs [data-view=digest]")
    card = page.locator("#latest-digest .card")
    card.locator("img").evaluate("img => img.decode()")
    keep("digest", _from(card, card))
