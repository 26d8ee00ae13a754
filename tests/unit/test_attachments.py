"""What is sent with a message, by kind, by who sends it and by what was seen in it."""

from datetime import UTC, datetime

import pytest

from moderation.detectors import attachments
from moderation.domain import Attachment, Author, Look, Message, Opener, Ref, Role
from moderation.normalise import prepare
from moderation.pictures import faces
from moderation.recognisers.naming import Naming
from moderation.roster import Person


def looked_at(*sent, role=Role.PARENT, text="", **options):
    ref = Ref(platform="test", chat="1", message="1")
    author = Author(user="1", role=role)
    message = Message(
        ref=ref, group="1", author=author, text=text, sent_at=datetime(2026, 1, 5, tzinfo=UTC), attachments=sent
    )
    return attachments.build(**options)([prepare(message)])[0]


def findings(kind, role=Role.PARENT, text="", seen=None, **options):
    return looked_at(Attachment(kind=kind, seen=seen), role=role, text=text, **options)


@pytest.mark.parametrize(
    ("kind", "category", "least"),
    [
        ("contact", "personal_data", 0.6),
        ("location", "position", 0.3),
        ("photo", "photo", 0.5),
        ("video", "photo", 0.5),
        ("screenshot", "photo", 0.5),
        ("document", "attachment", 0.1),
        ("poll", "attachment", 0.1),
        ("link", "attachment", 0.1),
        ("forward", "attachment", 0.1),
        ("voice", "not_screened", 1.0),
        ("audio", "not_screened", 1.0),
        ("sticker", "not_screened", 1.0),
        ("hologram", "not_screened", 1.0),
    ],
)
def test_every_kind_is_a_finding_that_says_why(kind, category, least):
    found = findings(kind)[0]
    assert found.category == category
    assert found.score >= least
    assert ":" in found.why


@pytest.mark.parametrize("role", [Role.STAFF, Role.GOVERNOR])
@pytest.mark.parametrize("kind", ["photo", "video", "document"])
def test_staff_may_post_pictures_and_files(kind, role):
    assert all(found.score < 0.2 for found in findings(kind, role, seen=Look(trouble="it moves")))


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("give him a ring, he hates that", 0.85, 1),
        ("this is Mrs Teague's personal number", 0.85, 1),
        ("this is me if you want a lift", 0.5, 0.7),
        ("", 0.5, 0.7),
        ("the bouncy castle hire company", 0, 0.4),
        ("here is the school office", 0, 0.4),
    ],
)
@pytest.mark.parametrize("role", [Role.PARENT, Role.STAFF])
def test_a_contact_card_counts_by_whose_the_words_beside_it_say_it_is(text, least, most, role):
    assert least <= findings("contact", role, text=text)[0].score <= most


@pytest.mark.parametrize(
    ("kind", "seen", "handle"),
    [
        ("video", None, "id"),
        ("photo", Look(trouble="its file is damaged"), "id"),
        ("document", Look(trouble="it is of a kind that cannot be read"), "id"),
        ("photo", None, "id"),
        ("document", None, "id"),
    ],
)
def test_what_was_not_looked_at_is_marked_not_screened(kind, seen, handle):
    found = looked_at(Attachment(kind=kind, seen=seen, handle=handle))
    assert ("not_screened", 1.0) in {(one.category, one.score) for one in found}


@pytest.mark.parametrize("kind", ["photo", "document"])
def test_what_was_looked_at_wholly_is_not_marked(kind):
    found = looked_at(Attachment(kind=kind, seen=Look(), handle="id"))
    assert "not_screened" not in {one.category for one in found}


def test_a_position_in_the_file_is_a_finding_whoever_posts_it():
    for role in (Role.PARENT, Role.STAFF):
        found = {one.category: one.score for one in findings("photo", role, seen=Look(position=True))}
        assert found["position"] >= 0.9


def test_a_live_position_weighs_more_than_a_place():
    (place,), (live,) = looked_at(Attachment(kind="location")), looked_at(Attachment(kind="location", text="live"))
    assert place.score < 0.5 < live.score


@pytest.mark.parametrize("role", [Role.PARENT, Role.STAFF])
def test_a_picture_sent_as_a_file_weighs_as_much_as_a_picture(role):
    as_file = findings("document", role, seen=Look(picture=True))[0]
    assert (as_file.category, as_file.score) == ("photo", findings("photo", role)[0].score)


def test_counted_faces_make_a_picture_weigh_more_and_are_only_counted():
    without, with_two = findings("photo", seen=Look(faces=0))[0], findings("photo", seen=Look(faces=2))[0]
    assert without.score < with_two.score
    assert with_two.why.endswith("faces counted: 2")


PUPILS = Naming(
    [
        Person(kind="pupil", given_name="Callum", family_name="Whitaker", photo_consent=True),
        Person(kind="pupil", given_name="Aisha", family_name="Rahman"),
    ]
)


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("Well done to Callum Whitaker!", True),
        ("Well done to Callum Whitaker and Aisha Rahman!", False),
        ("Sports day was great fun", True),
    ],
)
def test_staff_may_show_only_pupils_whose_photo_consent_is_given(text, alone):
    found = findings("photo", Role.STAFF, text, photo_refused=PUPILS.photo_refused)[0]
    assert (found.score < 0.2) is alone
    assert "Aisha" not in found.why


def test_a_name_beside_the_picture_or_in_it_counts_as_well():
    for sent in (
        Attachment(kind="photo", text="Aisha Rahman.jpg"),
        Attachment(kind="photo", seen=Look(text="Aisha Rahman")),
    ):
        (found,) = looked_at(sent, role=Role.STAFF, photo_refused=PUPILS.photo_refused)
        assert found.score > 0.9


def test_a_school_can_weigh_a_kind_differently():
    assert findings("photo", kinds={"photo": 0.8})[0].score == 0.8


def test_a_message_without_attachments_has_no_finding():
    assert looked_at(text="hello") == []


def test_it_opens_pictures_and_files_only():
    built = attachments.build()
    assert isinstance(built, Opener)
    opened = {kind for kind in attachments.KINDS if built.opens(Attachment(kind=kind))}
    assert opened == {"photo", "screenshot", "document"}
    assert built.open(Attachment(kind="document"), b"Mrs Marsden is ill").text == "Mrs Marsden is ill"
    assert built.open(Attachment(kind="photo"), b"Mrs Marsden is ill").trouble


@pytest.mark.parametrize(("kinds", "word"), [({"hologram": 0.5}, "hologram"), ({"photo": 2}, "photo")])
def test_a_wrong_option_is_named(kinds, word):
    with pytest.raises(ValueError, match=f"'kinds'.*{word}"):
        attachments.build(kinds=kinds)


def test_faces_that_cannot_be_counted_here_stop_the_start(monkeypatch):
    monkeypatch.setattr(faces, "CASCADE", "none.xml")
    with pytest.raises(ValueError, match=r"count_faces.*pip install"):
        attachments.build(count_faces=True)
