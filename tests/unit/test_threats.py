"""Plain threats are found however they are written; strong words without harm are not."""

from datetime import UTC, datetime

import pytest

from moderation.detectors.threats import build
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


@pytest.mark.parametrize("text", HARMLESS)
def test_strong_words_without_harm_are_left_alone(text):
    assert found(text) == []


def test_a_likely_threat_scores_lower_than_a_plain_one():
    assert found("I am going to kill him")[0].score < found("I am going to break his legs")[0].score
