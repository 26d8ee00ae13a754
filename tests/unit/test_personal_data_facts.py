"""Facts about an identifiable person, lists and pictures; every person is made up."""

import pytest

from moderation.recognisers import facts, shared

ABOUT_SOMEBODY = [
    "Reece Haigh has ADHD, it's on his plan",
    "Summer's mum has been sectioned",
    "that lad in Beech has epilepsy",
    "Mr Okafor's off with depression, so it'll be supply till Easter",
    "Callum's dad is in prison",
    "she's on antidepressants, told me in confidence",
    "the Marchetti boy has autism",
    "his mum's on universal credit",
    "Isla's on the child protection register now",
    "Kezia's dad was arrested last night",
    "Hana Yusuf's in temporary accommodation",
    "Yvette failed her asylum interview",
    "Levi has an EHCP",
    "that girl walks home alone every day",
    "Leanne and Phil are splitting up",
    "her lad's got a social worker",
]
ABOUT_NOBODY_ELSE = [
    "my son is autistic, any tips?",
    "I've got ADHD and fourteen unfinished jumpers",
    "we're off with chicken pox till Friday",
    "anyone know if the allergy forms are due?",
    "our EHCP finally came through",
    "I'm a foster carer if anybody wants to ask",
    "my mum has cancer so I may be late",
    "who do I ask about free school meals?",
    "the nits are murder this term",
    "asthma pumps need names on please",
    "My daughter has epilepsy, she's fine with it being known",
    "there's a hardship fund, ask the office",
    "I'm diabetic so save me a biscuit",
    "does anyone have tips for dyslexia?",
    "mine was diagnosed last week",
]
SHARED = [
    ("here's the Y7 contact list so we've all got it", {"document"}),
    ("medical list for the trip attached", {"document"}),
    ("the SEN register, look at this", {"document"}),
    ("everyone's addresses are in here", {"document"}),
    ("her payslip was left on the copier", {"photo"}),
    ("tagged all the kids", {"photo"}),
    ("full recording of the concert", {"video"}),
    ("front row left to right", {"photo"}),
    ("screenshot of what she put in the other group", {"photo"}),
    ("this is where he's living now", {"location"}),
    ("dropped a pin on her house", {"location"}),
    ("who is this girl, does anyone know her? that's her", {"photo"}),
]
HARMLESS = [
    ("minutes from Tuesday attached", {"document"}),
    ("Ofsted report is out", {"document"}),
    ("the menu for next week", {"photo"}),
    ("my two in the snow", {"photo"}),
    ("this is us, come for a brew", {"location"}),
    ("kick off 10.30, park at the club", {"location"}),
    ("the class list is on the wall", set()),
    ("who left this coat?", {"photo"}),
    ("flyer for the fair", {"document"}),
    ("our new puppy", {"video"}),
    ("screenshot of next week's dinners", {"screenshot"}),
    ("tagged luggage only please", set()),
]


@pytest.mark.parametrize("text", ABOUT_SOMEBODY)
def test_a_fact_about_somebody_else_is_found(text):
    assert any(hit.sure >= 0.4 for hit in facts.look(text))


@pytest.mark.parametrize("text", ABOUT_NOBODY_ELSE)
def test_a_fact_about_the_authors_family_or_nobody_is_not(text):
    assert not facts.look(text)


@pytest.mark.parametrize(("text", "kinds"), SHARED)
def test_lists_secrets_and_other_peoples_children_are_found(text, kinds):
    assert shared.look(text, kinds)


@pytest.mark.parametrize(("text", "kinds"), HARMLESS)
def test_other_attachments_are_not(text, kinds):
    assert not shared.look(text, kinds)
