"""How what cannot be done is put into words, and how the words that records keep are said."""

from dataclasses import fields

import pytest

from bot.ports import Actor, Call, Group
from bot.staff import verdicts
from bot.staff.desk import Desk
from bot.staff.locale import LocaleError, load, speaking
from bot.staff.refusal import Refusal

ENGLISH, WELSH = load("en"), load("cy")
HERE = Group(name="Year 4", platform="discord", id="1", staff=frozenset({"role:1"}), staff_place="11", locale="cy")
THERE = Group(name="PTA", platform="discord", id="2", staff=frozenset({"role:2"}), staff_place="22")
EVERY = [field.name for field in fields(Desk)]
DESK = Desk(**(dict.fromkeys(EVERY) | {"groups": lambda: (HERE, THERE)}))


def test_a_refusal_is_said_in_the_language_of_whoever_answers():
    refused = Refusal("refused-put-back", case=7)
    assert refused.said(ENGLISH) == "Case 7 was put back, so nothing follows from it."
    assert refused.said(WELSH) == "Cafodd achos 7 ei roi'n ôl, felly nid oes dim yn dilyn ohono."


def test_a_parent_is_refused_in_the_parents_languages_whatever_the_staff_speak():
    refused = Refusal("appeal-late", speaking(["cy", "en"]), until="x", contacts=lambda locale: f"<{locale.name}>")
    welsh, english = refused.said(ENGLISH).split("\n")
    assert "pwy all helpu: <cy>." in welsh
    assert "speak to <en>." in english


def test_a_refusal_that_lacks_its_words_or_a_value_is_an_error():
    with pytest.raises(LocaleError, match="no message refused-nothing"):
        Refusal("refused-nothing").said(ENGLISH)
    with pytest.raises(LocaleError, match="not every value was given"):
        Refusal("refused-put-back").said(ENGLISH)


@pytest.mark.parametrize(
    ("token", "places", "language"),
    [
        ("role:2", ("1",), "cy"),  # the group it was given in
        ("role:1", ("", "22"), "en"),  # the staff's place it was given in
        ("role:1", ("", "privately"), "cy"),  # nowhere: the group whose staff they are
        ("role:2", ("", ""), "en"),
        ("role:9", ("", ""), "en"),  # nobody's staff
    ],
)
def test_staff_are_answered_in_the_language_of_their_group(token, places, language):
    actor = Actor(user="u", name="U", tokens=frozenset({token}))
    assert DESK.spoken(actor, "discord", *places).name == language


@pytest.mark.parametrize(
    ("group", "chat", "expected"),
    [
        ("2", "11", THERE),  # named from the staff place of another group: its own staff alone may act on it
        ("1", "22", HERE),
        ("", "11", HERE),
        ("gone", "22", THERE),
    ],
)
def test_a_call_is_about_the_group_it_names_and_only_else_about_that_of_its_place(group, chat, expected):
    actor = Actor(user="u", name="U", tokens=frozenset({"role:1"}))
    assert DESK.group(Call(command="hide", actor=actor, platform="discord", group=group, chat=chat)) is expected


def test_what_records_keep_is_said_in_each_language_and_free_words_stay_as_they_are():
    assert {verdicts.done(ENGLISH, kept) for kept in verdicts.DONE} == set(verdicts.DONE)
    assert not {verdicts.done(WELSH, kept) for kept in verdicts.DONE} & set(verdicts.DONE)
    assert verdicts.by(ENGLISH, "") == "the policy"
    assert verdicts.by(WELSH, "the author") == "yr awdur"
    assert verdicts.done(WELSH, "letter 3 (warning) signed off") == "letter 3 (warning) signed off"
    assert verdicts.by(WELSH, "Mrs Head") == "Mrs Head"
