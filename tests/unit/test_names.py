"""Children named: whose child, in what tone, and which words are no names. Everybody is made up."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation import roster
from moderation.detectors import names
from moderation.domain import Author, Message, Ref, Role
from moderation.normalise import prepare
from moderation.redact import mask

CSV = """kind,given_name,family_name,known_as,title,role,class,photo_consent,naming_consent
staff,Helen,Quill,Mrs Quill,Mrs,Headteacher,,,
staff,Sanjay,Pardoe,Mr Pardoe,Mr,Deputy Head,,,
pupil,Jamie,Thornton,,,,Year 4 Kestrels,no,no
pupil,Aisha,Rahman,,,,Year 4 Kestrels,yes,yes
pupil,Oliver,Hughes,Ollie,,,Year 4 Kestrels,yes,no
pupil,Zuzanna,Kowalska,Zuzia,,,Year 2 Wrens,no,no
pupil,Siôn,Llewellyn,,,,Year 2 Wrens,no,no
pupil,Ellie-Mae,O'Hare,,,,Year 2 Wrens,no,no
pupil,Grace,Penhaligon,,,,Year 6 Eagles,no,no
pupil,Tyler,Marsh,,,,Year 6 Eagles,yes,no
pupil,Summer,Hill,,,,Year 3 Owls,no,no
pupil,Will,Booth,,,,Year 3 Owls,no,no
pupil,May,Lister,,,,Year 3 Owls,no,no
pupil,Rowan,Yardley,,,,Year 5 Rowan,no,no
pupil,Connor,Brannigan,,,,Year 5 Rowan,no,no
pupil,Noah,Small-Jones,,,,Year 5 Rowan,no,no
"""
DETECTOR = names.build(roster=roster.parse(CSV))
HIDE, REVIEW = 0.75, 0.4
LOOKED_AT = 0.5  # kindly or practical


def findings(text, role=Role.PARENT, detector=DETECTOR):
    ref = Ref(platform="test", chat="1", message="1")
    author = Author(user="1", role=role)
    sent = datetime(2026, 1, 5, tzinfo=UTC)
    message = Message(ref=ref, group="1", author=author, text=text, sent_at=sent)
    return detector([prepare(message)])[0]


def score(text, category="child_named", **more):
    return max((one.score for one in findings(text, **more) if one.category == category), default=0.0)


@pytest.mark.parametrize(
    "text",
    [
        "Jamie Thornton hit mine again",
        "that Brannigan kid battered our Joe",
        "the Thornton boy is a nightmare",
        "Aisha R has been crying all week",
        "aisha rahman stinks",
        "Zuzia's mum beats her",
        "j4m1e thornton is a nightmare",
        "J a m i e Thornton nicked it",
        "ЈаmіE Thornton stole it",
        "sion llewellyn was sick and wet himself",
        "ellie mae o'hare is a thief",
        "elliemae is such a liar",
        "Tyler walks home alone every day",
        "tylers dad is in prison",
        "Grace Penhaligon has two phones and nobody asks why",
        "Ollie's been excluded",
        "nobody likes Jamie",
        "The Brannigans were arrested",
        "Will hit mine with a ruler",
        "Will told my daughter he's scared of his stepdad",
        "why do they let grace come in stinking like that",
        "the mum of Jamie is a drunk who beats him, everybody has seen her hit him",
        "Jamie Is A Bully And Nobody Cares",
        "JAMIE IS A BULLY",
        "Jamie Year 4 hit mine",
        "Jamie Keeps hitting mine",
        "Jamie Aisha and Zuzia punched mine",
        "My Tyler and Connor have worms",
    ],
)
def test_a_child_exposed_is_hidden(text):
    assert score(text) >= HIDE


@pytest.mark.parametrize(
    "text",
    [
        "Is Aisha Rahman's mum on here? We've got her coat",
        "Happy birthday Jamie!",
        "tell Zuzia's mum the costume is in",
        "thanks to Ollie H for helping mine",
        "Who's partnered with Tyler for the science fair?",
        "Can Siôn have a lift to training?",
        "Ellie-Mae left her flute in my car",
        "well done Grace P, what a lovely voice",
        "Jamie and Aisha are coming to tea, can their mums message me",
        "get well soon Summer Hill xx",
        "Connor's jumper came home with us",
        "Is Will poorly? Get well soon",
        "Jamie Please ask your mum about the coat",
        "Happy birthday Jamie Love from all of us",
        "It wasn't mine, Jamie did it",
        "my daughter's friend Zuzia still wears nappies",
        "My daughter is in the same form as Connor",
        "As for my son: Connor took his phone",
        "Is Connor my son's new best friend now",
    ],
)
def test_a_kind_or_practical_mention_is_reviewed(text):
    assert REVIEW <= score(text) < HIDE


@pytest.mark.parametrize(
    "text",
    [
        "my Jamie lost his coat",
        "my son Jamie hates maths lol",
        "our Tyler's crying over the score",
        "hi it's Aisha's mum, who has the spellings?",
        "Ollie's dad here, running late",
        "My lovely daughter Grace is off sick",
        "new phone, it's Becca (Jamie's mum)",
        "I'm Zuzia's nan, which gate is it?",
        "Jamie is first on stage, that's my boy",
        "Can I drop the form off for my daughter Zuzia later?",
        "My son's PE bag is gone, name inside is Jamie",
        "my son's called Jamie and he is new",
        "Two of them, mine is called Jamie",
        "My Tyler and Connor are both singing on Friday",
    ],
)
def test_the_authors_own_child_is_left_alone(text):
    assert score(text) < REVIEW


@pytest.mark.parametrize(
    "text",
    [
        "may I just say thank you",
        "I will do it",
        "Will you be there?",
        "in May we go to camp",
        "summer holidays soon",
        "Summer Club opens at 7pm",
        "by the grace of god",
        "jam from the marsh",
        "up the hill and left",
        "Rowan class had the tidiest cloakroom",
        "Mr Hughes fixed the tap",
        "Mrs Marsh from the shop",
        "Jamieson Road is closed",
        "the willow tree",
        "hughes",
        "Charlotte Street is shut",
        "ask Mrs O. Hughes about the appeal",
        "Does anyone know what time Will and the Beanstalk finishes?",
        "Noah's Ark Farm Zoo trip £12",
        "Oliver Twist rehearsal Thursday",
        "Tyler and the Chocolate Factory costume wanted",
        "Connor Wills hoodie found",
        "PE in Kestrels is on Friday",
    ],
)
def test_ordinary_words_and_other_peoples_names_are_left_alone(text):
    assert score(text) < REVIEW


@pytest.mark.parametrize("role", [Role.STAFF, Role.GOVERNOR])
def test_good_news_from_the_school_is_left_alone(role):
    text = "Congratulations to Jamie Thornton, who won the poetry prize"
    assert score(text, role=role) < REVIEW <= score(text)


def test_a_parents_good_news_of_a_pupil_who_may_be_named_is_left_to_the_strictest_packs():
    text = "Well done Aisha Rahman for winning the art prize"
    assert 0.3 <= score(text) < REVIEW <= score(text.replace("Aisha Rahman", "Jamie Thornton"))


@pytest.mark.parametrize("text", ["Connor Wills bites the little ones", "Jamie and the Giant Baby got a detention"])
def test_harm_said_of_what_may_be_a_pupil_by_another_family_name_is_reviewed(text):
    assert 0.5 <= score(text) < HIDE


@pytest.mark.parametrize(
    "text", ["J.T. from Kestrels has been excluded again", "J T in the Kestrels class", "ask JT (Kestrels) about it"]
)
def test_the_initials_of_a_pupil_with_their_class_are_reviewed(text):
    assert REVIEW <= score(text) < HIDE
    assert score(text.replace("T", "X")) < REVIEW


def test_a_pupil_may_say_who_they_are():
    assert score("hi i'm Jamie from year 4", role=Role.PUPIL) < REVIEW


LINKED = names.build(
    roster=roster.parse(
        "forename,surname,preferred surname,parents\nJamie,Thornton,Vale,test:1\nAisha,Rahman,,test:2 other:1\n"
    )
)


def test_a_parent_on_record_may_name_their_own_child_and_no_other():
    assert score("Jamie was sick and cried all night", detector=LINKED) < REVIEW
    assert score("Aisha was sick and cried all night", detector=LINKED) >= HIDE


def test_the_family_name_a_pupil_goes_by_is_theirs_too():
    assert score("the Vale boy is a nightmare") < REVIEW
    linked = roster.parse("forename,surname,preferred surname\nJamie,Thornton,Vale\n")
    assert score("the Vale boy is a nightmare", detector=names.build(roster=linked)) >= HIDE


@pytest.mark.parametrize(
    ("caption", "refused"),
    [
        ("Our new library", None),
        ("Aisha at the fair", 0),
        ("Aisha Rahman and Jamie Thornton at the fair", 1),
        ("Jamie Thornton with his sister, well done Jamie", 1),
        ("Zuzia, Jamie and Ollie", 2),
        ("Mrs Quill opens the fair", None),
        ("Summer fair in May, by the grace of the weather", None),
        ("", None),
    ],
)
def test_a_caption_says_how_many_pupils_have_no_photo_consent(caption, refused):
    assert DETECTOR.naming.photo_refused(caption) == refused


def test_a_name_two_pupils_bear_is_refused_when_one_of_them_is():
    people = "forename,surname,photo consent\nAmy,Quill,yes\nAmy,Ash,no\n"
    naming = names.build(roster=roster.parse(people)).naming
    assert [naming.photo_refused(caption) for caption in ("Amy Quill", "Amy Ash", "Amy")] == [0, 1, 1]


@pytest.mark.parametrize(
    ("text", "role", "settles"),
    [
        ("Star of the week: well done Aisha Rahman!", Role.STAFF, True),
        ("My Aisha loved the fair", Role.PARENT, True),
        ("Aisha Rahman loved the fair", Role.PARENT, False),
        ("My Aisha says Jamie Thornton bit her", Role.PARENT, False),
        ("My Aisha was punched by Kai Thompson, his dad is in prison", Role.PARENT, False),  # Kai is on no roster
        ("My Aisha sat with Kai in Year 4", Role.PARENT, False),
        ("Well done Aisha Rahman, who was in tears again", Role.STAFF, False),
        ("Well done Aisha Rahman for winning the art prize", Role.PARENT, True),
        ("Well done Aisha for winning the art prize!", Role.PARENT, True),
        ("Well done Aisha Rahman and Jamie for winning the art prize", Role.PARENT, False),  # Jamie may not be named
        ("Well done Aisha Smith for winning the art prize", Role.PARENT, False),  # perhaps another Aisha
        ("Well done Aisha Rahman for winning, but she never washes", Role.PARENT, False),
        ("Well done Aisha Rahman at number 8, a champion", Role.PARENT, False),
        ("Aisha Rahman played truant with the first team", Role.PARENT, False),
        ("my son's called Jamie", Role.PARENT, True),
        ("My boy (Jamie) is off today", Role.PARENT, True),
        ("Jamie, that's my boy", Role.PARENT, True),
        ("Jamie is my youngest", Role.PARENT, True),
        ("Jamie's mum here, any spare shoes?", Role.PARENT, True),
        ("hi it's Jamie's mum", Role.PARENT, True),
        ("Lost: one navy coat, size 6. Jamie's dad", Role.PARENT, True),
        ("Who was shouting at the gate? Jamie's dad", Role.PARENT, False),
        ("Jamie's mum here says he is adopted", Role.PARENT, False),
        ("it's Jamie's mum who never pays", Role.PARENT, False),
        ("Jamie is my son's bully", Role.PARENT, False),
        ("Mum of Jamie again, what a state", Role.PARENT, False),
        ("Is Jamie here yet?", Role.PARENT, False),
        ("My Tyler and Connor have worms", Role.PARENT, False),
        ("It was mine, Jamie and all", Role.PARENT, False),
        ("I asked my son, Connor did it", Role.PARENT, False),
        ("My son's PE bag is gone, name inside is Jamie", Role.PARENT, False),
        ("My daughter is terrified of Connor", Role.PARENT, False),
        ("Jamie here, which gate is it?", Role.PUPIL, True),
    ],
)
def test_the_roster_settles_that_all_who_are_named_may_be(text, role, settles):
    children = [one for one in findings(text, role) if one.category == "child_named"]
    assert children
    assert all(one.settles and one.score < LOOKED_AT for one in children) is settles


@pytest.mark.parametrize(
    ("text", "settles"),
    [
        ("Happy birthday Jamie!", True),
        ("We've found Jamie Thornton's jumper", True),
        ("We've found Jamie Thornton's jumper, it stinks", False),
        ("Happy birthday Jamie and Kai from Year 4!", False),  # Kai is on no roster
        ("Jamie Thornton", False),
    ],
)
def test_a_kind_or_practical_mention_is_for_a_person_to_look_at_and_no_more(text, settles):
    children = [one for one in findings(text, Role.PARENT) if one.category == "child_named"]
    assert {one.settles and one.score == LOOKED_AT for one in children} == {settles}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Well done Amy Quill!", {"pupil//amy quill"}),
        ("Well done Amy!", {"pupil//amy quill", "pupil//amy ash"}),  # who is meant cannot be told
        ("Amy Ash and Ben Quill won", {"pupil//amy ash"}),  # Ben's family consents to nothing
        ("Nobody won", set()),
    ],
)
def test_those_whose_families_consent_are_known_by_their_identity(text, named):
    people = "forename,surname,photo consent,naming consent\nAmy,Quill,yes,no\nAmy,Ash,no,yes\nBen,Quill,no,no\n"
    assert names.build(roster=roster.parse(people)).naming.consenting(text) == named


@pytest.mark.parametrize("text", ["Mrs Quill said no", "Sanjay Pardoe was there", "mr pardoe's class", "ask Mr P"])
def test_staff_named_is_told_and_is_no_child(text):
    assert score(text, "staff_named") > 0
    assert score(text) < REVIEW


@pytest.mark.parametrize(
    "text",
    ["that lad in Owls with the hearing aids, no wonder", "Kacper in Year 5 again", "the boy who lives at number 9"],
)
def test_a_child_can_be_identified_without_the_roster(text):
    assert score(text, detector=names.build()) >= REVIEW


@pytest.mark.parametrize(
    "text", ["Year 4 in Reception today", "the boys' toilets", "children in Year 2 swim on Monday"]
)
def test_a_class_is_nobody(text):
    assert score(text, detector=names.build()) < REVIEW


@pytest.mark.parametrize("text", ["the kid who held the door, thank you", "Who's the lad with the brace?"])
def test_somebody_described_in_passing_is_left_to_the_other_detectors(text):
    assert score(text) < 0.5


def test_an_explanation_shows_no_name():
    assert not any("jamie" in one.why.lower() for one in findings("Jamie Thornton hit Aisha R, ask Mrs Quill"))


def test_the_span_is_the_name_in_the_raw_text():
    text = "that j\u200bamie thornton is a brat"
    (found,) = findings(text)
    assert text[slice(*found.span)] == "j\u200bamie thornton"


def test_masking_leaves_no_name():
    masked = mask("Jamie Thornton hit Aisha R and Zuzia", findings("Jamie Thornton hit Aisha R and Zuzia"))
    assert masked.startswith("[name] hit [name]")
    assert masked.endswith("and [name]")


def test_a_roster_file_is_read(tmp_path):
    path = tmp_path / "school.csv"
    path.write_text(CSV, encoding="utf-8")
    assert score("Jamie Thornton hit mine", detector=names.build(roster=str(path))) >= HIDE


def test_a_wrong_roster_is_named(tmp_path):
    path = tmp_path / "school.csv"
    path.write_text("kind,given_name,family_name\nalien,A,B\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"school\.csv:2: kind"):
        names.build(roster=path)
    with pytest.raises(TypeError, match="option 'roster'"):
        names.build(roster=7)


WORDS = st.sampled_from(
    [
        "Jamie",
        "Thornton",
        "jamie's",
        "mum",
        "the",
        "Mr",
        "P",
        "h1t",
        "\u200b",
        "😀",
        "J",
        "'s",
        "Summer",
        "Hill",
        "İ",
        "May",
        "\n",
        "-",
    ]
)


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=30).map(" ".join)))
def test_spans_and_scores_are_always_in_range(text):
    for one in findings(text):
        assert 0 <= one.score <= 1
        assert one.span is not None
        assert 0 <= one.span[0] < one.span[1] <= len(text)
