"""Display names: plain abuse is found however it is written, and nobody's own name is."""

from datetime import UTC, datetime

import pytest

from moderation.detectors import nicknames
from moderation.domain import Author, Message, Ref
from moderation.normalise import prepare


def look(name):
    ref = Ref(platform="t", chat="c", message="1")
    author = Author(user="u", name=name)
    message = Message(ref=ref, group="g", author=author, text="Hello", sent_at=datetime(2026, 1, 5, tzinfo=UTC))
    return nicknames.build()([prepare(message)])[0]


@pytest.mark.parametrize(
    "name",
    [
        "Fuck Year 4",
        "FuuUuck the school",
        "w a n k e r",
        "Ms Cunt",
        "stup1d b1tch",
        "Mrs Marsden is a slag",
        "Marsden is a paedo",
        "Shithead",
        "Kill all pakis",
        "N1gger hunter",
        "\u0440aki out",
        "Hitler was right",
        "gas the jews",
        "Stab Mr Brown",
        "Callum is a thief",
        "the office are liars",
        "KillAllPakis",
        "w@nk-er",
        "f\U0001f346ck the school",
        "\u202eodeap\u202c",
    ],
)
def test_an_abusive_name_is_found(name):
    (found,) = look(name)
    assert found.score >= 0.8
    assert found.span is None
    assert name not in found.why


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Ann Parent",
        "Ollie's mum",
        "Dick Cox",
        "Gaye Black",
        "Mohammed Hussein",
        "Fanny Hancock",
        "Kate Butt",
        "Big Gay Al",
        "Jewish mum of 3",
        "Sarah \U0001f3f3\ufe0f\u200d\U0001f308",
        "Jo from Scunthorpe",
        "Penistone FC",
        "Pakistani cricket fan",
        "Tony Nazir",
        "Burn Bright Yoga",
        "Mrs Killian",
        "Ms Hangleton",
        "Shoot the breeze"[:5],
        "Assad Khan",
        "Mo R. On",
        "Chin Kim",
        "Jon (Sam's dad)",
        "therapist Jo",
        "D.I.C. Kay",
    ],
)
def test_a_persons_own_name_is_not(name):
    assert look(name) == []
