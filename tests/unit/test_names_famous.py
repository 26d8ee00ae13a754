"""Somebody famous who shares a name with a pupil is not that pupil. Everybody is made up."""

import pytest

from moderation import roster
from moderation.detectors import names
from tests.unit.test_names import HIDE, REVIEW, score

PUPILS = """given_name,family_name,known_as
Marcus,Webb,
Amelia,Shaw,Millie
Mo,Hussain,
Jack,Turner,
Harry,Kane-Lowe,
Isaac,Rashford,
Taylor,Reid,
Jordan,Pryce-Ellis,
Chelsea,Okoro,
Rosa,Santos,
Henry,Ashdown,
Jake,Ellis,
Paul,Ellis,
"""
DETECTOR = names.build(roster=roster.parse(PUPILS))


@pytest.mark.parametrize(
    "text",
    [
        "Did anyone see Marcus Rashford hit the bar last night?",
        "marcus rashford was robbed, what a loser that ref is",
        "we're doing amelia earhart for the assembly, she got lost over the Pacific",
        "Mo Farah was robbed in that race",
        "jack grealish's calves are huge lol",
        "ROSA PARKS WAS ARRESTED ON A BUS",
        "taylor swift cancelled, my daughter is crying",
        "henry viii was horrible to his wives, poor ladies cried",
    ],
)
def test_who_is_famous_is_not_the_pupil(text):
    assert score(text, detector=DETECTOR) < REVIEW


@pytest.mark.parametrize(
    "text",
    [
        "Marcus W hit mine",
        "Marcus from 3B is a bully",
        "Marcus Webb hit mine",
        "marcus webb-jones hit mine",
        "Millie Shaw cried all day",
        "Harry Kane hit mine",  # on the roster with both halves of his family name
        "Isaac R hit mine",
        "Marcus hit mine, Rashford said so",
        "Chelsea hit mine",
        "jake paul and chelsea hit mine",  # common given names, side by side
        "they found a knife in Jordan's bag",
        "keep your kids away from Jordan, he bites",
    ],
)
def test_the_pupil_is_still_the_pupil(text):
    assert score(text, detector=DETECTOR) >= HIDE


@pytest.mark.parametrize(
    "text",
    [
        "Marcus Smith hit mine",
        "Marcus Shaw was horrible",  # the family name of another pupil: a brother's, or a stepfather's
        "Jack Tuner is a bully",
        "Amelia Smith in Year 4 has nits",
        "Marcus Smith has a knife in school",
    ],
)
def test_harm_is_looked_at_whatever_the_family_name(text):
    assert REVIEW <= score(text, detector=DETECTOR) < HIDE


@pytest.mark.parametrize("text", ["prince harry from year 2 hit mine", "Jack Black hit my son"])
def test_nobody_famous_hits_a_child_of_year_2(text):
    assert score(text, detector=DETECTOR) >= REVIEW
