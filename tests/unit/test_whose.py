"""Whose a detail is, and whether the words say so outright or only happen to stand near it."""

import pytest

from moderation.recognisers.ownership import Whose, is_said, whose

NUMBER = "07700 900123"


def place(text):
    """The text with the detail in it, and where that stands."""
    start = text.index("#")
    return text.replace("#", NUMBER), start, start + len(NUMBER)


POSSESSED = (
    "he just text me on #",
    "some man keeps trying to ring me on #",
    "that number called our house, #",
    "Mr Pardoe's mobile, we all need it: #",
    "Miss Quill's private number for us is #",
    "my daughter's friend Zuzia is on #",
    "Mrs Quill's home number if we need it: #",
    "my son's tutor group mate Connor is on #",
    "call our Mrs Quill\u2019s cell at the club: #",
    "Dr Ash's tel. we can use at school is #",
    "we have Kieran's phone, # at the club",
    "# is Kieran's mobile, text me if he does not answer",
    "mrs quills mobile for us is #",
    "my neighbours number, we all need it: #",
    "number for Mr Pardoe if we need it: #",
    "add me, or here's your mum's # for us",
    "Dave from the club, #, he owes us money",
    "the private number for the club, #",
    "Mr Pardoe's no. if we need the school: #",
    "# is the lad who nicked the bikes near us",
    "# belongs to the dad who blocked us in",
    "number for the fella who owes me, #",
)
OWN = (
    "my number is #",
    "my new mobile is #",
    "I'm on # if anyone wants a lift",
    "text me on #",
    "ring me, #",
    "call me # any time",
    "email me at #",
    "message me: #",
    "new phone, it's me Sharon, use #",
    "you can contact me on #",
    "reach me on #",
    "# is my number",
    "#, text me",
    "my home number is #",
    "my own private mobile: #",
    "I've lost Dave's number, can he text me on #",
    "my number's #",
    "not sleeping, I'm #",
    "m\u00f3j numer #",
    "mera number # hai",
    "num\u0103rul meu este #",
    "Zadzwo\u0144cie do mnie: #",
    "here's my no. #",
    "PM me or #",
    "Lift share anyone? I'm Kate #",
    "my details: Kate Ash, #",
)
PUBLIC = (
    "Office is # before 9 if they're off",
    "reception: #",
    "the school is on #",
    "absence line #",
    "ring the helpline on #",
    "bookings on #",
    "the surgery is #",
    "council are on #",
    "Kings Coaches #",
    "the school's number is #",
    "please email absences to #",
    "ring # and press 2 for the office",
    "#, that's the school office",
    "Szko\u0142a: #",
    "Sarah's no help, the office is #",
    "\u0218coala: #",
)
NEAR_ONLY = (
    "we all need it: #",
    "Dave from the club, #, he owes us money",
    "from the library, #",
    "our Zuzia, #",
    "the tutor, #",
    "Dave off the club # for us",
    "my daughter, #",
    "the club's number is #",
    "ring Tyler for me on #",
    "contact me if this man rings you: #",
    "call me if you know who # is",
    "message me and Karen #",
    "my number for Zuzia is #",
    "he works at the council, #",
    "Jo from the office, #",
    "vapes at the school gates, msg #",
    "back in school tomorrow #",
)


def instead(text, value):
    """The text with this value in place of the mobile, and where that stands."""
    start = text.index("#")
    return text.replace("#", value), start, start + len(value)


@pytest.mark.parametrize("text", POSSESSED)
def test_a_stated_possessor_counts_for_more_than_whoever_stands_nearer(text):
    assert whose(*place(text)) is Whose.OTHER
    assert not is_said(*place(text))


@pytest.mark.parametrize("text", OWN)
def test_an_author_who_says_a_detail_is_their_own_is_believed(text):
    assert whose(*place(text)) is Whose.OWN
    assert is_said(*place(text))


@pytest.mark.parametrize("text", PUBLIC)
def test_a_detail_said_to_be_an_organisations_is_public(text):
    assert whose(*place(text)) is Whose.PUBLIC
    assert is_said(*place(text))


@pytest.mark.parametrize("text", NEAR_ONLY)
def test_a_word_that_only_stands_near_says_nothing_outright(text):
    assert not is_said(*place(text))


LANDLINE = "01632 960220"
HOUSE = "14 Mill Lane"


@pytest.mark.parametrize(
    "text",
    [
        "Dr Patel's surgery has flu slots #",
        "Dr Kumar's practice at the health centre moved, new number #",
        "The dentist's # has places",
        "Vet on the main road # take hedgehogs",
        "The optician near school, #, does free eye tests",
        "Orthodontist moved to #",
        "The Grove bookshop # has the reading list",
    ],
)
def test_a_landline_beside_a_place_is_that_places(text):
    assert whose(*instead(text, LANDLINE)) is Whose.PUBLIC
    assert whose(*instead(f"she says {text}".replace("#", "her home number #"), LANDLINE)) is Whose.OTHER


def test_a_landline_said_to_be_a_places_is_so_outright_and_a_mobile_is_not():
    text = "Dr Patel's surgery has flu slots #"
    assert is_said(*instead(text, LANDLINE))
    assert not is_said(*place(text))
    assert not is_said(*instead("the surgery rang and his mum is on #", LANDLINE))


@pytest.mark.parametrize("text", ["trip mobile is #, Mr Thewlis has it", "residential phone # for emergencies"])
def test_the_phone_of_a_trip_is_the_schools(text):
    assert whose(*place(text)) is Whose.PUBLIC


@pytest.mark.parametrize("text", ["our Kian's # is broken", "my Dom's phone is #", "our Ethan's mobile # for the trip"])
def test_the_number_of_ones_own_family_is_ones_own(text):
    assert whose(*place(text)) is Whose.OWN
    assert whose(*place(text.replace("our ", "").replace("my ", ""))) is Whose.OTHER


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("Kian lives at #", Whose.OTHER),
        ("Amelie's nan still lives at #", Whose.OTHER),
        ("# mae hi", Whose.OTHER),
        ("#, above the shop", Whose.UNKNOWN),
        ("the shop is #", Whose.PUBLIC),
        ("Pharmacy moved to #", Whose.UNKNOWN),
        ("Brownies moved to #", Whose.UNKNOWN),
        ("Steel band live at #", Whose.UNKNOWN),
        ("who lives at #", Whose.UNKNOWN),
    ],
)
def test_who_lives_somewhere_owns_the_address_and_a_shop_nearby_does_not(text, owner):
    assert whose(*instead(text, HOUSE)) is owner


@pytest.mark.parametrize("text", ["# is the lady for the uniform shop", "number for the guy who does tuition is #"])
def test_somebody_at_work_is_not_stated_to_own_it(text):
    assert whose(*place(text)) is Whose.PUBLIC


@pytest.mark.parametrize(
    "text", ["Mrs Patel from the bakery, #", "Mr Jones at the garage # does it", "Dr Ash of the clinic, #"]
)
def test_the_landline_of_somebody_who_works_in_a_place_is_theirs(text):
    assert whose(*instead(text, LANDLINE)) is Whose.OTHER
    assert not is_said(*instead(text, LANDLINE))
