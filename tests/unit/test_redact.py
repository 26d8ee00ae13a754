"""Masking: no found value is left, whatever overlaps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.domain import Finding
from moderation.redact import instead, label, mask


def finding(start, end, score=0.9, category="personal_data", why="phone number (PhoneNumber): somebody else's"):
    return Finding(category=category, score=score, detector="test", span=(start, end), why=why)


def test_a_span_becomes_its_kind_in_brackets():
    assert mask("ring 07700 900123 now", [finding(5, 17)]) == "ring [phone number] now"


def test_overlaps_become_one_label_of_the_surest():
    place = finding(3, 9, 0.95, why="home address (HomeAddress): somebody else's")
    assert mask("at 14 Mill Lane", [finding(5, 15, 0.5), place]) == "at [home address]"


def test_a_child_is_masked_as_a_name_and_other_findings_by_their_category():
    assert label(finding(0, 1, category="child_named")) == "name"
    assert label(finding(0, 1, category="personal_data", why="a rule without a kind")) == "personal data"


def test_findings_about_the_whole_message_change_nothing():
    whole = Finding(category="threat", score=1.0, detector="test", why="the model")
    assert mask("hello", [whole]) == "hello"


def test_marks_and_invisible_characters_after_the_last_letter_go_too():
    assert mask("0\ufe0f\u20e3 and", [finding(0, 1)]) == "[phone number] and"


def test_an_empty_span_is_nothing():
    assert mask("hello", [finding(2, 2)]) == "hello"


SPANS = st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60)), max_size=8)


@given(st.text(max_size=50), SPANS)
def test_no_character_of_a_span_is_left(text, spans):
    text = "".join(chr(0xE000 + at) for at, _ in enumerate(text))  # every character once, none of them in a label
    found = [finding(min(span), max(span)) for span in spans]
    masked = mask(text, found)
    covered = {at for one in found for at in range(max(0, one.span[0]), min(len(text), one.span[1]))}
    assert not any(text[at] in masked for at in covered)
    assert all(text[at] in masked for at in range(len(text)) if at not in covered)


@given(st.text(max_size=50), SPANS)
def test_masking_in_another_order_is_the_same(text, spans):
    found = [finding(min(span), max(span), score=0.5 + at / 100) for at, span in enumerate(spans)]
    assert mask(text, found) == mask(text, reversed(found))


NAME = "pupil (names): behaviour"


def named(start, end, score=0.9):
    return finding(start, end, score, category="child_named", why=NAME)


def whole(category):
    return Finding(category=category, score=0.9, detector="test", why="the model")


def test_names_and_numbers_alone_can_be_posted_masked_instead():
    found = [named(5, 11), finding(15, 27), whole("harm"), whole("personal_data")]
    assert instead("Ring Callum on 07700 900123", found) == "Ring [name] on [phone number]"


def test_staffs_own_number_is_masked_as_what_it_is():
    found = [finding(15, 27), finding(15, 27, category="own_contact", score=0.95)]
    assert instead("Ring me, mine: 07700 900123", found) == "Ring me, mine: [phone number]"


@pytest.mark.parametrize("category", ["threat", "discrimination", "not_screened", "photo", "complaint"])
def test_nothing_is_offered_when_something_else_was_found_too(category):
    assert instead("Ring Callum", [named(5, 11), whole(category)]) is None
    with_span = finding(0, 4, category=category, why="a rule")
    assert instead("Ring Callum", [named(5, 11), with_span]) is None


def test_nothing_is_offered_when_there_is_nothing_to_mask():
    assert instead("Ring Callum", [whole("child_named")]) is None
    assert instead("Ring Callum", []) is None


def test_the_authors_own_child_stays_readable():
    assert instead("my Oliver and Callum", [named(3, 9, 0.1), named(14, 20)]) == "my Oliver and [name]"


@given(st.text(max_size=50), SPANS)
def test_what_is_offered_holds_no_character_of_a_masked_span(text, spans):
    text = "".join(chr(0xE000 + at) for at, _ in enumerate(text))
    found = [finding(min(span), max(span)) for span in spans]
    offered = instead(text, found)
    covered = {at for one in found for at in range(max(0, one.span[0]), min(len(text), one.span[1]))}
    assert (offered is not None) is bool(covered)
    assert offered is None or not any(text[at] in offered for at in covered)
