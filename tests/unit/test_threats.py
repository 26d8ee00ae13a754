"""Plain threats are found however they are written; strong words without harm are not."""

from datetime import UTC, datetime

import pytest

from moderation.detectors.threats import LIKELY, build
from moderation.domain import Author, Message, Ref
from moderation.normalise import prepare

THREATS = [
    "I am going to break Callum's dad's legs at the gate tomorrow",
    "I'll be at the gate tonight and I'll break his legs",
    "I'll knосk her spаrk out",  # Cyrillic letters among the Latin ones
    "I will punch you in the face",
    "im gonna slap that teacher in the face",
    "I'll kill you",
    "I will k i l l you",
    "i'm going to smash her windows",
    "We'll batter your lad",
    "He won't walk again when I am done",
    "you're dead meat",
    "My brother will smash his face in",
    "we are coming to burn their house down",
    "I\u2019ll break his legs at the gate",  # as a phone writes the apostrophe
    "you\u2019re a dead man",
    "I'm going to punch Mr Osei in the face",
    "I will smack that woman round the head",
    "I'm gonna cave your fat head in",
    "I'll break some legs tonight",
    "I will  break\nhis   legs",
    "I will, I swear, I will break, his legs",
    "I'll break his f***ing legs",
    "I'll fucking kill you",
    "I'll smash his kneecaps",
    "I shall break your neck",
    "Il kill u",  # as thumbs type
    "Iam going to punch her in the face",
    "Im going kill you",
    "Gonna smash his face in tomorrow",
    "You\u2019re dead!!! \U0001f52a",
    "ur dead if you come near my lad",
    "He\u2019s getting his legs broken tonight",
    "She wants her head kicking in",
    "I'll make sure he never walks again",
    "I'll batter your Jamie",
    "See you all at the fair. i w.i.l.l k.i.l.l the head tomorrow at nine. Kind regards",
    "We're going to stab Mr Osei",
    "im gonna sh00t that teacher",
    "||I'll break his legs||",
    "#IWillKillYou",
    "u r d3ad m3at",
    "u r dead if you come near my lad",
    "I 👊 will 👊 break 👊 his 👊 legs",
]
RESPELT = [
    "I\u2019ll breaak his neeck",
    "ill smaash your faace in",
    "we will buurn your house down",
    "i'll knoock your teeth out",
    "I'll br\u00e8ak his l\u00e9gs",
    "i will ch\u00f6ke him, break his n\u00ebck",
    "i w\u00efll \u00dftab you",
    "you're deaad meeat",
    "i will kiII you",  # capital I for l
    "i-will-kill-you",
    "i will_kill_you",
    "i ll kill you",
    "I'II kill you",  # also behind an apostrophe
    "I\u2019II break his legs",
    "i'll-kick-your-teeth-out",
]
FEARED = [
    "My son will break his neck on that climbing frame",
    "our daughter is going to break her arm on the loose step",
    "The doctors say she will never walk again",
]
HARMLESS = [
    "I'll kill for a coffee this morning",
    "The nits are murder",
    "We're going to smash it at sports day",
    "I'm going to hit the road at four",
    "Break a leg tonight, all of Year 6!",
    "My lad broke his arm on the slide and hit his head",
    "I will cut the cake and put the kettle on",
    "'I will kill you' said the cat to the Pyrex lid",
    "She's going to beat you all at chess",
    "I'm dead on my feet",
    "Mine will be off tomorrow with a cut knee",
    "The car park will break my suspension",
    "Somebody is going to break their neck on those steps",
    "I'll knock on the windows when I get there, the bell is broken",
    "I'm going to knock it on the head after ten years",
    "I'll cut the neck hole bigger on the costume",
    "I'm going to blow up your arm bands for the swimming party",
    "I'll break it to the head gently",
    "I'm going to knock on the head's door tomorrow",
    "We'll cut the arms off old shirts for the overalls",
    "I'm going to hit the shops and buy face paint for Friday",
    "I'm going to kick off the face painting at two",
    "I will burn the house down if I bake again",
    "I think we are about to hit the nail on the head",
    "I will never break his legs, whatever they say",
    "We\u2019ll slap some paint on the face of the clock",
    "I\u2019ll shoot you an email later",
    "Gonna shoot you over the form in a sec",
    "I\u2019m going to shoot your family portraits on Saturday, \u00a325 a session",
    "I\u2019ll batter your sausages for the fete stall",
    "I\u2019m gonna kill them hedges this weekend",
    "I\u2019ll never walk again after leg day",
    "My nan won\u2019t walk again until her hip is done",
    "ur dead right about the parking",
    "Your dead hamster was lovely, so sorry",
    "He got his arm broken on the slide",
    "I'm going to shoot Mr Osei an email",
    "We are going to shoot the teacher's leaving film",
    "I'll murder the head off these roses",
    "We will kill the teachers at rounders",
    "I am going to shoot the head over a text",
    "The team photo should be shot in landscape",
    "The goal should be shot at from further out",
    "The banners should be hung by the stairs",
    "Lights need to be strung along the fence",
    "I'll brriing the eggs, beeat them and hitt the road",
    "Si\u00e2n will hit the n\u00f4te in your song",
    "World War II, part II: we're going to kick off at two",
    "he'll do a knock-knock joke on your door",
    "I'll hit send - your face paint list is on it",
    "we're going to smash - his arms are huge",
    "We are going to kick-start your legs on Monday",
    "I'll blow-dry your head in a minute, darling",
]
WISHED = [
    "Stupid cow should be shot",
    "He is a nonce and he should be hanged",
    "people like her deserve to be strung up",
    "The lot of them ought to be lynched",
]


def found(text):
    ref = Ref(platform="t", chat="c", message="1")
    subject = prepare(Message(ref=ref, group="g", author=Author(user="u"), text=text, sent_at=datetime.now(UTC)))
    return build()([subject])[0]


@pytest.mark.parametrize("text", THREATS)
def test_a_plain_threat_is_found_and_its_span_lies_in_the_text(text):
    (first, *_) = found(text)
    assert first.category == "threat"
    assert 0 <= first.span[0] < first.span[1] <= len(text)


@pytest.mark.parametrize("text", RESPELT)
def test_a_threat_is_read_as_the_model_reads_it_and_points_into_what_was_written(text):
    first, *_ = found(text)
    start, end = first.span
    assert text[start:end].split()[0][0].lower() in "iwy"
    assert 4 < end - start <= len(text)


@pytest.mark.parametrize("end", ["faace", "neeck", "skuull"])
def test_a_respelt_span_ends_with_the_last_letter(end):
    text = f"I'll smaash your {end}"
    assert text[slice(*found(text)[0].span)].endswith(end)


def test_what_both_readings_show_is_told_once():
    assert len(found("I'll break his legs, Si\u00e2n")) == 1


@pytest.mark.parametrize("text", HARMLESS)
def test_strong_words_without_harm_are_left_alone(text):
    assert found(text) == []


@pytest.mark.parametrize("text", FEARED)
def test_an_accident_that_a_parent_fears_is_for_a_person_to_look_at(text):
    assert max(one.score for one in found(text)) < 0.9


@pytest.mark.parametrize("text", WISHED)
def test_a_wish_of_violence_is_for_a_person_to_look_at(text):
    assert [(one.category, one.score) for one in found(text)] == [("threat", LIKELY)]


def test_a_likely_threat_scores_lower_than_a_plain_one():
    assert found("I am going to kill him")[0].score < found("I am going to break his legs")[0].score
