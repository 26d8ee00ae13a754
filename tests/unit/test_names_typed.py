"""Names as phones and hurried thumbs write them, and words that are names only now and then. Everybody is made up."""

from datetime import UTC, datetime

import pytest

from moderation import roster
from moderation.detectors import names
from moderation.domain import Author, Message, Ref
from moderation.normalise import prepare

PEOPLE = roster.parse(
    "forename,surname\n"
    "Mary-Jane,Parker\n"
    "Caitlin,O'Neill\n"
    "Łukasz,Wójcik\n"
    "Mia,Ng\n"
    "Zoë,Smith-Jones\n"
    "Poppy,Fields\n"
    "An,Nguyen\n"
    "Thi,Tran\n"
    "Les,Ode\n"
    "Teddy,Best\n"
    "Kit,Lowe\n"
    "Seren,Bowen\n"
    "Jasper,Ash\n"
    "George,Vale\n"
    "Dewi,Rees\n"
    "Stanley,Quill\n"
    "Mohammed,Iqbal\n"
    "Grace,Penhaligon\n"
    "Summer,Hill\n"
    "Jack,Rowntree\n"
    "Maya,Marsh\n"
)
DETECTOR = names.build(roster=PEOPLE)
HIDE, REVIEW = 0.75, 0.4


def score(text, detector=DETECTOR):
    ref = Ref(platform="test", chat="1", message="1")
    sent = datetime(2026, 1, 5, tzinfo=UTC)
    subject = prepare(Message(ref=ref, group="1", author=Author(user="1"), text=text, sent_at=sent))
    return max((one.score for one in detector([subject])[0] if one.category == "child_named"), default=0.0)


@pytest.mark.parametrize(
    "text",
    [
        "Mary\u2011Jane hit mine again",  # a hyphen that does not break, as word processors write it
        "Mary\u2013Jane Parker is a thief",
        "Zoe Smith\u2011Jones stinks",
        "Caitlin O\u2019Neill was suspended",
        "Ł. Wójcik was suspended",
        "mia hit my daughter again",
        "zoe is such a bully",
        "mias mum is in prison",
        "Zoës dad was arrested",
        "Poppy kicked mine",
        "my son was hit by poppy again",
        "teddy is a nightmare",
        "Seren stole it",
        "mohamed iqbal hit my son",
        "Muhammad Iqbal\u2019s dad was arrested",
        "gracie penhaligon is a bully",
        "Kaitlyn O\u2019Neill stinks",
        "Summer hill stinks",
        "summer hill kicked mine",
        "Grace  Penhaligon hit mine",
        "Grace\tPenhaligon was excluded",
        "the  Quill  boy stole it",
    ],
)
def test_a_child_exposed_is_hidden(text):
    assert score(text) >= HIDE


@pytest.mark.parametrize(
    "text",
    [
        "An email went out, an apple a day",
        "this is less than last year",
        "please bring a teddy for the teddy bears\u2019 picnic",
        "is it pe kit today?",
        "Seren yr Wythnos: llongyfarchiadau bawb",
        "Jasper\u2019s Beanstalk is the book this week",
        "Lost 3-2 to St George\u2019s, St. George won the cup",
        "Dydd Gŵyl Dewi hapus",
        "Stanley knife needed for set building",
        "Poppy appeal, poppies at the office",
        "Summer hill walk is on Sunday",
        "jack of all trades wanted for the shed",
        "Whose is the Jack russell? It stinks",
        "Mr Iqbal, Coach Iqbal and Miss Iqbal were not rude",
        "A muddy marsh walk",
        "Mehmood Iqbal our MP was rude",
    ],
)
def test_words_that_are_names_now_and_then_are_left_alone(text):
    assert score(text) < REVIEW


@pytest.mark.parametrize(
    "text",
    [
        "Poppy's my youngest, she lost her top",
        "Mia is mine and needs a lift",
        "Mia's mine, anyone got a spare blazer",
        "Stanley's our lad, has anyone seen his trombone",
        "Seren (my girl) forgot her recorder",
        "It's Mia, she's my daughter, who wants a partner",
    ],
)
def test_a_child_said_to_be_ones_own_is_left_alone(text):
    assert score(text) < REVIEW


@pytest.mark.parametrize(
    "text",
    ["Stanley is my youngest's friend", "Mia's my lads best mate", "Mia isn't mine", "Mia is mine's best friend"],
)
def test_a_friend_of_ones_own_child_is_not_ones_own(text):
    assert score(text) >= REVIEW


@pytest.mark.parametrize(
    "text",
    [
        "Stanley the Musical tickets half price",
        "Mia's Diner does a menu",
        "Dewi's restaurant is halal",
        "Jasper' chippy",
    ],
)
def test_titles_and_businesses_are_no_children(text):
    assert score(text) < REVIEW


def test_initials_with_the_code_of_a_class_are_those_of_a_pupil():
    coded = names.build(roster=roster.parse("forename,surname,class\nKian,Doyle,9T\n"))
    assert REVIEW <= score("K.D. in 9T was vaping", coded) < HIDE
    assert REVIEW <= score("K.D., 9T, was vaping", coded) < HIDE
    assert score("K.D. in 9B was vaping", coded) == 0
    assert score("KD 9 till 5", coded) == 0
