"""Friend requests between families and staff: asked for, sent, offered by staff; not the school's own pages."""

from datetime import UTC, datetime

import pytest

from moderation.detectors.friending import build
from moderation.domain import Author, Message, Ref, Role
from moderation.normalise import prepare

DETECTOR = build()
ASKED = [
    ("a request that was sent", "Mrs Quill, I have sent you a friend request on Facebook", Role.PARENT),
    ("a teacher who was added", "I added Miss Reed on Instagram last night", Role.PARENT),
    ("friends with a teacher", "Is anyone friends with the year 2 teacher on Facebook?", Role.PARENT),
    ("following a teacher", "can we follow Mr Osei on TikTok", Role.PARENT),
    ("written with signs for letters", "I sent Ms Lowe a fr\u200biend request", Role.PARENT),
    ("written with digits for letters", "Add me on f4cebook, miss", Role.PARENT),
    ("spelt out", "I sent Ms Lowe a f.r.i.e.n.d r.e.q.u.e.s.t", Role.PARENT),
    ("staff who offer it", "Any parents who want to, add me on Facebook", Role.STAFF),
    ("staff who give their account", "My insta is quill_at_home", Role.STAFF),
    ("staff who want to be followed", "Follow me on Instagram, everybody", Role.STAFF),
    ("a teacher spoken to", "add me on snapchat miss", Role.PARENT),
    ("with a space too many", "Mrs Quill, add me on  Facebook", Role.PARENT),
    ("a teacher without a name", "I added the year 2 teacher on Facebook", Role.PARENT),
    ("a teacher without a capital", "i added miss reed on facebook", Role.PARENT),
    ("a governor who offers it", "Send me a friend request, all of you", Role.GOVERNOR),
]
OTHER = [
    ("friends in school", "Is Mrs Quill running the friendship club on Friday?", Role.PARENT),
    ("parents among themselves", "Add me on Facebook if you want to share lifts", Role.PARENT),
    ("no site", "Please add Mr Osei's name to the card", Role.PARENT),
    ("a friendly word", "Make friends with the new teacher's class rabbit", Role.PARENT),
    ("somebody who is missed", "We'll miss you all! Add me on WhatsApp to keep in touch", Role.PARENT),
    ("what nobody should miss", "Don't miss the fair, and add me on Facebook for lifts", Role.PARENT),
    ("the school's page", "Follow us on Facebook for all the trip photos!", Role.STAFF),
    ("the school's page by name", "Please follow Hollybank Primary on Twitter for closures", Role.STAFF),
    ("a class's page", "You can also follow Year 4 on Instagram", Role.STAFF),
    ("the PTA's page", "Add our PTA page on Facebook", Role.GOVERNOR),
    ("a group to be added to", "Please add Mrs Khan to the parents' group on WhatsApp", Role.PARENT),
    ("nothing", "", Role.PARENT),
]


def found(text, role):
    ref = Ref(platform="t", chat="c", message="1")
    message = Message(ref=ref, group="g", author=Author(user="u", role=role), text=text, sent_at=datetime.now(UTC))
    return DETECTOR([prepare(message)])[0]


@pytest.mark.parametrize(("text", "role"), [row[1:] for row in ASKED], ids=[row[0] for row in ASKED])
def test_a_friend_request_is_found(text, role):
    assert max(one.score for one in found(text, role)) >= 0.8


@pytest.mark.parametrize(("text", "role"), [row[1:] for row in OTHER], ids=[row[0] for row in OTHER])
def test_what_is_no_friend_request_is_left_alone(text, role):
    assert found(text, role) == []


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Please do not add teachers on Facebook, Mrs Quill asked us not to", Role.PARENT),
        ("Please don\u2019t send staff friend requests", Role.PARENT),
        ("I have to reject friend requests from parents, sorry", Role.STAFF),
        ("If you got a friend request from me ignore it, I was hacked", Role.STAFF),
    ],
)
def test_a_reminder_not_to_is_only_for_a_person_to_look_at(text, role):
    (one,) = found(text, role)
    assert one.score < 0.8


def test_the_span_is_the_request():
    text = "Hello! I sent Miss Reed a friend request."
    (one,) = found(text, Role.PARENT)
    assert text[slice(*one.span)] == "friend request"
