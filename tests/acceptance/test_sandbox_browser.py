"""The sandbox as people meet it: the whole program is started and its page is used in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.platforms.sandbox_browser import LOOKS, Parent, assert_fits_a_phone, opened, tab_to, violations

THREAT = "I will come to your house tonight and kill you, Callum Whitaker"


def test_a_threat_goes_is_explained_put_back_by_staff_and_counted(parent: Parent) -> None:
    page = parent.page
    parent.be("gareth")
    parent.post(THREAT)
    expect(page.locator("#posts .stub").get_by_role("button", name="Read why")).to_be_visible()
    expect(parent.message(THREAT)).to_have_count(0)
    expect(page.locator("#letters .letter").first).to_contain_text("Hollybank")
    parent.be("priya")
    expect(page.locator("#posts .stub")).to_have_count(0)
    expect(parent.message(THREAT)).to_have_count(0)

    veiled = page.locator("#cards .card", has_text="safeguarding lead").first
    expect(veiled).to_be_visible()
    expect(veiled).not_to_contain_text("Gareth")
    parent.sign_in_as_the_lead()
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
    expect(page.locator("#stopped")).to_be_hidden()
    page.locator("#commands").get_by_role("button", name="Say why").click()
    dialog = page.locator("dialog")
    dialog.locator("textarea").fill("It cannot wait")
    dialog.get_by_role("button", name="Send").click()
    expect(page.locator("#stopped")).to_have_text(re.compile(r"You cannot post .* until \w+ \d+ \w+ at \d\d:\d\d"))
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
    parent.post("Call Alan on his private number 07700 900123 about the hall")
    expect(letters).to_have_count(before + 1)
    letter = letters.first
    letter.get_by_role("button", name="Appeal").click()
    dialog = page.locator("dialog")
    dialog.locator("textarea").fill("He asked me to post it")
    dialog.get_by_role("button", name="Send").click()
    expect(dialog).to_be_hidden()
    expect(letter.locator(".reply")).to_contain_text("Thank you")
    expect(parent.card("Samina Rahman")).to_contain_text("He asked me to post it")


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
    attack = "<img src=x onerror=\"document.title='owned'\"> Ring Steve on his private number 07700 900124"
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
    tab_to(page, "#text")
    page.keyboard.type("Call Dave on his private number 07700 900125 about the coat")
    page.keyboard.press("Enter")
    expect(page.locator("#posts .stub").last).to_be_visible()
    card = parent.card("Gareth Pugh")
    expect(card.locator("h3")).to_contain_text("to be decided")
    this = f"#cards [data-key='{card.get_attribute('data-key')}']"
    tab_to(page, f"{this} .evidence button")
    page.keyboard.press("Enter")
    expect(card.locator(".words")).to_contain_text("07700 900125")
    tab_to(page, f"{this} button[data-focus^=restore]")
    page.keyboard.press("Enter")
    expect(parent.message("07700 900125")).to_be_visible()
    assert page.evaluate("document.activeElement.closest('.card') !== null")


def test_start_again_clears_the_group_and_replays(parent: Parent) -> None:
    parent.be("priya")
    parent.post("Only for a moment")
    parent.page.click("#again")
    expect(parent.message("Only for a moment")).to_have_count(0)
    expect(parent.message("book fair is in the hall")).to_be_visible()


@pytest.mark.parametrize("look", list(LOOKS))
def test_axe_finds_nothing_wrong(chromium: Browser, address: str, look: str) -> None:
    parent = opened(chromium, address, **LOOKS[look])
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
        assert violations(page) == []
    page.context.close()


def test_on_a_phone_everything_fits_and_can_be_touched(chromium: Browser, address: str) -> None:
    page = opened(chromium, address, **LOOKS["phone"]).page
    for view in ("group", "staff", "digest"):
        page.click(f".tabs [data-view={view}]")
        assert_fits_a_phone(page)
    page.context.close()


def test_on_a_phone_each_view_is_opened_at_its_beginning(chromium: Browser, address: str) -> None:
    page = opened(chromium, address, **LOOKS["phone"]).page
    page.locator("#cards .card").first.wait_for(state="attached")
    page.locator("#letters").scroll_into_view_if_needed()
    assert page.evaluate("scrollY") > 0
    page.click(".tabs [data-view=staff]")
    expect(page.locator("#signed-in")).to_be_in_viewport(ratio=1)
    page.context.close()
