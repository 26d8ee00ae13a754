"""What is sent with a message, by kind and by who sends it."""

from datetime import UTC, datetime

import pytest

from moderation.detectors import attachments
from moderation.domain import Attachment, Author, Message, Ref, Role
from moderation.normalise import prepare


def findings(kind, role=Role.PARENT, **options):
    ref = Ref(platform="test", chat="1", message="1")
    sent = (Attachment(kind=kind),)
    author = Author(user="1", role=role)
    message = Message(
        ref=ref, group="1", author=author, text="", sent_at=datetime(2026, 1, 5, tzinfo=UTC), attachments=sent
    )
    return attachments.build(**options)([prepare(message)])[0]


@pytest.mark.parametrize(
    ("kind", "category", "least"),
    [
        ("contact", "personal_data", 0.75),
        ("location", "attachment", 0.3),
        ("photo", "attachment", 0.4),
        ("video", "attachment", 0.4),
        ("screenshot", "attachment", 0.4),
        ("document", "attachment", 0.1),
        ("poll", "attachment", 0.1),
        ("link", "attachment", 0.1),
        ("voice", "not_screened", 1.0),
        ("audio", "not_screened", 1.0),
        ("sticker", "not_screened", 1.0),
        ("hologram", "not_screened", 1.0),
    ],
)
def test_every_kind_is_a_finding_that_says_why(kind, category, least):
    (found,) = findings(kind)
    assert found.category == category
    assert found.score >= least
    assert ":" in found.why


@pytest.mark.parametrize("role", [Role.STAFF, Role.GOVERNOR])
def test_staff_may_post_pictures(role):
    assert findings("photo", role)[0].score < 0.4 <= findings("photo")[0].score


def test_a_contact_card_by_staff_is_still_somebodys_number():
    assert findings("contact", Role.STAFF)[0].score >= 0.75


def test_a_school_can_weigh_a_kind_differently():
    assert findings("photo", kinds={"photo": 0.8})[0].score == 0.8


def test_a_message_without_attachments_has_no_finding():
    ref = Ref(platform="test", chat="1", message="1")
    message = Message(
        ref=ref, group="1", author=Author(user="1"), text="hello", sent_at=datetime(2026, 1, 5, tzinfo=UTC)
    )
    assert attachments.build()([prepare(message)]) == [[]]


@pytest.mark.parametrize(("kinds", "word"), [({"hologram": 0.5}, "hologram"), ({"photo": 2}, "photo")])
def test_a_wrong_option_is_named(kinds, word):
    with pytest.raises(ValueError, match=f"'kinds'.*{word}"):
        attachments.build(kinds=kinds)
