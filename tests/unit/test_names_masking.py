"""Where a name begins and ends: nothing of a child's name is left beside what was masked. Everybody is made up."""

from datetime import UTC, datetime

import pytest

from moderation import roster
from moderation.detectors import names
from moderation.domain import Author, Message, Ref, Role
from moderation.normalise import prepare
from moderation.recognisers.name_index import Form, NameIndex
from moderation.redact import mask

PEOPLE = roster.parse(
    "forename,surname,preferred forename\n"
    "Jamie,Thornton,\n"
    "Aisha,Rahman,\n"
    "Lee,Ash,\n"
    "Ellie-Mae,O'Hare,\n"
    "Leo,Small-Jones,\n"
    "Muhammad,Ali Khan,Mo\n"
    "Eva,De La Cruz,\n"
    "An,Li,\n"
)
DETECTOR = names.build(roster=PEOPLE)


def masked(text):
    ref = Ref(platform="test", chat="1", message="1")
    author = Author(user="1", role=Role.PARENT)
    sent = datetime(2026, 1, 5, tzinfo=UTC)
    subject = prepare(Message(ref=ref, group="1", author=author, text=text, sent_at=sent))
    return mask(text, DETECTOR([subject])[0])


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Happy birthday to Jamie Lee Thornton!", "Happy birthday to [name]!"),
        ("Happy birthday to jamie l. peter thornton", "Happy birthday to [name]"),
        ("Happy birthday to Muhammad Yusuf Ali Khan", "Happy birthday to [name]"),
        ("Is Ellie Mae OHare's mum on here?", "Is [name]'s mum on here?"),
        ("Is Elliemae O\u2019Hare's mum on here?", "Is [name]'s mum on here?"),
        ("Happy birthday to Leo Jones!", "Happy birthday to [name]!"),
        ("Happy birthday to Leo Small Jones!", "Happy birthday to [name]!"),
        ("Happy birthday to Leo SmallJones!", "Happy birthday to [name]!"),
        ("Happy birthday Muhammad Khan", "Happy birthday [name]"),
        ("Happy birthday Mo Ali", "Happy birthday [name]"),
        ("Happy birthday Eva Cruz", "Happy birthday [name]"),
        ("We've found Jamie T's jumper", "We've found [name]'s jumper"),
        ("We've found Jamie T.'s jumper", "We've found [name]'s jumper"),
        ("well done Jamie T.", "well done [name]"),
        ("J. Thornton from yr 4 is a bully", "[name] from yr 4 is a bully"),
        ("J.Thornton is a bully", "[name] is a bully"),
        ("#JamieThornton is a bully", "#[name] is a bully"),
        ("jamiethornton is a bully", "[name] is a bully"),
        ("read JamieThorntonEHCP.pdf", "read [name]EHCP.pdf"),
        ("read EHCP_Jamie_Thornton_2.pdf", "read EHCP_[name]_2.pdf"),
    ],
)
def test_all_of_a_name_is_masked(text, left):
    assert masked(text) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Jamie and the Thornton boy cried", "[name] and the [name] boy cried"),
        ("Jamie, Aisha and Lee cried", "[name], [name] and [name] cried"),
        ("Jamie and Aisha Rahman cried", "[name] and [name] cried"),
        ("Jamie I'm sorry you cried", "[name] I'm sorry you cried"),
    ],
)
def test_what_stands_between_two_names_is_left(text, left):
    assert masked(text) == left


def test_a_short_name_run_together_is_a_word():
    assert masked("anli, the flanlike thing, cried") == "anli, the flanlike thing, cried"


def test_a_name_in_full_costs_a_large_roster_few_forms():
    index = NameIndex(PEOPLE.people[:1])
    assert [named.entry.form for named in index.find("jamie mary thornton, jamiethornton, jamie")] == [
        Form.FULL,
        Form.FULL,
        Form.FIRST,
    ]
