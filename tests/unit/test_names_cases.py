"""Names in the cases of Polish, with and without its letters. Everybody is made up."""

import pytest

from moderation import roster
from moderation.detectors import names
from moderation.recognisers import name_cases
from tests.unit.test_names import HIDE, REVIEW, findings, score

PUPILS = """given_name,family_name,known_as
Katarzyna,Nowak,Kasia
Tomasz,Wójcik,Tomek
Jan,Kowalski,Janek
Zuzanna,Kowalska,Zuzia
Dominik,Zieliński,
Nina,Wiśniewska,
Anna,Webb,
Kamila,Reid,
Julia,Król,
Maria,Zając,
Simon,Wójcik,
Robert,Kowalczyk,
"""
DETECTOR = names.build(roster=roster.parse(PUPILS))


@pytest.mark.parametrize(
    "text",
    [
        "Kasi hit mine",
        "mine was hit by Kasię",
        "z Tomkiem hit mine",
        "Tomkowi lol, idiot",
        "Janka hit mine",
        "Zuzi nobody likes",
        "zuzanne hit mine",
        "Kasi Nowak hit mine",
        "Jana Kowalskiego hit mine",
        "Zuzanny Kowalskiej hit mine",
        "Simonem hit mine",  # Wójcik looks Polish without its accent
        "Julii Krol hit mine",
        "Jana Kowalskiego lol",
    ],
)
def test_a_polish_name_in_another_case_is_the_pupils(text):
    assert score(text, detector=DETECTOR) >= HIDE
    assert all(0 <= one.span[0] < one.span[1] <= len(text) for one in findings(text, detector=DETECTOR))


@pytest.mark.parametrize(
    "text",
    [
        "at nine o'clock, he hit the bell",
        "Annie hit the drum",
        "anny lol",
        "dominika lol",
        "Jana lol",
        "Mario lol",
        "julio lol",
        "Simona hit it",
        "Roberta hit it",
    ],
)
def test_another_word_or_name_is_not(text):
    assert score(text, detector=DETECTOR) < REVIEW


@pytest.mark.parametrize(
    "text",
    [
        "mojego Tomka ktoś uderzył, hit him",
        "moją Kasię boli brzuch, sick",
        "mojego syna Tomka nie będzie, sick",
        "jestem mamą Kasi, she is sick",
    ],
)
def test_a_parents_own_child_is_theirs_in_every_case(text):
    assert score(text, detector=DETECTOR) < REVIEW


def test_a_pupil_with_that_very_name_is_the_one_who_is_meant():
    both = names.build(roster=roster.parse("given_name,family_name,naming_consent\nJanek,Nowak,no\nJanka,Reid,yes\n"))
    identity = both.naming.consenting("Janka sings")
    assert len(identity) == 1


def test_of_a_name_in_full_only_the_genitive_is_kept():
    assert name_cases.full("jan", "kowalski") == "jana kowalskiego"
    assert name_cases.full("kasia", "nowak") == "kasi nowak"
