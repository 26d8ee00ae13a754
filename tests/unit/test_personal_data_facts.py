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
ABOUT_SOMEBODY += [
    "mae gan fab Mrs Rees weithiwr cymdeithasol".replace("weithiwr", "gweithiwr"),
    "Mae Ifan Parry mewn gofal",
    "Mr Haddad is a Jehovah's Witness, that's why no party",
    "Amira's dad converted to Islam and nobody is to know",
    "Olek's mum overstayed, the Home Office wrote",
    "Conall Grieve's da is out of Magilligan next week",
    "Exclusion hearing for Tyler is Thursday 10am",
    "Faith's dad got sacked in May",
    "Zuzia has cystic fibrosis, that's the cough",
    "Connor's still in nappies at school",
    "Aisha's on a CIN plan again",
    "Tyler sees his dad in supervised contact on Saturdays",
    "Bronwen is LAC, ask anyone",
    "Jamie needs a feeding tube",
    "the Nowak lad gets 1:1 support all day",
    "Mr Ash is an addict, everybody says",
    "Levi is on the at risk register",
    "Jess's mam is on fluoxetine",
    "Saoirse has alopecia",
    "Mr Ash is going deaf",
    "Brandon was referred to MASH",
    "Garside's up at Leeds Crown Court Tuesday",
    "Mae Macsen ar y rhestr amddiffyn plant",
    "Mae tad Cadi ar fudd-daliadau",
    "Mama Kacpra jest w szpitalu",
    "Tata lui Leo este la închisoare",
    "Only one lad in Kestrels has tourettes",
    "A certain Year 5 boy is on the register",
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
    "I'm Tilly's mam and she has dyslexia",
    "I am Kian's dad, he's got asthma",
    "Registration closes on the register link at 5",
    "Menopause cafe at the library Thursday",
    "she turned a deaf ear, the photocopier did too",
    "does anyone have tips for dyslexia?",
    "mine was diagnosed last week",
    "Mrs Gould's podcast about dyslexia is worth a listen",
    "One of the dads in Robins has a talk on HIV",
    "My boy in Owls with the hearing aids would love someone to sign with",
    "My Callum's ASD and happy to explain",
    "Inaya's mum here, she's having her hips done in May",
    "Mrs Stott signed off a plan without telling us",
    "two muslim mums are doing the Eid stall",
    "my son has cystic fibrosis so no sprays please",
    "the type 1 diabetes awareness day is Friday",
    "we're raising money for the hospice",
    "my youngest gets 1:1 help and it is brilliant",
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


def test_each_table_has_twelve_different_rows_or_more():
    assert all(len(set(map(str, rows))) >= 12 for rows in (ABOUT_SOMEBODY, ABOUT_NOBODY_ELSE, SHARED, HARMLESS))


@pytest.mark.parametrize("text", ["adopted, apparently", "ADHD and something else I think", "she's got epilepsy"])
def test_an_answer_to_a_question_about_somebody_is_about_them(text):
    found = facts.weigh(text, facts.find(text), facts.Setting(quoted="Is Faith the one who's off? What is it?"))
    assert any(hit.sure >= 0.45 for hit in found)


@pytest.mark.parametrize("quoted", ["", "Nits in Year 3 again.", "Does it matter?"])
def test_an_answer_about_nobody_is_not(quoted):
    text = "nits, probably"
    assert not facts.weigh(text, facts.find(text), facts.Setting(quoted=quoted))


@pytest.mark.parametrize("text", ["harry cole wets the bed", "miley doran is seeing camhs", "jack has asthma"])
def test_a_name_in_small_letters_is_known_from_the_roster(text):
    assert not any(hit.sure >= 0.45 for hit in facts.look(text))
    assert any(hit.sure >= 0.45 for hit in facts.weigh(text, facts.find(text), facts.Setting(others=(0,))))


@pytest.mark.parametrize(("official", "found"), [(True, True), (False, False)])
def test_what_staff_know_from_their_office_is_a_named_persons_data(official, found):
    text = "Just so you know, Mr Oyelaran has a disciplinary on Friday"
    hits = facts.weigh(text, facts.find(text, official=official), facts.ALONE)
    assert bool(hits) is found


def test_a_picture_shown_with_a_pupils_name_is_a_picture_of_somebodys_child():
    assert shared.look("gorgeous pic from the fete", {"photo"}, names_somebody=True)
    assert not shared.look("gorgeous pic from the fete", {"photo"})
    assert not shared.look("photos with permission on the site", {"photo"}, names_somebody=True)
    assert not shared.look("gorgeous pic from the fete", {"voice"}, names_somebody=True)


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
